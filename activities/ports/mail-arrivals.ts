import type { OutboxCategory } from '../../domain/mail-message';

export interface ArrivedMail {
  readonly organizationId: string;
  /** Missing where mail of any category may have become due, or a notice. */
  readonly category?: OutboxCategory;
  /** The mail, where it is due already and was never attempted; missing where somebody has to look. */
  readonly mailId?: string;
}

/** What a hint says about one organization. */
export interface ArrivalHint {
  /** Of what may have come; null where it cannot be told. */
  readonly categories: ReadonlySet<OutboxCategory> | null;
  /** All that has come, where every mail is known and due; null where somebody has to look. */
  readonly mails: readonly HintedMail[] | null;
}

export interface HintedMail {
  readonly mailId: string;
  readonly category: OutboxCategory;
}

/** Tells at once that mail has come, faster than any workflow could. A hint only: what is missed is found later. */
export interface MailArrivals {
  /**
   * Calls back when mail may have come for the organization, or a notice may be owed (with `categories` null); answers how to
   * stop that. A mail may be told of that somebody has found already.
   */
  subscribe(organizationId: string, onMail: (hint: ArrivalHint) => void): () => void;
  /** The same for every organization that nobody here has subscribed to; what came before this is not told. */
  subscribeToRest(onMail: (organizationId: string, hint: ArrivalHint) => void): () => void;
  /** Whether hints come through at this moment, so that looking without one is hardly worth it. */
  readonly isHearing: boolean;
}

/** The other end of the hint. Never throws, and waits for nobody. */
export interface MailAnnouncer {
  announce(mails: readonly ArrivedMail[]): void;
}
