import { Counter, type Registry } from 'prom-client';

import { inboundEvents, type InboundEvent, type InboundObserver } from '../adapters/inbound/inbound-events';

/** Counts what the listener does; labels are kinds of events, never organizations, peers or people. */
export class InboundMetrics implements InboundObserver {
  readonly #events: Counter<'event'>;

  constructor(registry: Registry) {
    this.#events = new Counter({
      name: 'inbound_mail_events_total',
      help: 'Mails and recipients at the inbound listener, by what became of them',
      labelNames: ['event'],
      registers: [registry],
    });
    // Counters that exist from the start can be watched for a first increase.
    for (const event of inboundEvents) this.#events.inc({ event }, 0);
  }

  count(event: InboundEvent): void {
    this.#events.inc({ event });
  }
}
