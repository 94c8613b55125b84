import type { CountedPeriod } from '../../activities/ports/statistics';
import { bounceReasons } from '../../domain/bounces/bounce-reason';
import { draftStatuses, liveStatuses } from '../../domain/lifecycle/state';
import { deliveryStates, mailCategories, mailRoutes } from '../../domain/mail-message';
import type { LatencyCount } from '../../domain/statistics/latency';
import {
  statisticsIntervals,
  type FailureCount,
  type MailCount,
  type OrganizationCount,
  type RouteLatencyCount,
  type StatisticsCounts,
  type StatisticsInterval,
} from '../../domain/statistics/statistics-period';
import { partSchema, storeSchema } from './store-schema';

/** What was counted of one period: of one organization, or of all of them together. */
export interface StatisticsDocument extends Omit<StatisticsCounts, 'latency'> {
  /** Without a route where it was counted before routes were told apart. */
  readonly latency: readonly (LatencyCount & Partial<Pick<RouteLatencyCount, 'route'>>)[];
  readonly _id: string;
  /** Null for all organizations together. */
  readonly organizationId: string | null;
  readonly interval: StatisticsInterval;
  readonly at: Date;
  readonly organizations?: readonly OrganizationCount[] | null;
}

/** How far counting has come. */
export interface StatisticsProgressDocument {
  readonly _id: string;
  readonly countedUntil: Date;
}

export const statisticsCollection = 'statistics';
export const statisticsProgressCollection = 'statistics_progress';
export const statisticsProgressId = 'statistics';

const count = { type: Number, required: true } as const;
const route = { type: String, default: null, enum: [...mailRoutes, null] };

const mailCount = partSchema<MailCount>({
  category: { type: String, required: true, enum: mailCategories },
  route,
  state: { type: String, required: true, enum: deliveryStates },
  count,
});

const failureCount = partSchema<FailureCount>({
  reason: { type: String, required: true, enum: bounceReasons },
  route,
  count,
});

const organizationCount = partSchema<OrganizationCount>({
  entitlement: { type: String, required: true, enum: ['locked', 'unlocked'] },
  draft: { type: String, required: true, enum: draftStatuses },
  live: { type: String, required: true, enum: liveStatuses },
  count,
});

const latencyCount = partSchema<RouteLatencyCount>({ route, step: { type: Number, required: true }, count });

export const statisticsSchema = storeSchema<StatisticsDocument>(
  statisticsCollection,
  {
    _id: { type: String, required: true },
    organizationId: { type: String, default: null },
    interval: { type: String, required: true, enum: statisticsIntervals },
    at: { type: Date, required: true },
    mails: { type: [mailCount], default: [] },
    latency: { type: [latencyCount], default: [] },
    failures: { type: [failureCount], default: [] },
    organizations: { type: [organizationCount], default: null },
  },
  [
    { fields: { organizationId: 1, at: 1 }, options: { name: 'of_organization' } },
    { fields: { interval: 1, at: 1 }, options: { name: 'of_time' } },
  ],
);

export const statisticsProgressSchema = storeSchema<StatisticsProgressDocument>(statisticsProgressCollection, {
  _id: { type: String, required: true },
  countedUntil: { type: Date, required: true },
});

/** The same period has the same id, so that counting it anew takes the place of what stood there. */
export function statisticsId(organizationId: string | null, interval: StatisticsInterval, at: Date): string {
  return `${organizationId ?? '*'}/${interval}/${at.toISOString()}`;
}

export function toCountedPeriod(document: StatisticsDocument): CountedPeriod {
  const { at, mails, failures, organizations = null } = document;
  const latency = document.latency.map((each) => ({ ...each, route: each.route ?? null }));
  return { at: at.toISOString(), mails, latency, failures, organizations };
}
