import type { Locale, LifecycleState, OrganizationProfile } from '../domain/lifecycle/state';
import { domainOf } from '../domain/mail-server-settings';
import { digestText, noticeText, type NoticeSubject, type NoticeText } from '../domain/texts/notice-texts';
import type { DeliveryStatusPart, MailComposer, MailParts } from './ports/mail-composer';
import type { MailRecord, NewMail, OutboxIntake } from './ports/outbox';
import type { Undeliverable, UndeliverableNotice } from './ports/undeliverable-store';

export interface NoticeComposing {
  readonly composer: MailComposer;
  readonly outbox: Pick<OutboxIntake, 'accept'>;
  readonly platformSender: { readonly name: string; readonly address: string };
}

/** One failure as a notice tells of it. */
export interface ToldFailure {
  readonly undeliverable: Undeliverable;
  readonly mail: MailRecord;
  /** Header block of the mail that could not be delivered. */
  readonly headers: string;
}

/** A failure that somebody has to be told about, and whom rule 6 wants to be told. */
export interface OwedFailure extends ToldFailure {
  readonly state: LifecycleState;
  readonly noticeTo: string;
}

/** No caller of the API can send a key with this in it, so that none can take the place of a notice. */
const ownKeyPrefix = '\u0000';
const noticeAgeMs = 5 * 24 * 60 * 60 * 1000;

/** The language that the addressee reads: the organization's for its admin, the mail's own for who sent it. */
export function noticeLocale(profile: OrganizationProfile, mail: MailRecord, to: string): Locale {
  return to === profile.adminAddress ? profile.locale : (mail.locale ?? profile.locale);
}

/** Puts a notice about one failure into the outbox; repeated, it finds it there. */
export async function acceptNotice(
  deps: NoticeComposing,
  state: LifecycleState,
  notice: UndeliverableNotice,
  told: ToldFailure,
): Promise<void> {
  const profile = profileOf(state);
  const text = noticeText(noticeLocale(profile, told.mail, notice.to), subjectOf(told));
  const { mailId, position } = told.undeliverable;
  const platformDomain = domainOf(deps.platformSender.address);
  await accept(deps, profile, notice, {
    key: `notice/${mailId}/${position}`,
    organizationId: state.organizationId,
    text,
    parts: { deliveryStatus: statusOf(told, platformDomain) },
  });
}

/** Puts one notice about many failures into the outbox; repeated, it finds it there. */
export async function acceptDigest(
  deps: NoticeComposing,
  state: LifecycleState,
  notice: UndeliverableNotice,
  told: readonly [ToldFailure, ...ToldFailure[]],
): Promise<void> {
  const profile = profileOf(state);
  const platformDomain = domainOf(deps.platformSender.address);
  await accept(deps, profile, notice, {
    key: `digest/${notice.mailId}`,
    organizationId: state.organizationId,
    text: digestText(noticeLocale(profile, told[0].mail, notice.to), told.map(subjectOf)),
    parts: { deliveryStatus: null, deliveryStatuses: told.map((each) => statusOf(each, platformDomain)) },
  });
}

interface Written {
  readonly key: string;
  readonly organizationId: string;
  readonly text: NoticeText;
  readonly parts: Pick<MailParts, 'deliveryStatus' | 'deliveryStatuses'>;
}

async function accept(
  { composer, outbox, platformSender }: NoticeComposing,
  { adminAddress: replyTo }: OrganizationProfile,
  { to, mailId: id }: UndeliverableNotice,
  { key, organizationId, text, parts }: Written,
): Promise<void> {
  const at = new Date();
  const platformDomain = domainOf(platformSender.address);
  const common = { messageId: `<${id}@${platformDomain}>`, replyTo, subject: text.subject };
  const bytes = await composer.compose({
    ...common,
    ...parts,
    date: at.toISOString(),
    to: [to],
    text: text.body,
    html: null,
    logo: null,
    attachments: [],
    autoSubmitted: 'auto-replied',
    unsubscribeUrl: null,
    loopMark: platformDomain,
  });
  const times = { acceptedAt: at.toISOString(), notBefore: at.toISOString() };
  const expiresAt = new Date(at.getTime() + noticeAgeMs).toISOString();
  const idempotency = { idempotencyKey: `${ownKeyPrefix}${key}`, fingerprint: 'notice' };
  const mail: NewMail = {
    id,
    organizationId,
    ...idempotency,
    ...common,
    ...times,
    expiresAt,
    category: 'notice',
    recipients: [to],
    bytes,
  };
  await outbox.accept(mail);
}

function profileOf({ profile }: LifecycleState): OrganizationProfile {
  if (!profile) throw new TypeError('Nobody is on record to be told');
  return profile;
}

function subjectOf({ undeliverable, mail }: ToldFailure): NoticeSubject {
  const { recipient, subject, route } = undeliverable;
  return { recipient, subject, acceptedAt: mail.acceptedAt, route: route ?? 'platform', failure: undeliverable };
}

function statusOf({ undeliverable, mail, headers }: ToldFailure, reportingMta: string): DeliveryStatusPart {
  const { answer, cause, recipient, remoteMta } = undeliverable;
  const fallback = cause === 'expired' ? '4.4.7' : '5.0.0';
  // A code of our own is no diagnosis of any server.
  const isSaid = answer !== null && (answer.replyCode !== null || cause === 'bounced');
  return {
    reportingMta,
    originalMessageId: mail.messageId,
    finalRecipient: recipient,
    enhancedStatus: answer?.enhancedStatus ?? fallback,
    diagnostic: isSaid ? [answer.replyCode, answer.text].filter(Boolean).join(' ') : '',
    remoteMta,
    originalHeaders: headers,
  };
}
