import type { CorrelationFault } from '../../domain/undeliverables/correlation';
import type { InboundOutcome } from '../../domain/undeliverables/inbound-finding';

/** Counts what came of received mail; never throws. */
export interface ReceivedMailObserver {
  /** A mail was settled; `faults`: what was wrong with those of its readings that were rejected. */
  settled(outcome: InboundOutcome, faults: readonly CorrelationFault[]): void;
}
