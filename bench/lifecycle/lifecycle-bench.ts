import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Bench, BenchContext } from '../bench';
import { Sink } from '../delivery/sink/sink';
import { thisMachine } from '../support/machine';
import { packageVersion } from '../support/package-version';
import { measureActivations } from './activation';
import { measureGrowth } from './growth';
import { measureQueries } from './queries';
import { lifecycleReport, mostOrganizations, type LifecycleReport } from './report';
import { LifecycleService } from './service';
import { measureYear } from './year';

const activated = 200;
const yearDays = 365;

/** What lifecycles cost: commands, memory, history and queries, from a hundred organizations to ten thousand. */
export const lifecycleBench: Bench = {
  says: 'activations, growth to 10,000 organizations, queries, and what ten years leave in histories',
  run: async (context) => await runLifecycleBench(context),
};

async function runLifecycleBench({ scale, organizations, progress }: BenchContext): Promise<LifecycleReport> {
  const machine = thisMachine();
  const most = organizations ?? Math.max(Math.round(mostOrganizations * scale), 100);
  progress('A year of health checks');
  const year = await measureYear(Math.max(Math.round(yearDays * scale), 30));
  // On the disk: what is acknowledged must have been written, also where /tmp lives in memory.
  const directory = await mkdtemp(join(process.platform === 'linux' ? '/var/tmp' : tmpdir(), 'bench-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  const sink = await Sink.start(directory);
  try {
    const service = await LifecycleService.start(directory, sink);
    try {
      progress('Activations');
      const names = Array.from(
        { length: Math.max(Math.round(activated * scale), 20) },
        (_, index) => `active-${index}`,
      );
      const activation = await measureActivations(service, sink, names);
      progress('Growth');
      const growth = await measureGrowth(service, stepsUpTo(most), progress);
      progress('Queries');
      const beside = service.beside('bench_queries');
      const queries = await measureQueries(beside, most);
      await beside.close();
      return lifecycleReport({ machine, versions: versions(), activation, growth, queries, year, organizations: most });
    } finally {
      await service.stop();
    }
  } finally {
    await sink.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

/** Tenfold from a hundred on. */
function stepsUpTo(most: number): number[] {
  const steps = [100, 1_000, 10_000].filter((step) => step < most);
  return [...steps, most];
}

function versions(): Record<string, string> {
  const sdk = packageVersion('node_modules/@temporalio/worker');
  return { node: process.version, temporalSdk: sdk, mongoose: packageVersion('node_modules/mongoose') };
}
