import type { ListPage } from '../../domain/list-order';
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

/** What is left out or undefined does not narrow the list. */
export interface InboundRefusalFilter {
  readonly reason?: InboundRefusal | undefined;
}

export interface InboundRefusalReader {
  /** The newest hour first, where no other order is asked for. Throws STORE_UNAVAILABLE. */
  list(filter: InboundRefusalFilter, page: ListPage<'inboundRefusals'>): Promise<readonly InboundRefusalCount[]>;
}
