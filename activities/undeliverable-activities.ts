import { randomUUID } from 'node:crypto';

import { CatalogueError } from '../domain/errors';
import type { LifecycleState } from '../domain/lifecycle/state';
import { domainOf } from '../domain/mail-server-settings';
import { noticeText } from '../domain/texts/notice-texts';
import { noticeRecipient } from '../domain/undeliverable-routing';
import type { DispatcherWaker } from './ports/lifecycle-gateway';
import type { LifecycleReader } from './ports/lifecycle-store';
import type { DeliveryStatusPart, MailComposer } from './ports/mail-composer';
import type { MailRecord, OutboxIntake, OutboxLedger, RecipientRecord } from './ports/outbox';
import type { UndeliverableStore } from './ports/undeliverable-store';

export interface UndeliverableActivityDeps {
  readonly lifecycles: LifecycleReader;
  readonly outbox: OutboxIntake & OutboxLedger;
  readonly undeliverables: UndeliverableStore;
  readonly composer: MailComposer;
  readonly dispatcher: DispatcherWaker;
  readonly platformSender: { readonly name: string; readonly address: string };
}

export type UndeliverableActivities = ReturnType<typeof createUndeliverableActivities>;

/** No caller of the API can send a key with this in it, so that none can take the place of a notice. */
const ownKeyPrefix = '\u0000';
const noticeAgeMs = 5 * 24 * 60 * 60 * 1000;

interface NoticeTask {
  readonly organizationId: string;
  readonly mailId: string;
  readonly recipient: string;
}

/** What it is about: the mail, the recipient it did not reach, and whom rule 6 wants to be told. */
interface Subject {
  readonly mail: MailRecord;
  readonly failed: RecipientRecord;
  readonly headers: string;
  readonly state: LifecycleState;
  readonly noticeTo: string;
}

export function createUndeliverableActivities(deps: UndeliverableActivityDeps) {
  return {
    /** Puts the notice into the outbox once, records the undeliverable once, and only then forgets that it is owed. */
    async writeNotice(task: NoticeTask): Promise<void> {
      const subject = await findSubject(deps, task);
      if (subject) {
        const notice = await acceptNotice(deps, task, subject);
        await recordUndeliverable(deps, task, subject, notice.id);
      }
      await deps.outbox.settleNotice({ mailId: task.mailId, recipient: task.recipient });
      await deps.dispatcher.wake(task.organizationId);
    },
  };
}

async function findSubject(deps: UndeliverableActivityDeps, task: NoticeTask): Promise<Subject | null> {
  const [source, state] = await Promise.all([
    deps.outbox.noticeSource(task.mailId),
    deps.lifecycles.find(task.organizationId),
  ]);
  const failed = source?.mail.recipients.find((record) => record.recipient === task.recipient);
  // Never a notice about a notice: two of them could go on for ever.
  if (!source || !failed || source.mail.category === 'notice') return null;
  // The notice stays owed until there is somebody to tell.
  if (!state?.profile) throw new CatalogueError('ORGANIZATION_UNKNOWN', 'Nobody is on record to be told');
  const { mail, headers } = source;
  const noticeTo = noticeRecipient(state.preferences.undeliverablesTo, mail.replyTo, state.profile.adminAddress);
  return { mail, failed, headers, state, noticeTo };
}

async function acceptNotice(deps: UndeliverableActivityDeps, task: NoticeTask, subject: Subject): Promise<MailRecord> {
  const { mail, failed, state, noticeTo } = subject;
  const at = new Date();
  const id = randomUUID();
  const platformDomain = domainOf(deps.platformSender.address);
  const messageId = `<${id}@${platformDomain}>`;
  const text = noticeText(state.profile?.locale ?? 'en', {
    recipient: failed.recipient,
    subject: mail.subject,
    acceptedAt: mail.acceptedAt,
    isExpired: failed.state === 'expired',
    route: mail.route ?? 'platform',
    answer: failed.answer,
  });
  const bytes = await deps.composer.compose({
    messageId,
    date: at.toISOString(),
    to: [noticeTo],
    replyTo: state.profile?.adminAddress ?? deps.platformSender.address,
    subject: text.subject,
    text: text.body,
    html: null,
    logo: null,
    attachments: [],
    autoSubmitted: 'auto-replied',
    unsubscribeUrl: null,
    deliveryStatus: deliveryStatus(subject, platformDomain),
  });
  return deps.outbox.accept({
    id,
    organizationId: task.organizationId,
    idempotencyKey: `${ownKeyPrefix}notice/${task.mailId}/${task.recipient}`,
    fingerprint: 'notice',
    category: 'notice',
    messageId,
    recipients: [noticeTo],
    replyTo: state.profile?.adminAddress ?? deps.platformSender.address,
    subject: text.subject,
    bytes,
    acceptedAt: at.toISOString(),
    notBefore: at.toISOString(),
    expiresAt: new Date(at.getTime() + noticeAgeMs).toISOString(),
  });
}

function deliveryStatus({ mail, failed, headers }: Subject, reportingMta: string): DeliveryStatusPart {
  const fallback = failed.state === 'expired' ? '4.4.7' : '5.0.0';
  const reply = failed.answer?.replyCode ?? '';
  return {
    reportingMta,
    originalMessageId: mail.messageId,
    finalRecipient: failed.recipient,
    enhancedStatus: failed.answer?.enhancedStatus ?? fallback,
    diagnostic: `${reply} ${failed.answer?.text ?? ''}`.trim(),
    originalHeaders: headers,
  };
}

async function recordUndeliverable(
  deps: UndeliverableActivityDeps,
  task: NoticeTask,
  { failed, noticeTo }: Subject,
  noticeMailId: string,
): Promise<void> {
  await deps.undeliverables.record({
    id: `${task.mailId}/${task.recipient}`,
    organizationId: task.organizationId,
    mailId: task.mailId,
    recipient: task.recipient,
    cause: failed.state === 'expired' ? 'expired' : 'refused',
    answer: failed.answer,
    noticeTo,
    noticeMailId,
    recordedAt: new Date().toISOString(),
  });
}
