/** Why the listener refused a recipient for good. */
export type InboundRefusal = 'foreign' | 'unknown' | 'forged' | 'expired';

/** Keeps what was refused at the door: it changes nothing else. */
export interface InboundAudit {
  /** Notes a refusal; never throws and never waits, so that a flood of them costs no database writes of its own. */
  note(refusal: { readonly reason: InboundRefusal; readonly network: string; readonly at: Date }): void;
}

/** Refusals of one kind from one network within one hour. */
export interface InboundRefusalCount {
  readonly reason: InboundRefusal;
  readonly network: string;
  readonly count: number;
  readonly firstAt: string;
  readonly lastAt: string;
}

export interface InboundRefusalReader {
  /** The newest first. Throws STORE_UNAVAILABLE. */
  recent(limit: number): Promise<readonly InboundRefusalCount[]>;
}
