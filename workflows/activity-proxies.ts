import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';

import type { AnnouncementActivities } from '../activities/announcement-activities';
import type { CheckActivities } from '../activities/check-activities';
import type { DeliveryActivities } from '../activities/delivery-activities';
import type { InboundActivities } from '../activities/inbound-activities';
import type { LifecycleActivities } from '../activities/lifecycle-activities';
import type { ReconciliationActivities } from '../activities/reconciliation-activities';
import type { RetentionActivities } from '../activities/retention-activities';
import type { ReviewActivities } from '../activities/review-activities';
import type { ReturnedMailActivities } from '../activities/returned-mail-activities';
import type { StatisticsActivities } from '../activities/statistics-activities';
import type { UndeliverableActivities } from '../activities/undeliverable-activities';

/** One group for each failure profile. Stores come back some day, so their activities never give up. */
export const lifecycle = proxyActivities<LifecycleActivities>({
  startToCloseTimeout: '15 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

export const review = proxyActivities<ReviewActivities>({
  startToCloseTimeout: '15 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

/** Talks to a server that may be silent: every stage has its own bound, and this one is above the sum of any group's. */
export const check = proxyActivities<CheckActivities>({
  startToCloseTimeout: '150 seconds',
  heartbeatTimeout: '20 seconds',
  retry: { initialInterval: '1 second', maximumAttempts: 3 },
});

export const checkStore = proxyActivities<CheckActivities>({
  startToCloseTimeout: '15 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

/**
 * A round of sending claims mail for two minutes at most, and its last mail may take half an hour with a server that
 * uses up every time-out: it waits for a free connection, sets one up, sends, and records. A dead worker is noticed by
 * its missing heartbeat long before.
 */
export const delivery = proxyActivities<DeliveryActivities>({
  startToCloseTimeout: '45 minutes',
  heartbeatTimeout: '20 seconds',
  retry: { initialInterval: '500 milliseconds', maximumInterval: '30 seconds' },
});

/** Starts nothing that the next sweep would not start as well, so that it gives up where the next one takes over. */
export const sweep = proxyActivities<DeliveryActivities>({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '20 seconds',
  retry: { initialInterval: '1 second', maximumAttempts: 3 },
});

export const returnedMail = proxyActivities<ReturnedMailActivities>({
  startToCloseTimeout: '60 seconds',
  retry: { initialInterval: '500 milliseconds', maximumInterval: '1 minute' },
});

export const inboundSweep = proxyActivities<InboundActivities>({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '20 seconds',
  retry: { initialInterval: '1 second', maximumAttempts: 3 },
});

/** Works in small batches for minutes, and goes on where it was: what it gives up, the next sweep takes over. */
export const retention = proxyActivities<RetentionActivities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '20 seconds',
  retry: { initialInterval: '1 second', maximumAttempts: 5 },
});

/** Counts for minutes with rests, and tells how far it came: what it gives up, the next collection takes over. */
export const statistics = proxyActivities<StatisticsActivities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '20 seconds',
  retry: { initialInterval: '1 second', maximumAttempts: 5 },
});

export const undeliverable = proxyActivities<UndeliverableActivities>({
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '500 milliseconds', maximumInterval: '1 minute' },
});

/** What came in stays stored until it is settled: stores and neighbours that are away are waited for. */
export const inbound = proxyActivities<InboundActivities>({
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '500 milliseconds', maximumInterval: '1 minute' },
});

/**
 * The same by the worker that has the workflow, within its task: what is done in a moment needs no task of its own. What
 * cannot be done at once is given up here, and left to the one above, which waits for as long as it takes.
 */
export const inboundAtOnce = proxyLocalActivities<InboundActivities>({
  startToCloseTimeout: '5 seconds',
  retry: { maximumAttempts: 1 },
});

/** Mails are accepted and endpoints asked, each with a bound of its own; a round is below the sum of them. */
export const announcements = proxyActivities<AnnouncementActivities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '20 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

/** A page is asked for at a pace that leaves workers and servers to the others; the next pass takes over what is given up. */
export const reconciliation = proxyActivities<ReconciliationActivities>({
  startToCloseTimeout: '15 minutes',
  scheduleToCloseTimeout: '2 hours',
  heartbeatTimeout: '20 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});
