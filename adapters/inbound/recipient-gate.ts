import type { InboundAudit } from '../../activities/ports/inbound-audit';
import type { ReturnAddresses } from '../../activities/ports/return-addresses';
import type { InboundRefusal } from '../../domain/inbound/inbound-refusal';
import type { ReturnToken } from '../../domain/inbound/return-token';
import { peerNetwork } from '../../domain/peer-network';
import type { InboundObserver } from './inbound-events';
import { answers, type SmtpAnswer } from './smtp-answer';

export interface RecipientGateDependencies {
  readonly addresses: ReturnAddresses;
  readonly audit: InboundAudit;
  readonly observer: InboundObserver;
  readonly now: () => Date;
}

const refusals: Readonly<Record<InboundRefusal, () => SmtpAnswer>> = {
  foreign: answers.notOurs,
  unknown: answers.noSuchMailbox,
  // Looks like any other unknown address: whoever tries signatures learns nothing.
  forged: answers.noSuchMailbox,
  expired: answers.addressExpired,
};

/**
 * Decides on recipients by their signature alone, without asking a database. Only genuine addresses and the postmaster
 * come in; the others are refused, counted and audited, and change nothing else.
 */
export class RecipientGate {
  readonly #dependencies: RecipientGateDependencies;

  constructor(dependencies: RecipientGateDependencies) {
    this.#dependencies = dependencies;
  }

  /** The verified token of an address, null for postmaster. Throws SmtpAnswer. */
  admit(address: string, peerAddress: string): ReturnToken | null {
    const { addresses, audit, observer, now } = this.#dependencies;
    const at = now();
    const reading = addresses.read(address, at);
    if (reading.kind === 'genuine') return reading.token;
    if (reading.kind === 'postmaster') return null;
    observer.count(`refused_${reading.kind}`);
    audit.note({ reason: reading.kind, network: peerNetwork(peerAddress), at });
    throw refusals[reading.kind]();
  }
}
