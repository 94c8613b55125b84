import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import type { CheckCode } from '../domain/check-report';
import { CatalogueError } from '../domain/errors';
import type { LifecycleState } from '../domain/lifecycle/state';
import type { RecipientOutcome } from '../domain/mail-message';
import { isAskingForLess, retryAfterMs, sendingLimits } from '../domain/sending-limits';
import { isRecognised, type SendingPolicy } from '../domain/sending-policy';
import { retryDelayMs, soonMs } from '../domain/retry-backoff';
import type { DeliveryActivityDeps, DeliveryRound } from './delivery-activities';
import { customerEnvelopeFrom, platformEnvelopeFrom } from './envelope';
import { sendInParts } from './send-in-parts';
import type { OutgoingMail, SendingReport, SendingRoute } from './ports/mail-transport';
import type { AttemptOutcome, ClaimedMail, DispatchRun, MailRecord } from './ports/outbox';
import type { RoundContext } from './round-context';
import { isSameWay, sendingWay } from './sending-way';
import { withoutSuppressed } from './suppressed-recipients';

/** What a delivery needs besides the mail. */
export interface DeliverySetting {
  readonly deps: DeliveryActivityDeps;
  readonly run: DispatchRun;
  readonly context: RoundContext;
}

/** A claimed mail on its way: where it goes, as things stood when it was its turn. */
export interface MailOnItsWay {
  readonly lane: number;
  readonly claimed: ClaimedMail;
  readonly way: SendingRoute;
  readonly state: LifecycleState | null;
}

/** What became of one mail, and whether its route is worth another mail in this round. */
export interface DeliveredMail {
  readonly isRouteUsable: boolean;
  readonly customerTrouble: DeliveryRound['customerTrouble'];
  /** False when another dispatcher has taken over: nothing more may be sent. */
  readonly isRecorded: boolean;
  /** True when nothing was sent, because the mail may not leave this way any more. */
  readonly isWithdrawn: boolean;
  readonly owesNotice: boolean;
  /** When it is tried again, ISO 8601; null where it is not. */
  readonly retryAt: string | null;
  /** True when nothing is left to do: nobody waits for another attempt, or for somebody to decide. */
  readonly isSettled: boolean;
  /** The server and its credential, where this is the first mail that left after failures. */
  readonly worksAgain: DeliveryRound['worksAgain'];
  /** The live revision, where this is the first mail that left through it. */
  readonly firstSentBy: number | null;
}

/** What the attempt to send one mail came to. Not `attempted` when the server heard nothing of it. */
interface Attempt {
  readonly outcomes: readonly RecipientOutcome[];
  readonly customerTrouble: CheckCode | null;
  readonly attempted: boolean;
  readonly retryMs: number;
  readonly isRouteUsable: boolean;
  readonly isWithdrawn: boolean;
}

/** Pauses between tries to record an outcome: without the record, a mail that went out would stand there as held. */
const recordPausesMs = [200, 1_000, 3_000, 5_000];

/** Sends one mail, and records what became of it before anything else happens on its lane. Throws STORE_UNAVAILABLE. */
export async function deliverMail(setting: DeliverySetting, mail: MailOnItsWay): Promise<DeliveredMail> {
  const attempt = await attemptOnce(setting, mail);
  const now = new Date();
  const isDeferred = attempt.outcomes.some(({ state }) => state === 'deferred');
  const retryAt = isDeferred ? new Date(now.getTime() + attempt.retryMs).toISOString() : null;
  const isRecorded = await record(setting, mail, { ...attempt, retryAt, now: now.toISOString() });
  const { isRouteUsable, isWithdrawn, customerTrouble: code } = attempt;
  const isRefused = attempt.outcomes.some(({ state }) => state === 'undeliverable');
  const owesNotice = isRefused && mail.claimed.mail.category !== 'notice';
  const isSettled = attempt.outcomes.every(({ state }) => state === 'sent');
  const delivered = { isRouteUsable, isRecorded, isWithdrawn, owesNotice, retryAt, isSettled };
  if (mail.way.route !== 'customer')
    return { ...delivered, customerTrouble: null, worksAgain: null, firstSentBy: null };
  const { revision, credentialId } = mail.way.server.credential;
  const hasSent = attempt.outcomes.some(({ state }) => state === 'sent');
  const isProof = hasSent && mail.state?.live?.firstMailAt === null;
  const worksAgain = hasSent && mail.state?.live?.sendingTrouble ? { revision, credentialId } : null;
  const customerTrouble = code === null ? null : { revision, credentialId, code };
  return { ...delivered, customerTrouble, worksAgain, firstSentBy: isProof ? revision : null };
}

