import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Bench, BenchContext } from '../bench';
import { Sink } from '../delivery/sink/sink';
import { thisMachine } from '../support/machine';
import { packageVersion } from '../support/package-version';
import { measureActivations } from './activation';
import { measureGrowth, type GrowthFigures } from './growth';
import { measureQueries } from './queries';
import { lifecycleReport, mostOrganizations, type LifecycleFigures, type LifecycleReport } from './report';
import { LifecycleService } from './service';
import { measureYear } from './year';

const activated = 200;
const yearDays = 365;
/** Those that are measured on a running service; `year` needs none. */
const serviceParts = ['activations', 'growth', 'queries'] as const;

/** What lifecycles cost: commands, memory, history and queries, from a hundred organizations to ten thousand. */
export const lifecycleBench: Bench = {
  says: 'activations, growth to 10,000 organizations, queries, and what ten years leave in histories',
  run: async (context) => await runLifecycleBench(context),
};

async function runLifecycleBench(context: BenchContext): Promise<LifecycleReport> {
  const organizations = context.organizations ?? Math.max(Math.round(mostOrganizations * context.scale), 100);
  const findings = new Findings(context, organizations);
  if (serviceParts.some((part) => isWanted(part, context))) await measureOnDisk(context, findings);
  if (isWanted('year', context)) {
    const days = Math.max(Math.round(yearDays * context.scale), 30);
    context.progress(`${days} days of health checks`);
    await findings.add({ year: await measureYear(days) });
  }
  return findings.report;
}

async function measureOnDisk(context: BenchContext, findings: Findings): Promise<void> {
  // On the disk: what is acknowledged must have been written, also where /tmp lives in memory.
  const directory = await mkdtemp(join(process.platform === 'linux' ? '/var/tmp' : tmpdir(), 'bench-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  const sink = await Sink.start(directory);
  try {
    const service = await LifecycleService.start(directory, sink);
    try {
      await measureService(service, sink, context, findings);
    } finally {
      await service.stop();
    }
  } finally {
    await sink.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function measureService(
  service: LifecycleService,
  sink: Sink,
  context: BenchContext,
  findings: Findings,
): Promise<void> {
  const { scale, progress } = context;
  const { organizations } = findings;
  if (isWanted('activations', context)) {
    progress('Activations');
    const names = Array.from({ length: Math.max(Math.round(activated * scale), 20) }, (_, index) => `active-${index}`);
    await findings.add({ activation: await measureActivations(service, sink, names) });
  }
  if (isWanted('growth', context)) {
    progress('Growth');
    await measureGrowth(service, stepsUpTo(organizations), async (step) => await findings.grown(step));
  }
  if (isWanted('queries', context)) {
    progress('Queries');
    const beside = service.beside('bench_queries');
    await findings.add({ queries: await measureQueries(beside, organizations) });
    await beside.close();
  }
}

function isWanted(part: string, { workloads }: BenchContext): boolean {
  return workloads.length === 0 || workloads.includes(part);
}

/** What has been found out so far; each part is told as soon as it is there. */
class Findings {
  readonly organizations: number;
  readonly #context: BenchContext;
  #figures: LifecycleFigures;

  constructor(context: BenchContext, organizations: number) {
    this.organizations = organizations;
    this.#context = context;
    this.#figures = { machine: thisMachine(), versions: versions(), organizations, growth: [] };
  }

  get report(): LifecycleReport {
    return lifecycleReport(this.#figures);
  }

  async add(part: Partial<LifecycleFigures>): Promise<void> {
    this.#figures = { ...this.#figures, ...part };
    await this.#context.interim(this.report);
  }

  async grown(step: GrowthFigures): Promise<void> {
    const { organizations, registrationsPerSecond, commandMs, workerMb } = step;
    const [rate, command, memory] = [registrationsPerSecond, commandMs.p50, workerMb].map((value) => value.toFixed(0));
    this.#context.progress(
      `  ${organizations} organizations: ${rate} registered a second, a command ${command} ms, the worker ${memory} MB`,
    );
    await this.add({ growth: [...this.#figures.growth, step] });
  }
}

/** About threefold from a hundred on. */
function stepsUpTo(most: number): number[] {
  const steps = [100, 300, 1_000, 3_000, 10_000].filter((step) => step < most);
  return [...steps, most];
}

function versions(): Record<string, string> {
  const sdk = packageVersion('node_modules/@temporalio/worker');
  return { node: process.version, temporalSdk: sdk, mongoose: packageVersion('node_modules/mongoose') };
}
