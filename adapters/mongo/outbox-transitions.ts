import { mailState, type DeliveryState, type OutboxCategory, type RecipientOutcome } from '../../domain/mail-message';
import { sequenceOf, type LedgerEntry } from './ledger-entry';
import type { OutboxDocument, RecipientDocument } from './outbox-schema';

/** How much of a server's answer is kept; servers may talk without end. */
const answerLimit = 2_000;

const waitingStates: readonly DeliveryState[] = ['accepted', 'deferred'];

/** What following a ledger entry changes in a mail: these recipients, and no others. */
export interface MailChanges extends Pick<
  OutboxDocument,
  'phase' | 'state' | 'nextAttemptAt' | 'attempts' | 'route' | 'sequence'
> {
  readonly changed: readonly RecipientDocument[];
  /** When the first notice about this attempt is due; null when it owes none. */
  readonly noticeDueAt: Date | null;
}

type BeforeEntry = Pick<
  OutboxDocument,
  'recipients' | 'category' | 'expiresAt' | 'attempts' | 'route' | 'sequence' | 'nextAttemptAt'
>;

/**
 * The mail after an entry of the ledger. A recipient that was being sent to and has no outcome may have got the mail, so it
 * is held; one that was held by this very attempt gets the outcome that its dispatcher knew after all. The mail waits again
 * when a recipient was deferred, but never beyond its age.
 */
export function afterEntry(mail: BeforeEntry, entry: LedgerEntry): MailChanges {
  const byRecipient = new Map(entry.outcomes.map((outcome) => [outcome.recipient, outcome]));
  const recipients = mail.recipients.map((record) => {
    const outcome = byRecipient.get(record.recipient);
    const isMeant = isWaiting(record.state) || (record.state === 'held' && outcome !== undefined);
    return isMeant ? withOutcome(record, outcome, mail.category, entry.at) : record;
  });
  const changed = recipients.filter((record, index) => record !== mail.recipients[index]);
  const states = recipients.map(({ state }) => state);
  const waits = states.some(isWaiting);
  const isNew = sequenceOf(entry) > mail.sequence;
  return {
    changed,
    phase: waits ? 'waiting' : 'done',
    state: mailState(states),
    nextAttemptAt: waits ? earlier(entry.retryAt ?? mail.expiresAt, mail.expiresAt) : null,
    attempts: mail.attempts + (entry.counted && isNew ? 1 : 0),
    route: entry.route ?? mail.route,
    sequence: sequenceOf(entry),
    noticeDueAt: changed.some(({ noticeOwed }) => noticeOwed) ? entry.at : null,
  };
}

/** Whether an attempt ended a mail in the usual way: everyone got it. */
export function isSentToAll(mail: Pick<OutboxDocument, 'recipients'>, { outcomes }: LedgerEntry): boolean {
  return outcomes.length === mail.recipients.length && outcomes.every(({ state }) => state === 'sent');
}

export function isWaiting(state: DeliveryState): boolean {
  return waitingStates.includes(state);
}

export function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}

/** An outcome as it is kept. */
export function trimmed(outcome: RecipientOutcome): RecipientOutcome {
  const { text } = outcome.answer;
  return text.length <= answerLimit
    ? outcome
    : { ...outcome, answer: { ...outcome.answer, text: text.slice(0, answerLimit) } };
}

function withOutcome(
  record: RecipientDocument,
  outcome: RecipientOutcome | undefined,
  category: OutboxCategory,
  now: Date,
): RecipientDocument {
  if (outcome === undefined) return { ...record, state: 'held', changedAt: now };
  const noticeOwed = outcome.state === 'undeliverable' && category !== 'notice';
  return { ...record, state: outcome.state, answer: outcome.answer, changedAt: now, noticeOwed };
}
