import { rounded } from '../support/statistics';
import type { WorkloadResult } from './summary';

/** A ratio that the service is to keep, and what the run says. */
export interface Target {
  readonly says: string;
  readonly limit: { readonly atLeast: number } | { readonly atMost: number };
  /** Null where the run did not measure what it takes. */
  readonly ratio: number | null;
  readonly isMet: boolean | null;
}

type Pick = (result: WorkloadResult) => number;

const rate: Pick = ({ mailsPerSecond }) => mailsPerSecond;
const cpu: Pick = ({ cpuSecondsPer1000 }) => cpuSecondsPer1000;
const own = 'service';
const queuesOnPostgres = ['bullmq-postgres', 'pg-boss'];

/** What was wanted of the service, as ratios of medians within this run. */
export function judgeTargets(results: readonly WorkloadResult[]): Readonly<Record<string, Target>> {
  const value = (workload: string, peer: string, pick: Pick): number | null => {
    const found = results.find(({ name, peer: who }) => name === workload && who === peer);
    return found ? pick(found) : null;
  };
  const best = (workload: string, peers: readonly string[], pick: Pick): number | null => {
    const values = peers.flatMap((peer) => value(workload, peer, pick) ?? []);
    return values.length === 0 ? null : Math.max(...values);
  };
  const ours = (workload: string, pick: Pick): number | null => value(workload, own, pick);
  const burst = 'burst-10000';
  return {
    throughputVersusBullmqRedis: target(
      'mails/s in the burst of 10,000, over BullMQ on Redis (always); at least 1.2, wanted 1.5',
      { atLeast: 1.5 },
      [ours(burst, rate), value(burst, 'bullmq-redis', rate)],
    ),
    throughputVersusBestPostgresQueue: target(
      'mails/s in the burst of 10,000, over the best queue on PostgreSQL',
      { atLeast: 2 },
      [ours(burst, rate), best(burst, queuesOnPostgres, rate)],
    ),
    cpuVersusBullmqRedis: target('CPU per 1,000 mails in that burst, over BullMQ’s on Redis', { atMost: 0.7 }, [
      ours(burst, cpu),
      value(burst, 'bullmq-redis', cpu),
    ]),
    endToEndP50VersusBullmqRedis: target('end-to-end p50 in the open loop, over BullMQ’s on Redis', { atMost: 2 }, [
      ours('open-loop', ({ endToEndMs }) => endToEndMs.p50),
      value('open-loop', 'bullmq-redis', ({ endToEndMs }) => endToEndMs.p50),
    ]),
    acceptP99VersusBullmqPostgres: target(
      'p99 of accept in the open loop, over BullMQ’s on PostgreSQL',
      { atMost: 1 },
      [
        ours('open-loop', ({ acceptMs }) => acceptMs.p99),
        value('open-loop', 'bullmq-postgres', ({ acceptMs }) => acceptMs.p99),
      ],
    ),
    thousandOrganizationsVersusOne: target('mails/s for 1,000 organizations, over that for one', { atLeast: 0.9 }, [
      ours('organizations-1000', rate),
      ours('organizations-1', rate),
    ]),
    tenThousandMailsVersusOneThousand: target('mails/s for 10,000 mails, over that for 1,000', { atLeast: 0.9 }, [
      ours('burst-10000', rate),
      ours('burst-1000', rate),
    ]),
    othersP99BesideTarpit: target(
      'the others’ end-to-end p99 beside a tarpit, over that without one',
      { atMost: 1.1 },
      [
        ours('beside-a-tarpit', ({ endToEndMs }) => endToEndMs.p99),
        ours('beside-no-tarpit', ({ endToEndMs }) => endToEndMs.p99),
      ],
    ),
  };
}

function target(says: string, limit: Target['limit'], [mine, theirs]: readonly [number | null, number | null]): Target {
  if (mine === null || theirs === null) return { says, limit, ratio: null, isMet: null };
  const ratio = mine / theirs;
  const isMet = 'atLeast' in limit ? ratio >= limit.atLeast : ratio <= limit.atMost;
  return { says, limit, ratio: rounded(ratio), isMet };
}
