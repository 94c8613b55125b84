import type { MailRoute, RecipientOutcome } from '../../domain/mail-message';

export const ledgerCollection = 'ledger';

/**
 * What became of one attempt at one mail. Its id exists once, so that two dispatchers can never both have the last word: the
 * first entry stands. `held` was written by the dispatcher that took over from one that had not recorded an outcome.
 */
export interface LedgerEntry {
  /** `mail/sequence`. */
  readonly _id: string;
  readonly organizationId: string;
  /** Of the dispatcher whose attempt this is, also where another one had to write `held`. */
  readonly epoch: number;
  readonly kind: 'outcome' | 'held';
  readonly route: MailRoute | null;
  /** False when no server heard of the mail. */
  readonly counted: boolean;
  readonly outcomes: readonly RecipientOutcome[];
  readonly retryAt: Date | null;
  readonly at: Date;
}

export function entryId(mailId: string, sequence: number): string {
  return `${mailId}/${sequence}`;
}

export function sequenceOf({ _id }: Pick<LedgerEntry, '_id'>): number {
  return Number(_id.slice(_id.lastIndexOf('/') + 1));
}

export function mailIdOf({ _id }: Pick<LedgerEntry, '_id'>): string {
  return _id.slice(0, _id.lastIndexOf('/'));
}
