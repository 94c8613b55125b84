import type { DeliveryState, OutboxCategory, RecipientOutcome } from '../../domain/mail-message';
import type { OutboxDocument, RecipientDocument } from './outbox-schema';

/** How much of a server's answer is kept; servers may talk without end. */
const answerLimit = 2_000;

const waitingStates: readonly DeliveryState[] = ['accepted', 'deferred'];

/** What recording the outcomes of one attempt changes in a mail: these recipients, and no others. */
export interface AttemptChanges extends Pick<OutboxDocument, 'phase' | 'nextAttemptAt' | 'attempts'> {
  readonly changed: readonly RecipientDocument[];
  /** When the first notice about this attempt is due; null when it owes none. */
  readonly noticeDueAt: Date | null;
}

/** What a dispatcher says of an attempt. */
export interface AttemptRecord {
  readonly outcomes: readonly RecipientOutcome[];
  readonly retryAt: Date | null;
  readonly attempted: boolean;
  readonly now: Date;
}

/**
 * The mail after an attempt. A recipient that was being sent to and has no outcome may have got the mail, so it is
 * held; one that was held meanwhile gets the outcome that its dispatcher knows. The mail waits again when a recipient
 * was deferred, but never beyond its age.
 */
export function afterAttempt(
  mail: Pick<OutboxDocument, 'recipients' | 'category' | 'expiresAt' | 'attempts'>,
  { outcomes, retryAt, attempted, now }: AttemptRecord,
): AttemptChanges {
  const byRecipient = new Map(outcomes.map((outcome) => [outcome.recipient, outcome]));
  const recipients = mail.recipients.map((record) => {
    const outcome = byRecipient.get(record.recipient);
    const isMeant = record.state === 'sending' || (record.state === 'held' && outcome !== undefined);
    return isMeant ? withOutcome(record, outcome, mail.category, now) : record;
  });
  const changed = recipients.filter((record, index) => record !== mail.recipients[index]);
  const waits = recipients.some(({ state }) => isWaiting(state));
  return {
    changed,
    phase: waits ? 'waiting' : 'done',
    nextAttemptAt: waits ? earlier(retryAt ?? mail.expiresAt, mail.expiresAt) : null,
    attempts: attempted ? mail.attempts : mail.attempts - 1,
    noticeDueAt: changed.some(({ noticeOwed }) => noticeOwed) ? now : null,
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
