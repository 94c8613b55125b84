/**
 * How long an organization's projection may be used after the question for it was sent, in milliseconds. Whoever replaces one
 * answers nobody before as much time has passed since, so that nothing is done by the old one after the new one was
 * acknowledged.
 */
export const projectionLeaseMs = 50;

/** A little more than the lease: timers may end a millisecond early. */
export const projectionSettleMs = projectionLeaseMs + 5;