async function attemptOnce(setting: DeliverySetting, mail: MailOnItsWay): Promise<Attempt> {
  const { deps, context } = setting;
  const mayStart = () => isStillTheWay(setting, mail);
  try {
    const { claimed, keptBack } = await withoutSuppressed(deps.suppressions, mail.claimed);
    if (claimed.recipients.length === 0) return unasked(keptBack);
    const mayBegin = setting.run.beginning(mail.lane);
    const mailTo = (recipients: readonly string[]) => ({
      ...outgoing(deps, { ...mail, claimed: { ...claimed, recipients } }),
      ...(mayBegin === null ? {} : { mayBegin }),
    });
    const { transport } = deps;
    const sending = { transport, route: mail.way, signal: context.cancellationSignal, mayStart, mailTo };
    const report = await sendInParts(sending, claimed.recipients, mostRecipients(mail));
    const attempt = judged(mail, report, deps.retryMs);
    return { ...attempt, outcomes: [...attempt.outcomes, ...keptBack] };
  } catch (error) {
    context.log.warn('A mail could not be sent yet', { ...named(mail.claimed), error });
    return await afterThrow(setting, mail, error);
  }
}

/** No server was asked. */
function unasked(outcomes: readonly RecipientOutcome[]): Attempt {
  return { outcomes, customerTrouble: null, attempted: false, retryMs: 0, isRouteUsable: true, isWithdrawn: false };
}

function judged(
  { claimed: { mail }, way, state: lifecycle }: MailOnItsWay,
  report: SendingReport,
  firstRetryMs: number | undefined,
): Attempt {
  const { customerTrouble, withdrawn = false, notAskedForMs } = report;
  const policy = way.route === 'customer' ? lifecycle?.sendingPolicy : undefined;
  const outcomes = policy ? withoutDoubt(report.outcomes, policy, mail.acceptedAt) : report.outcomes;
  if (withdrawn || notAskedForMs !== undefined) {
    const retryMs = withdrawn ? 0 : Math.max(notAskedForMs ?? 0, soonMs);
    return { ...unasked(outcomes), retryMs, isRouteUsable: withdrawn, isWithdrawn: withdrawn };
  }
  const isUnreached = outcomes.every(({ state, answer }) => state === 'deferred' && answer.replyCode === null);
  const retryMs = retryAfterMs(outcomes, mail.attempts + 1, Math.random(), firstRetryMs);
  const isTooMuch = outcomes.some(({ answer }) => isAskingForLess(answer));
  const isRouteUsable = !isUnreached && !isTooMuch && customerTrouble === null;
  return { outcomes, customerTrouble, attempted: true, retryMs, isRouteUsable, isWithdrawn: false };
}

/** A relay that recognises the mail is handed it again where its answer got lost; everybody else’s is held. */
function withoutDoubt(
  outcomes: readonly RecipientOutcome[],
  policy: SendingPolicy,
  acceptedAt: string,
): readonly RecipientOutcome[] {
  if (!isRecognised(policy, acceptedAt, Date.now())) return outcomes;
  return outcomes.map((outcome) => (outcome.state === 'held' ? { ...outcome, state: 'deferred' } : outcome));
}

function mostRecipients({ way, state }: MailOnItsWay): number {
  const host = way.route === 'customer' ? way.server.settings.host : '';
  const policy = way.route === 'customer' ? state?.sendingPolicy : undefined;
  return sendingLimits(host, policy).recipientsPerTransaction;
}

/** The transport throws only before anything was sent, so that the mail can wait for another attempt. */
async function afterThrow(setting: DeliverySetting, mail: MailOnItsWay, error: unknown): Promise<Attempt> {
  const { claimed } = mail;
  const isOurs = !(error instanceof CatalogueError);
  const isUnreadable = !isOurs && error.code === 'CREDENTIAL_UNREADABLE';
  const isUnusable = isUnreadable && (await isStillTheWay(setting, mail).catch(() => false));
  const code: CheckCode = isUnusable ? 'AUTH_PASSWORD_UNUSABLE' : 'CHECK_INTERRUPTED';
  const answer = { replyCode: null, enhancedStatus: null, text: code };
  const attempted = isOurs || isUnusable;
  return {
    outcomes: claimed.recipients.map((recipient) => ({ recipient, state: 'deferred', answer })),
    customerTrouble: isUnusable ? code : null,
    attempted,
    retryMs: attempted ? retryDelayMs(claimed.mail.attempts + 1, Math.random(), setting.deps.retryMs) : soonMs,
    // Another password stands there now, and the next mail takes it.
    isRouteUsable: isUnreadable && !isUnusable,
    isWithdrawn: false,
  };
}

