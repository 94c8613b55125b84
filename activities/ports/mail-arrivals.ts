import type { OutboxCategory } from '../../domain/mail-message';

export interface ArrivedMail {
  readonly organizationId: string;
  /** Missing where mail of any category may have become due. */
  readonly category?: OutboxCategory;
}

/** Tells at once that mail has come, faster than any workflow could. A hint only: what is missed is found later. */
export interface MailArrivals {
  /**
   * Calls back when mail of some of these categories may have come for the organization, of any where it cannot be told;
   * answers how to stop that.
   */
  subscribe(organizationId: string, onMail: (categories: ReadonlySet<OutboxCategory> | null) => void): () => void;
}

/** The other end of the hint. Never throws, and waits for nobody. */
export interface MailAnnouncer {
  announce(mails: readonly ArrivedMail[]): void;
}
