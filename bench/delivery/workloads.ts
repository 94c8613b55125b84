import { type BenchMail, benchMail, evenMails, organizationIds, zipfMails } from './mail';
import type { Pace } from './load';
import type { SinkBehaviour } from './sink/sink-protocol';

/** What is asked of each contender. */
export interface Workload {
  readonly name: string;
  readonly says: string;
  /** The names of those who take part; everybody by default. */
  readonly contenders?: readonly string[];
  readonly organizations: readonly string[];
  readonly mails: readonly BenchMail[];
  /** An open loop's rate follows from the capacity that the run has measured before. */
  readonly pace: Pace | 'third-of-capacity';
  readonly behaviour: SinkBehaviour;
  /** Kills the worker when half of the mails have arrived. */
  readonly crashesWorker?: true;
}

const straight: SinkBehaviour = { roundTripMs: 0, pipelining: true, tarpits: [] };
const callers: Pace = { kind: 'closed', callers: 20 };
const roundTripMs = 20;
const queues = ['service', 'bullmq-redis', 'bullmq-postgres', 'pg-boss'];
const queuesCompared = ['service', 'bullmq-redis', 'bullmq-postgres'];
const fewer = ['service', 'bullmq-redis'];
const alone = ['service'];

/** The delivery bench's workloads. `scale` shrinks them for development. */
export function deliveryWorkloads(scale: number): readonly Workload[] {
  const count = (mails: number): number => Math.max(Math.round(mails * scale), 50);
  return [...bursts(count), ...manyOrganizations(count), ...latencies(count), ...roundTrips(count), crash(count)];
}

function bursts(count: (mails: number) => number): Workload[] {
  return [1_000, 10_000].map((mails) => ({
    name: `burst-${mails}`,
    says: `${count(mails)} mails to one organization, as fast as 20 callers hand them over`,
    ...toOne(count(mails)),
    pace: callers,
    behaviour: straight,
  }));
}

function manyOrganizations(count: (mails: number) => number): Workload[] {
  return [1, 100, 1_000].map((number) => {
    const organizations = organizationIds(number);
    return {
      name: `organizations-${number}`,
      says: `${count(10_000)} mails over ${number} organizations by Zipf's law, each with a login of its own`,
      contenders: alone,
      organizations,
      mails: zipfMails(count(10_000), organizations),
      pace: callers,
      behaviour: straight,
    };
  });
}

function latencies(count: (mails: number) => number): Workload[] {
  const pace = 'third-of-capacity' as const;
  const organizations = organizationIds(100);
  const mails = evenMails(count(1_500), organizations);
  const overHundred = { contenders: alone, organizations, mails, pace };
  const third = 'at a third of the slowest queue’s capacity';
  return [
    {
      name: 'open-loop',
      contenders: queuesCompared,
      says: `${count(1_500)} mails to one organization ${third}`,
      ...toOne(count(1_500)),
      pace,
      behaviour: straight,
    },
    { name: 'beside-no-tarpit', says: `the same over 100 organizations`, ...overHundred, behaviour: straight },
    {
      name: 'beside-a-tarpit',
      says: 'the same, but one of the 100 servers answers a byte a second; figures of the others',
      ...overHundred,
      behaviour: { ...straight, tarpits: [organizations[6] ?? ''] },
    },
  ];
}

function roundTrips(count: (mails: number) => number): Workload[] {
  return [true, false].map((pipelining) => ({
    name: pipelining ? 'round-trip-20ms-pipelining' : 'round-trip-20ms',
    says: `${count(2_000)} mails to one organization whose server is 20 ms away, ${pipelining ? 'with' : 'without'} PIPELINING`,
    contenders: fewer,
    ...toOne(count(2_000)),
    pace: callers,
    behaviour: { ...straight, roundTripMs, pipelining },
  }));
}

function crash(count: (mails: number) => number): Workload {
  return {
    name: 'kill-worker',
    says: `${count(4_000)} mails to one organization; the worker is killed (SIGKILL) when half have arrived, and started again`,
    contenders: queues,
    ...toOne(count(4_000)),
    pace: callers,
    behaviour: straight,
    crashesWorker: true,
  };
}

function toOne(mails: number): Pick<Workload, 'organizations' | 'mails'> {
  const [organization = ''] = organizationIds(1);
  return {
    organizations: [organization],
    mails: Array.from({ length: mails }, (_, number) => benchMail(organization, number)),
  };
}
