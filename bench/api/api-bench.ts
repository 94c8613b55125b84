import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { accessTokenFor, machineToken } from '../../dev/access-token';
import { startStack, type Stack } from '../../dev/stack';
import type { Bench, BenchContext, BenchReport } from '../bench';
import { seedOrganizations } from '../delivery/contenders/seed-organizations';
import { ChildProgram } from '../support/child-program';
import { thisMachine } from '../support/machine';
import { runLoad, type LoadFigures } from './load';
import { apiReport, type MeasuredWorkload } from './report';
import { apiWorkloads, handOver, type ApiWorkload, type Targets } from './workloads';

const connections = 16;
const usualSeconds = 10;
const organizationId = 'bench-api';
/** Mails that lists find. */
const mails = 100;

/** The API beside a bare Express server that does the same work in the same database. */
export const apiBench: Bench = {
  says: 'reads and commands per second beside a bare Express route with the same work in MongoDB',
  run: async (context) => await runApiBench(context),
};

async function runApiBench(context: BenchContext): Promise<BenchReport> {
  const machine = thisMachine();
  // On the disk: what is acknowledged must have been written, also where /tmp lives in memory.
  const directory = await mkdtemp(join(process.platform === 'linux' ? '/var/tmp' : tmpdir(), 'bench-'));
  const stack = await startStack({
    dataDirectory: join(directory, 'stack'),
    ports: 'random',
    // No worker: what is handed over stays, and no sending takes part in the comparison.
    components: ['temporal', 'mongodb', 'oidc', 'api'],
    environment: { API_RATE_LIMIT_PER_MINUTE: '100000000', LOG_LEVEL: 'warn' },
  });
  const bare = await ChildProgram.start(
    join(__dirname, 'bare-program.js'),
    storeOf(stack),
    join(directory, 'bare.log'),
  );
  try {
    const workloads = apiWorkloads(await prepared(stack, bare));
    const seconds = Math.max(1, Math.round(usualSeconds * context.scale));
    const measured: MeasuredWorkload[] = [];
    for (const workload of wanted(workloads, context)) measured.push(await measure(workload, seconds, context));
    return apiReport({ machine, connections, rounds: context.rounds, secondsPerRound: seconds }, measured);
  } finally {
    await bare.kill();
    await stack.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

function storeOf({ addresses }: Stack): { uri: string; database: string } {
  return { uri: addresses.mongodbUri ?? '', database: addresses.mongodbDatabase };
}

async function prepared(stack: Stack, bare: ChildProgram): Promise<Targets> {
  const { addresses, credentials } = stack;
  const nowhere = { host: 'localhost', port: 465, password: 'bench' };
  await seedOrganizations(stack, nowhere, [organizationId]);
  const { clientId, clientSecret } = credentials.backend;
  const targets = {
    serviceUrl: addresses.api,
    bareUrl: `http://127.0.0.1:${String(bare.details['port'])}`,
    organizationId,
    ops: await accessTokenFor(addresses.oidcIssuer, 'ops@demo.example'),
    backend: await machineToken(addresses.oidcIssuer, clientId, clientSecret),
  };
  for (let count = 0; count < mails; count += 1) {
    const { url, ...rest } = handOver(targets)();
    const response = await fetch(url, rest);
    if (!response.ok) throw new Error(`A mail was not taken over: ${response.status} ${await response.text()}`);
  }
  return targets;
}

function wanted(workloads: readonly ApiWorkload[], { workloads: names }: BenchContext): readonly ApiWorkload[] {
  return workloads.filter(({ name }) => names.length === 0 || names.includes(name));
}

/** A-B-B-A, after a second of warming up that does not count. */
async function measure(workload: ApiWorkload, seconds: number, context: BenchContext): Promise<MeasuredWorkload> {
  const { name, says, sides } = workload;
  context.progress(`\n${name}: ${says}`);
  const found: Record<keyof typeof sides, LoadFigures[]> = { service: [], bare: [] };
  for (const side of ['service', 'bare'] as const) await runLoad(sides[side], connections, 1);
  for (let round = 0; round < context.rounds; round += 1) {
    const order = round % 2 === 0 ? (['service', 'bare'] as const) : (['bare', 'service'] as const);
    for (const side of order) {
      const figures = await runLoad(sides[side], connections, seconds);
      found[side].push(figures);
      const { perSecond, p50Ms, p99Ms } = figures;
      context.progress(`  ${side.padEnd(8)} ${perSecond.toFixed(0)}/s, ${p50Ms.toFixed(1)}/${p99Ms.toFixed(1)} ms`);
    }
  }
  return { name, says, ...found };
}
