import type { InboundMailClass, InboundMailState, InboundPeer } from '../../domain/inbound/inbound-mail';
import type { ListPage } from '../../domain/list-order';
import type { CorrelationFault } from '../../domain/undeliverables/correlation';
import type { InboundFinding, InboundOutcome } from '../../domain/undeliverables/inbound-finding';
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
  /** What came of it; null until it is settled. */
  readonly outcome: InboundOutcome | null;
  /** What it says about recipients of ours, and what each of that led to. */
  readonly findings: readonly InboundFinding[];
  readonly settledAt: string | null;
}

export interface InboundSettlement {
  readonly outcome: InboundOutcome;
  readonly findings: readonly InboundFinding[];
  readonly class: InboundMailClass;
  readonly at: string;
}

/** A received mail as lists show it, without its bytes. */
export type InboundMailSummary = Omit<InboundMail, 'raw'> & { readonly size: number };

/** What is left out or undefined does not narrow the list. */
export interface InboundMailFilter {
  readonly class?: InboundMailClass | undefined;
  readonly outcome?: InboundOutcome | undefined;
  readonly state?: InboundMailState | undefined;
  /** Received at this moment or later. */
  readonly since?: string | undefined;
  /** Received before this moment. */
  readonly until?: string | undefined;
}

/** What people see of received mail. Throws STORE_UNAVAILABLE. */
export interface InboundMailReader {
  find(id: string): Promise<InboundMail | null>;
  /** The newest first, where no other order is asked for. */
  list(filter: InboundMailFilter, page: ListPage<'inboundMails'>): Promise<readonly InboundMailSummary[]>;
}

/** The listener's side. */
export interface InboundMailIntake {
  /**
   * Stores a mail durably (`majority`, journalled) before it returns. One that stands there already is counted, not
   * stored again. Throws STORE_UNAVAILABLE.
   */
  store(mail: NewInboundMail): Promise<'stored' | 'known'>;
}

/** That a mail was not to be believed, and whose mail it was aimed at. */
export interface Rejection {
  readonly organizationId: string;
  readonly fault: CorrelationFault;
}

export interface RejectedMail {
  readonly inboundMailId: string;
  readonly receivedAt: string;
}

/** The side of those who route what came in. */
export interface InboundMailLedger {
  /** Throws STORE_UNAVAILABLE. */
  find(id: string): Promise<InboundMail | null>;
  /** Marks a mail as done. Repeatable: the first outcome stays, the class follows the last call. */
  settle(id: string, result: InboundSettlement): Promise<void>;
  /** Makes a settled mail one that still has to be routed, so that better rules can read it. Repeatable. */
  reopen(id: string): Promise<void>;
  /** Whether a mail that came before this one, and not before `since`, was rejected for the same. */
  isKnownRejection(rejection: Rejection & RejectedMail & { readonly since: string }): Promise<boolean>;
  /** Mails that were stored before this time and are not settled, the oldest first; for the sweep. */
  unsettled(storedBefore: string, limit: number): Promise<readonly Pick<InboundMail, 'id' | 'class'>[]>;
}

/** Starts the workflow that reads settled mails again; null means all that nobody could read. */
export interface InboundMailRereader {
  /** The same command id starts nothing new. Throws WORKFLOW_UNAVAILABLE. */
  readAgain(request: { inboundMailIds: readonly string[] | null; commandId: string }): Promise<void>;
}

/** Starts the workflow that routes a stored mail; a second start for the same mail does nothing. */
export interface InboundMailRouter {
  /** Throws WORKFLOW_UNAVAILABLE. */
  route(mail: Pick<InboundMail, 'id' | 'class'>): Promise<void>;
}
