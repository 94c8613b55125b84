import type { ServerAnswer } from '../../domain/mail-message';

/** A mail that did not reach one of its recipients, and who was told. */
export interface Undeliverable {
  readonly id: string;
  readonly organizationId: string;
  readonly mailId: string;
  readonly recipient: string;
  readonly cause: 'refused' | 'expired';
  readonly answer: ServerAnswer | null;
  readonly noticeTo: string;
  readonly noticeMailId: string;
  readonly recordedAt: string;
}

export interface UndeliverableStore {
  /** Records once by id; returns what stands there. */
  record(undeliverable: Undeliverable): Promise<Undeliverable>;
  list(filter: { organizationId: string; limit: number; before: string | null }): Promise<readonly Undeliverable[]>;
}
