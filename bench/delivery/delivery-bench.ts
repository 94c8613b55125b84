import { rmSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Bench, BenchContext } from '../bench';
import { thisMachine } from '../support/machine';
import type { Contender } from './contenders/contender';
import { allContenders } from './contenders/contenders';
import { installPeers } from './contenders/peer';
import type { Pace } from './load';
import type { Measured, Percentiles } from './measured';
import { deliveryReport, type DeliveryReport } from './report';
import { playRound } from './round';
import { Sink } from './sink/sink';
import { postgresVersion } from './stores/postgres';
import { redisVersion } from './stores/redis';
import { summarize, type WorkloadResult } from './summary';
import { judgeTargets } from './targets';
import { type Workload, deliveryWorkloads } from './workloads';

/** What the service opens to one server by default; a peer gets no more. */
const connections = 10;
/** Where no burst was measured, an open loop has to guess what a queue can take. */
const unmeasuredCapacity = 150;

/** Delivery beside the queues that people would otherwise put in front of nodemailer. */
export const deliveryBench: Bench = {
  says: 'transactional delivery beside job queues: throughput, latency, CPU, and what a crash costs',
  run: async (context) => await new DeliveryRun(context).run(),
};

class DeliveryRun {
  readonly #context: BenchContext;
  readonly #results: WorkloadResult[] = [];
  #directory = '';

  constructor(context: BenchContext) {
    this.#context = context;
  }

  async run(): Promise<DeliveryReport> {
    const machine = thisMachine();
    // On the disk: what is acknowledged must have been written, also where /tmp lives in memory.
    this.#directory = await mkdtemp(join(process.platform === 'linux' ? '/var/tmp' : tmpdir(), 'bench-'));
    process.once('exit', () => rmSync(this.#directory, { recursive: true, force: true }));
    await chmod(this.#directory, 0o755);
    const sink = await Sink.start(this.#directory);
    try {
      const contenders = await this.#available();
      for (const workload of this.#wanted()) await this.#play(workload, contenders, sink);
      return deliveryReport({
        machine,
        scale: this.#context.scale,
        rounds: this.#context.rounds,
        versions: versionsOf(contenders),
        workloads: this.#results,
        ratios: judgeTargets(this.#results),
      });
    } finally {
      await sink.stop();
      await rm(this.#directory, { recursive: true, force: true });
    }
  }

  async #available(): Promise<readonly Contender[]> {
    await installPeers();
    const { contenders: names, progress } = this.#context;
    const wanted = allContenders().filter(({ name }) => names.length === 0 || names.includes(name));
    const found: Contender[] = [];
    for (const contender of wanted) {
      const reason = await contender.unavailable();
      if (reason === null) found.push(contender);
      else progress(`${contender.name} takes no part: ${reason}`);
    }
    return found;
  }

  #wanted(): readonly Workload[] {
    const { workloads: names } = this.#context;
    return deliveryWorkloads(this.#context.scale).filter(({ name }) => names.length === 0 || names.includes(name));
  }

  /** A-B-B-A: who came first comes last in the next round, so that what drifts hits all of them. */
  async #play(workload: Workload, contenders: readonly Contender[], sink: Sink): Promise<void> {
    const { progress, rounds } = this.#context;
    progress(`\n${workload.name}: ${workload.says}`);
    const playing = contenders.filter(({ name }) => workload.contenders?.includes(name) ?? true);
    const measured = new Map<string, Measured[]>(playing.map(({ name }) => [name, []]));
    for (let number = 0; number < rounds; number += 1) {
      const order = number % 2 === 0 ? playing : playing.toReversed();
      for (const contender of order) {
        const directory = join(this.#directory, `${workload.name}-${number}-${contender.name}`);
        const pace = this.#paceOf(workload);
        const figures = await playRound({ workload, contender, sink, connections, directory, pace });
        measured.get(contender.name)?.push(figures);
        progress(roundLine(contender, figures));
        await rm(directory, { recursive: true, force: true });
      }
    }
    for (const [name, rows] of measured) this.#results.push(summarize(workload.name, name, rows));
  }

  /** A third of what the slowest queue could take in the burst: the same rate for everybody. */
  #paceOf({ pace }: Workload): Pace {
    if (pace !== 'third-of-capacity') return pace;
    const bursts = this.#results.filter(({ name, peer }) => name === 'burst-10000' && peer !== 'nodemailer');
    const capacity =
      bursts.length === 0 ? unmeasuredCapacity : Math.min(...bursts.map((burst) => burst.mailsPerSecond));
    return { kind: 'open', perSecond: capacity / 3 };
  }
}

function roundLine({ name }: Contender, figures: Measured): string {
  const { mailsPerSecond, cpuSecondsPer1000, acceptMs, endToEndMs, lost, doubled, held, connections: open } = figures;
  const astray = `lost ${lost}, doubled ${doubled}, held ${held}`;
  const rate = `${mailsPerSecond.toFixed(0)} mails/s, ${cpuSecondsPer1000.toFixed(2)} CPU s per 1,000`;
  return `  ${name.padEnd(16)} ${rate}, accept ${time(acceptMs)}, end to end ${time(endToEndMs)}, ${open} connections, ${astray}`;
}

function versionsOf(contenders: readonly Contender[]): Record<string, string> {
  const own = Object.fromEntries(contenders.map(({ name, version }) => [name, version]));
  return { node: process.version, ...own, redis: redisVersion(), postgresql: postgresVersion() };
}

function time({ p50, p99 }: Percentiles): string {
  return `${p50.toFixed(1)}/${p99.toFixed(1)} ms`;
}
