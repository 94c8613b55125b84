/** What became of a mail or a recipient at the listener; the labels of its counters. */
export const inboundEvents = [
  'stored',
  'known',
  'refused_foreign',
  'refused_unknown',
  'refused_forged',
  'refused_expired',
  'deferred_connections',
  'deferred_rate',
  'deferred_address_rate',
  'deferred_memory',
  'deferred_store',
  'too_large',
  'broken_off',
  'routing_failed',
  'routing_deferred',
] as const;
export type InboundEvent = (typeof inboundEvents)[number];

/** Hears what the listener does; never throws. */
export interface InboundObserver {
  count(event: InboundEvent): void;
}