async function isStillTheWay({ deps }: DeliverySetting, { claimed, way }: MailOnItsWay): Promise<boolean> {
  const { organizationId, category } = claimed.mail;
  return isSameWay(way, sendingWay(await deps.lifecycles.find(organizationId), category));
}

async function record(
  { run, context }: DeliverySetting,
  { lane, claimed, way }: MailOnItsWay,
  {
    outcomes,
    attempted,
    retryAt,
    now,
  }: Pick<Attempt, 'outcomes' | 'attempted'> & Pick<AttemptOutcome, 'retryAt' | 'now'>,
): Promise<boolean> {
  const outcome = { lane, claimed, route: way.route, outcomes, retryAt, attempted, now };
  const isRecorded = await persistently(() => run.record(outcome));
  if (!isRecorded) {
    const states = outcomes.map(({ state }) => state);
    context.log.error('Another dispatcher has taken over from this one', { ...named(claimed), states });
  }
  return isRecorded;
}

async function persistently<Result>(write: () => Promise<Result>): Promise<Result> {
  for (const pauseMs of recordPausesMs) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof CatalogueError && error.code === 'STORE_UNAVAILABLE')) throw error;
      await pause(pauseMs);
    }
  }
  return await write();
}

function outgoing(deps: DeliveryActivityDeps, { claimed, way, state }: MailOnItsWay): OutgoingMail {
  const { mail, recipients } = claimed;
  if (way.route === 'platform') {
    const envelopeFrom = platformEnvelopeFrom(claimed, deps, new Date());
    return { envelopeFrom, recipients, ...signed(deps, claimed, deps.platformSender), ...marks(mail) };
  }
  const { senderName: name, senderAddress: address } = way.server.settings;
  const envelopeFrom = customerEnvelopeFrom(claimed, state, deps.returnAddresses, new Date()) ?? address;
  const mark = deduplicationMark(claimed, state?.sendingPolicy);
  return { envelopeFrom, recipients, ...signed(deps, claimed, { name, address }, mark), ...marks(mail) };
}

/** How a log line names a mail, and the request that brought it. */
function named({ mail: { id: mailId, origin } }: ClaimedMail): { mailId: string; requestId?: string } {
  const { requestId } = origin ?? {};
  return { mailId, ...(requestId === undefined ? {} : { requestId }) };
}

/** What others recognise the mail by. */
function marks({ id, origin }: MailRecord): Pick<OutgoingMail, 'envelopeId' | 'traceparent'> {
  const { traceparent } = origin ?? {};
  return { envelopeId: id, ...(traceparent === undefined ? {} : { traceparent }) };
}

/** One key for each set of recipients: a mail that goes to the rest of them is another one to the relay. */
function deduplicationMark({ mail, recipients }: ClaimedMail, policy: SendingPolicy | undefined): string {
  if (!policy?.deduplication) return '';
  const key = createHash('sha256')
    .update([mail.id, ...recipients].join('\n'))
    .digest('hex');
  return `${policy.deduplication}: ${key}\r\n`;
}

/** The mail with its sender in front; the places of stored attachments move back by as much. */
function signed(
  deps: DeliveryActivityDeps,
  { bytes, attachments = [] }: ClaimedMail,
  sender: { readonly name: string; readonly address: string },
  mark = '',
): Pick<OutgoingMail, 'bytes' | 'attachments'> {
  const withSender = deps.composer.withSender(bytes, sender);
  const whole = mark === '' ? withSender : Buffer.concat([Buffer.from(mark, 'latin1'), withSender]);
  const shift = whole.byteLength - bytes.byteLength;
  if (attachments.length === 0) return { bytes: whole };
  const placed = attachments.map(({ at, size, attachmentId }) => ({
    at: at + shift,
    size,
    content: () => deps.attachments.read(attachmentId),
  }));
  return { bytes: whole, attachments: placed };
}
