import type { InboundMailClass, InboundMailState, InboundPeer } from '../../domain/inbound/inbound-mail';
import type { ReturnToken } from '../../domain/inbound/return-token';

/** A mail as the listener took it. There is one recipient: every address of ours has a transaction of its own. */
export interface NewInboundMail {
  /** Content identity: 64 hex digits. The same mail to the same address has the same one, whichever way it came. */
  readonly id: string;
  readonly raw: Uint8Array;
  /** `sender` is empty for the null sender. */
  readonly envelope: { readonly sender: string; readonly recipient: string };
  readonly peer: InboundPeer;
  readonly receivedAt: string;
  readonly class: InboundMailClass;
  /** Verified when the recipient was accepted; null for postmaster. */
  readonly token: ReturnToken | null;
}

export interface InboundMail extends NewInboundMail {
  readonly state: InboundMailState;
  /** How often the very same mail came. */
  readonly copies: number;
  /** Says what came of it, in a stable word or two; null until it is settled. */
  readonly outcome: string | null;
  readonly settledAt: string | null;
}

/** The listener's side. */
export interface InboundMailIntake {
  /**
   * Stores a mail durably (`majority`, journalled) before it returns. One that stands there already is counted, not
   * stored again. Throws STORE_UNAVAILABLE.
   */
  store(mail: NewInboundMail): Promise<'stored' | 'known'>;
}

/** The side of those who route what came in. */
export interface InboundMailLedger {
  /** Throws STORE_UNAVAILABLE. */
  find(id: string): Promise<InboundMail | null>;
  /** Marks a mail as done. Repeatable: the first outcome stays, the class follows the last call. */
  settle(id: string, result: { outcome: string; class: InboundMailClass; at: string }): Promise<void>;
  /** Mails that were stored before this time and are not settled, the oldest first; for the sweep. */
  unsettled(storedBefore: string, limit: number): Promise<readonly Pick<InboundMail, 'id' | 'class'>[]>;
}

/** Starts the workflow that routes a stored mail; a second start for the same mail does nothing. */
export interface InboundMailRouter {
  /** Throws WORKFLOW_UNAVAILABLE. */
  route(mail: Pick<InboundMail, 'id' | 'class'>): Promise<void>;
}
