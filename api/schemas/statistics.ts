import { z } from 'zod';

import { draftStatuses, liveStatuses } from '../../domain/lifecycle/state';
import { deliveryStates, mailCategories, mailRoutes } from '../../domain/mail-message';
import { statisticsIntervals } from '../../domain/statistics/statistics-period';
import { instant, organizationId, timestamp } from './common';
import { bounceReason } from './undeliverable';

export const statisticsQuery = z.strictObject({
  from: instant.optional().meta({
    description: 'The first period is the one that this lies in. Left out: a day before the end, or 30 days of `day`',
    examples: ['2026-11-01T00:00:00Z'],
  }),
  to: instant.optional().meta({
    description: 'The last period ends here or later. Left out: now',
    examples: ['2026-11-08T00:00:00Z'],
  }),
  interval: z
    .enum(statisticsIntervals)
    .default('hour')
    .meta({ description: 'Length of a period; days are those of UTC. At most 800 periods', examples: ['hour'] }),
});

const count = z
  .int()
  .min(0)
  .meta({ examples: [12] });
const route = z.enum(mailRoutes).nullable();

const mailCount = z
  .object({
    category: z.enum(mailCategories),
    route: route.meta({ description: 'Null for mails that nobody has tried to send yet' }),
    state: z.enum(deliveryStates).meta({ description: 'What had become of them when they were counted last' }),
    count,
  })
  .meta({ id: 'MessageCount' });

const failureCount = z
  .object({
    reason: bounceReason,
    route: route.meta({ description: 'Null where no server was asked' }),
    count,
  })
  .meta({ id: 'FailureCount' });

const percentile = z
  .int()
  .nullable()
  .meta({ description: 'Milliseconds; null where nothing was sent', examples: [840] });

const latency = z.object({ count, p50Ms: percentile, p90Ms: percentile, p99Ms: percentile }).meta({
  id: 'LatencySummary',
  description:
    'From acceptance (or `notBefore`) until the server took the mail, for each recipient, within a tenth of the value',
});

const routeLatency = latency.extend({ route: z.enum(mailRoutes) }).meta({ id: 'RouteLatencySummary' });

const counted = {
  messages: z.array(mailCount).meta({ description: 'Mails that were accepted in the period' }),
  latency,
  latencyByRoute: z
    .array(routeLatency)
    .meta({ description: 'The same for each route on which something was sent: the organization’s server, and ours' }),
  failures: z.array(failureCount).meta({
    description: 'Recipients whose failure was recorded in the period, whenever their mail was accepted',
  }),
};

const total = z
  .object({
    ...counted,
    histogram: z
      .array(z.object({ upToMs: z.number().meta({ examples: [1280] }), count }))
      .meta({ description: 'Latencies in ranges, each above the end of the one before; empty ranges are missing' }),
  })
  .meta({ id: 'StatisticsTotal' });

const about = {
  from: timestamp.meta({ description: 'Beginning of the first period' }),
  to: timestamp.meta({ description: 'End of the last period' }),
  interval: z.enum(statisticsIntervals),
  countedUntil: timestamp
    .nullable()
    .meta({ description: 'Until when everything is counted; null before the first time' }),
  total,
};

const period = z.object({ at: timestamp.meta({ description: 'Beginning of the period' }), ...counted });

export const organizationStatistics = z
  .object({ organizationId, ...about, periods: z.array(period.meta({ id: 'StatisticsPeriod' })) })
  .meta({ id: 'OrganizationStatistics' });

const organizationCount = z
  .object({
    entitlement: z.enum(['locked', 'unlocked']),
    draft: z.enum(draftStatuses),
    live: z.enum(liveStatuses),
    count,
  })
  .meta({ id: 'OrganizationCount' });

const servicePeriod = period
  .extend({
    organizations: z.array(organizationCount).nullable().meta({
      description:
        'Organizations by state at the end of the period, or when it was counted last; null where nobody looked',
    }),
  })
  .meta({ id: 'ServiceStatisticsPeriod' });

export const serviceStatistics = z
  .object({ ...about, periods: z.array(servicePeriod) })
  .meta({ id: 'ServiceStatistics', description: 'Mail of all organizations together' });
