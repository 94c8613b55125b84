import type { DeliveryState, OutboxCategory, RecipientOutcome } from '../../domain/mail-message';
import type { OutboxDocument, RecipientDocument } from './outbox-schema';

/** How much of a server's answer is kept; servers may talk without end. */
const answerLimit = 2_000;

const waitingStates: readonly DeliveryState[] = ['accepted', 'deferred'];

/** What recording the outcomes of one attempt changes in a mail. */
export type AttemptChanges = Pick<
  OutboxDocument,
  'recipients' | 'phase' | 'nextAttemptAt' | 'noticeOwed' | 'fence' | 'claimedAt'
>;

/**
 * The mail after an attempt. A recipient that was being sent to and has no outcome may have got the mail, so it is
 * held. The mail waits again when a recipient was deferred, but never beyond its age.
 */
export function afterAttempt(
  mail: Pick<OutboxDocument, 'recipients' | 'category' | 'expiresAt'>,
  outcomes: readonly RecipientOutcome[],
  retryAt: Date | null,
  now: Date,
): AttemptChanges {
  const byRecipient = new Map(outcomes.map((outcome) => [outcome.recipient, outcome]));
  const recipients = mail.recipients.map((record) =>
    record.state === 'sending' ? withOutcome(record, byRecipient.get(record.recipient), mail.category, now) : record,
  );
  const waits = recipients.some(({ state }) => isWaiting(state));
  return {
    recipients,
    phase: waits ? 'waiting' : 'done',
    nextAttemptAt: waits ? earlier(retryAt ?? mail.expiresAt, mail.expiresAt) : null,
    noticeOwed: recipients.some(({ noticeOwed }) => noticeOwed),
    fence: null,
    claimedAt: null,
  };
}

export function isWaiting(state: DeliveryState): boolean {
  return waitingStates.includes(state);
}

export function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}

function withOutcome(
  record: RecipientDocument,
  outcome: RecipientOutcome | undefined,
  category: OutboxCategory,
  now: Date,
): RecipientDocument {
  if (outcome === undefined) return { ...record, state: 'held', changedAt: now };
  const answer = { ...outcome.answer, text: outcome.answer.text.slice(0, answerLimit) };
  const noticeOwed = outcome.state === 'undeliverable' && category !== 'notice';
  return { ...record, state: outcome.state, answer, changedAt: now, noticeOwed };
}
