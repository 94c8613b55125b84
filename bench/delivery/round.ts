import { mkdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

import { MemoryWatch, cpuSecondsOf } from '../support/process-accounting';
import { percentile } from '../support/statistics';
import type { Contender, Outcomes, RunningContender } from './contenders/contender';
import { type Handover, type Pace, handOver, now } from './load';
import { benchMail } from './mail';
import type { Measured, Percentiles } from './measured';
import type { Sink } from './sink/sink';
import type { Delivery, SinkBehaviour } from './sink/sink-protocol';
import type { Workload } from './workloads';

export interface Round {
  readonly workload: Workload;
  readonly contender: Contender;
  readonly pace: Pace;
  readonly directory: string;
  readonly sink: Sink;
  readonly connections: number;
}

const warmUpMails = 300;
const lookEveryMs = 50;
/** A queue whose worker was killed may wait this long before it looks for its jobs again. */
const patienceMs = 100_000;
/** After such a silence the contender's books are asked whether anything is still to come. */
const silenceMs = 5_000;
/** Around a crash, a mail may have arrived and be held all the same. */
const crashWindowMs = 5_000;
const straight: SinkBehaviour = { roundTripMs: 0, pipelining: true, tarpits: [] };

/** One contender, fresh, through one workload. */
export async function playRound(round: Round): Promise<Measured> {
  const { contender, workload, directory, sink, connections } = round;
  await mkdir(directory, { recursive: true, mode: 0o755 });
  const running = await contender.start({ directory, sink, connections, organizations: workload.organizations });
  try {
    await warmUp(round, running);
    return await measure(round, running);
  } finally {
    await running.stop();
  }
}

/** Code is compiled, connections stand: only then does the clock run. */
async function warmUp({ workload, sink }: Round, { intake }: RunningContender): Promise<void> {
  await sink.begin(straight);
  const organization = workload.organizations[0] ?? '';
  const mails = Array.from({ length: warmUpMails }, (_, number) => benchMail(organization, number));
  const handovers = await handOver(mails, intake, { kind: 'closed', callers: 20 });
  const taken = handovers.filter(({ messageId }) => messageId !== null).length;
  if (taken < warmUpMails) throw new Error(`Only ${taken} of ${warmUpMails} mails were taken over in the warm-up`);
  const deadline = Date.now() + patienceMs;
  while ((await sink.count()).distinct < warmUpMails) {
    if (Date.now() > deadline) throw new Error('The warm-up did not end');
    await delay(lookEveryMs);
  }
}

async function measure(round: Round, running: RunningContender): Promise<Measured> {
  const { workload, sink, pace } = round;
  await sink.begin(workload.behaviour);
  const memory = new MemoryWatch(() => Object.values(running.parts()).flat());
  const cpu = new CpuBooks(running, sink);
  const crashed = workload.crashesWorker ? crashAtHalf(round, running, cpu) : Promise.resolve(null);
  const handovers = await handOver(workload.mails, running.intake, pace);
  const crashedAt = await crashed;
  const counted = handovers.filter(({ organizationId }) => !workload.behaviour.tarpits.includes(organizationId));
  const outcomes = await settled(counted, sink, running);
  const cpuByPart = cpu.perPart();
  const rssMb = memory.stop();
  const deliveries = await sink.deliveries();
  const { connections } = await sink.count();
  const known = crashedAt === null ? outcomes : await aroundCrash(crashedAt, deliveries, outcomes, running);
  return { ...figures(counted, deliveries, known, cpuByPart), rssMb, connections };
}

/** CPU seconds since the beginning, by part; what a killed process had used stays in the books. */
class CpuBooks {
  readonly #parts: () => Readonly<Record<string, readonly number[]>>;
  readonly #since: Readonly<Record<string, number>>;
  readonly #closed: Record<string, number> = {};

  constructor(running: RunningContender, sink: Sink) {
    this.#parts = () => ({ ...running.parts(), sink: [sink.pid] });
    this.#since = this.#read();
  }

  /** Right before a part's process is killed. */
  close(part: string): void {
    this.#closed[part] = (this.#closed[part] ?? 0) + (this.#read()[part] ?? 0);
  }

  perPart(): Readonly<Record<string, number>> {
    const used = Object.entries(this.#read()).map(([part, seconds]) => {
      return [part, seconds + (this.#closed[part] ?? 0) - (this.#since[part] ?? 0)] as const;
    });
    return Object.fromEntries(used);
  }

  #read(): Record<string, number> {
    return Object.fromEntries(Object.entries(this.#parts()).map(([part, pids]) => [part, cpuSecondsOf(pids)]));
  }
}

async function crashAtHalf({ workload, sink }: Round, running: RunningContender, cpu: CpuBooks): Promise<number> {
  while ((await sink.count()).distinct < workload.mails.length / 2) await delay(lookEveryMs / 10);
  cpu.close('worker');
  const at = now();
  await running.crashWorker();
  return at;
}

/** Resolves when every mail has arrived, or when nothing more is to come. */
async function settled(handovers: readonly Handover[], sink: Sink, running: RunningContender): Promise<Outcomes> {
  const accepted = handovers.flatMap(({ messageId }) => messageId ?? []);
  let last = { distinct: -1, at: Date.now() };
  for (;;) {
    const missing = await missingFrom(accepted, sink);
    if (missing.length === 0) return { held: new Set(), waiting: new Set() };
    const distinct = accepted.length - missing.length;
    if (distinct !== last.distinct) last = { distinct, at: Date.now() };
    const silentFor = Date.now() - last.at;
    if (silentFor > silenceMs) {
      const outcomes = await running.outcomesOf(missing);
      const isOver = outcomes.held.size === missing.length;
      if (isOver || silentFor > patienceMs) return outcomes;
      await delay(silenceMs / 5);
    }
    await delay(lookEveryMs);
  }
}

/** The list is only fetched when the numbers say that it may be complete, or has stopped growing. */
async function missingFrom(accepted: readonly string[], sink: Sink): Promise<readonly string[]> {
  let before = -1;
  for (let { distinct } = await sink.count(); distinct < accepted.length && distinct !== before;) {
    before = distinct;
    await delay(lookEveryMs * 4);
    ({ distinct } = await sink.count());
  }
  const arrived = new Set((await sink.deliveries()).map(([messageId]) => messageId));
  return accepted.filter((messageId) => !arrived.has(messageId));
}

/** A mail that arrived and whose outcome nobody could record is held, too. */
async function aroundCrash(
  crashedAt: number,
  deliveries: readonly Delivery[],
  { held, waiting }: Outcomes,
  running: RunningContender,
): Promise<Outcomes> {
  const near = deliveries.filter(([, at]) => Math.abs(at - crashedAt) < crashWindowMs).map(([messageId]) => messageId);
  const outcomes = await running.outcomesOf([...new Set(near)]);
  return { held: new Set([...held, ...outcomes.held]), waiting };
}

function figures(
  handovers: readonly Handover[],
  deliveries: readonly Delivery[],
  outcomes: Outcomes,
  cpuSeconds: Readonly<Record<string, number>>,
): Omit<Measured, 'rssMb' | 'connections'> {
  const accepted = handovers.filter(({ messageId }) => messageId !== null);
  const firstAt = new Map<string, number>();
  for (const [messageId, at] of deliveries) if (!firstAt.has(messageId)) firstAt.set(messageId, at);
  const arrived = accepted.flatMap(({ messageId, startedAt }) => {
    const at = firstAt.get(messageId ?? '');
    return at === undefined ? [] : [{ at, took: at - startedAt }];
  });
  const missing = accepted.filter(({ messageId }) => !firstAt.has(messageId ?? ''));
  const explained = missing.filter(
    ({ messageId }) => outcomes.held.has(messageId ?? '') || outcomes.waiting.has(messageId ?? ''),
  );
  const begin = Math.min(...handovers.map(({ startedAt }) => startedAt));
  const seconds = (Math.max(...arrived.map(({ at }) => at)) - begin) / 1000;
  const per1000 = (value: number): number => (value / arrived.length) * 1000;
  const { sink: _instrument, ...own } = cpuSeconds;
  const total = Object.values(own).reduce((sum, value) => sum + value, 0);
  const mine = new Set(accepted.map(({ messageId }) => messageId));
  const counted = deliveries.filter(([messageId]) => mine.has(messageId));
  return {
    mailsPerSecond: arrived.length / seconds,
    cpuSecondsPer1000: per1000(total),
    cpuByPart: Object.fromEntries(Object.entries(cpuSeconds).map(([part, value]) => [part, per1000(value)])),
    acceptMs: percentiles(accepted.map(({ startedAt, answeredAt }) => answeredAt - startedAt)),
    endToEndMs: percentiles(arrived.map(({ took }) => took)),
    refused: handovers.length - accepted.length,
    lost: missing.length - explained.length,
    doubled: counted.length - arrived.length,
    held: outcomes.held.size,
    waiting: outcomes.waiting.size,
  };
}

function percentiles(values: readonly number[]): Percentiles {
  return { p50: percentile(values, 0.5), p99: percentile(values, 0.99) };
}
