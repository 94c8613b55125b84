import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import mongoose from 'mongoose';

import { readInboundConfig } from '../../config/env';
import { startStack, type Stack } from '../../dev/stack';
import { ComponentProcess } from '../../dev/stack/component-process';
import { freePort } from '../../dev/support/ports';
import { returnAddressesOf } from '../../worker/inbound-listening';
import type { Bench, BenchContext, BenchReport } from '../bench';
import { thisMachine } from '../support/machine';
import { cpuSecondsOf } from '../support/process-accounting';
import { benchBounce } from './bench-bounce';
import { sendBounces, type SenderHabits, type SentFigures } from './bounce-sender';
import { inboundReport, type MeasuredHabit, type Settling } from './report';

const connections = 20;
const usualBounces = 3_000;
const lookEveryMs = 200;
/** What is enough to know the pace at which a worker settles; the rest may stay. */
const settlingSeconds = 30;

const habits = [
  { name: '50 bounces each', perConnection: 50 },
  { name: 'one bounce each', perConnection: 1 },
] as const;

/** The listener in a process of its own, with the embedded MongoDB and Temporal on disk. */
export const inboundBench: Bench = {
  says: 'bounces that the listener stores durably a minute, and that a worker settles',
  run: async (context) => await runInboundBench(context),
};

async function runInboundBench(context: BenchContext): Promise<BenchReport> {
  const machine = thisMachine();
  const directory = await mkdtemp(join(process.platform === 'linux' ? '/var/tmp' : tmpdir(), 'bench-'));
  const stack = await startStack({
    dataDirectory: join(directory, 'stack'),
    ports: 'random',
    components: ['temporal', 'mongodb', 'inbox', 'worker'],
    environment: { LOG_LEVEL: 'warn', INBOUND_MAILS_PER_MINUTE: '1000000', INBOUND_MAX_CONNECTIONS: '1000' },
  });
  const mongo = await mongoose.createConnection(stack.addresses.mongodbUri ?? '').asPromise();
  try {
    await stack.kill('worker');
    const mails = mongo.getClient().db(stack.addresses.mongodbDatabase).collection('inbound_mails');
    const bouncesPerRound = Math.max(connections, Math.round(usualBounces * context.scale));
    const measured = await measureListener(stack, bouncesPerRound, context);
    const sent = measured.flatMap(({ rounds }) => rounds).reduce((sum, { stored }) => sum + stored, 0);
    const lost = sent - (await mails.countDocuments());
    const settling = await measureSettling(stack, mails, context);
    return inboundReport({ machine, connections, bouncesPerRound, lost, settling }, measured);
  } finally {
    await mongo.close();
    await stack.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

/** No worker runs meanwhile: the workflows that the listener starts wait for it. */
async function measureListener(stack: Stack, bounces: number, context: BenchContext): Promise<MeasuredHabit[]> {
  const [port, metricsPort] = [await freePort(), await freePort()];
  const ports = { INBOUND_SMTP_PORT: String(port), INBOUND_METRICS_PORT: String(metricsPort) };
  const environment = { ...stack.environment, ...ports };
  const listener = new ComponentProcess({
    name: 'inbound listener',
    module: '../worker/inbound-main',
    readyUrl: `http://127.0.0.1:${metricsPort}/readyz`,
    environment,
    dataDirectory: stack.dataDirectory,
    logFile: join(stack.dataDirectory, 'logs', 'bench-listener.log'),
  });
  try {
    await listener.ready();
    const send = sender(environment);
    const measured: MeasuredHabit[] = [];
    for (const { name, perConnection } of habits) {
      const habit = { port, connections, perConnection };
      context.progress(`\n${name}`);
      measured.push({ name, ...(await measureHabit(stack, listener.pid ?? 0, () => send(bounces, habit), context)) });
    }
    return measured;
  } finally {
    await listener.stop();
  }
}

function sender(environment: NodeJS.ProcessEnv) {
  const addresses = returnAddressesOf(readInboundConfig(environment));
  if (addresses === null) throw new Error('The stack has no return addresses');
  return async (count: number, habit: SenderHabits): Promise<SentFigures> =>
    await sendBounces(
      Array.from({ length: count }, (_none, number) => benchBounce(addresses, number)),
      habit,
    );
}

async function measureHabit(stack: Stack, listener: number, send: () => Promise<SentFigures>, context: BenchContext) {
  const stores = storesOf(stack);
  const before = [cpuSecondsOf([listener]), cpuSecondsOf(stores)] as const;
  const rounds: SentFigures[] = [];
  for (let round = 0; round < context.rounds; round += 1) {
    const figures = await send();
    rounds.push(figures);
    context.progress(`  ${((figures.stored / figures.seconds) * 60).toFixed(0)} a minute`);
  }
  const listenerCpuSeconds = cpuSecondsOf([listener]) - before[0];
  return { rounds, listenerCpuSeconds, storesCpuSeconds: cpuSecondsOf(stores) - before[1] };
}

function storesOf(stack: Stack): number[] {
  return (['mongodb', 'temporal'] as const).flatMap((name) => stack.pid(name) ?? []);
}

/** From the first mail that the worker settles on, so that its start does not count. */
async function measureSettling(
  stack: Stack,
  mails: mongoose.mongo.Collection,
  context: BenchContext,
): Promise<Settling> {
  context.progress('\nsettling');
  const settled = async (): Promise<number> => await mails.countDocuments({ state: 'settled' });
  const all = await mails.countDocuments();
  await stack.restart('worker');
  let first = await settled();
  for (; first === 0; first = await settled()) await delay(lookEveryMs);
  const startedAt = performance.now();
  const used = (): [number, number] => [cpuSecondsOf([stack.pid('worker') ?? 0]), cpuSecondsOf(storesOf(stack))];
  const [workerBefore, storesBefore] = used();
  let last = first;
  const elapsed = (): number => (performance.now() - startedAt) / 1000;
  while (last < all && elapsed() < settlingSeconds) {
    await delay(lookEveryMs);
    last = await settled();
  }
  const seconds = elapsed();
  const [worker, stores] = used();
  const thousands = (last - first) / 1000;
  return {
    perMinute: ((last - first) / seconds) * 60,
    workerCpuPerThousand: (worker - workerBefore) / thousands,
    storesCpuPerThousand: (stores - storesBefore) / thousands,
  };
}
