import type { InboundRefusal } from '../../domain/inbound/inbound-refusal';

/** Keeps what was refused at the door: it changes nothing else. */
export interface InboundAudit {
  /** Notes a refusal; never throws and never waits, so that a flood of them costs no database writes of its own. */
  note(refusal: { readonly reason: InboundRefusal; readonly network: string; readonly at: Date }): void;
}

/** Refusals of one kind from one network within one hour. */
export interface InboundRefusalCount {
  /** Hour, reason and network. */
  readonly id: string;
  readonly reason: InboundRefusal;
  readonly network: string;
  readonly count: number;
  readonly firstAt: string;
  readonly lastAt: string;
}

export interface InboundRefusalFilter {
  readonly reason?: InboundRefusal | undefined;
  readonly limit: number;
  /** Id of the last one on the page before. */
  readonly before: string | null;
}

export interface InboundRefusalReader {
  /** The newest hour first. Throws STORE_UNAVAILABLE. */
  list(filter: InboundRefusalFilter): Promise<readonly InboundRefusalCount[]>;
}
