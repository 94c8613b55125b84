import { existsSync } from 'node:fs';

import { Runtime, type WorkflowBundleOption } from '@temporalio/worker';
import { Registry, collectDefaultMetrics } from 'prom-client';

import { createLogger, type Logger } from '../adapters/logging/logger';
import { readWorkerConfig, type WorkerConfig } from '../config/env';
import { tracingOptions } from '../config/tracing-options';
import { builtBundlePath, bundleWorkflows } from './build-bundle';
import { createWorker, type ComposedWorker } from './create-worker';
import { startTracing } from '../adapters/tracing/start-tracing';
import { startHealthServer } from '../adapters/health/health-server';
import { KeyWatch } from '../adapters/health/key-watch';
import { isListenerWanted, startListening, type Listening } from './inbound-listening';
import { InboundMetrics } from './inbound-metrics';
import { createLifecycleGauges } from './lifecycle-gauges';
import { temporalLogger } from './temporal-logger';
import { WorkerMetrics } from './worker-metrics';

/** Runs a worker until SIGTERM or SIGINT; work in progress is finished within the grace time. */
async function main(): Promise<void> {
  const config = readWorkerConfig();
  const logger = createLogger({ level: config.LOG_LEVEL, name: 'worker' });
  installRuntime(config, logger);
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const tracing = await startTracing(tracingOptions(config, 'worker'));
  const observers = { metrics: new WorkerMetrics(registry), tracing };
  const composed = await createWorker(config, await findBundle(config, logger), observers);
  const { drifts, lifecycleInspector } = composed.adapters;
  const keyWatch = new KeyWatch(composed.adapters.keyUsage, registry, logger);
  keyWatch.start();
  createLifecycleGauges(registry, drifts, async () => await lifecycleInspector.failingExecutions());
  const listening = await listenWhereWanted(config, composed, { registry, logger });
  const health = await startHealthServer({
    host: config.WORKER_METRICS_HOST,
    port: config.WORKER_METRICS_PORT,
    registry,
    isHealthy: () => composed.worker.getState() === 'RUNNING' && (listening?.isListening ?? true),
    keys: () => keyWatch.seen,
  });
  try {
    await runUntilSignal(composed, logger);
  } finally {
    await listening?.close();
    keyWatch.close();
    health.close();
    health.closeAllConnections();
    await composed.close();
    await tracing.close();
  }
}

/** A worker receives mail itself where it is given a port for it. */
async function listenWhereWanted(
  config: WorkerConfig,
  { adapters }: ComposedWorker,
  { registry, logger }: { registry: Registry; logger: Logger },
): Promise<Listening | null> {
  const { returnAddresses: addresses, mongo, inboundMails: store, inboundRouter: router } = adapters;
  if (!isListenerWanted(config) || addresses === null) return null;
  return await startListening(config, {
    addresses,
    mongo,
    store,
    router,
    observer: new InboundMetrics(registry),
    logger,
  });
}

/** The SDK handles SIGTERM and SIGINT: it stops polling, and `run` resolves when work in progress is done. */
async function runUntilSignal({ worker }: ComposedWorker, logger: Logger): Promise<void> {
  logger.info('The worker polls for tasks');
  await worker.run();
  logger.info('The worker has stopped');
}

/** Installed once, before any connection is made. */
function installRuntime(config: WorkerConfig, logger: Logger): void {
  const bindAddress = config.WORKER_SDK_METRICS_ADDRESS;
  Runtime.install({
    logger: temporalLogger(logger),
    shutdownSignals: ['SIGTERM', 'SIGINT'],
    ...(bindAddress === undefined ? {} : { telemetryOptions: { metrics: { prometheus: { bindAddress } } } }),
  });
}

/** The bundle of the build; a worker that is run without one, from the sources say, makes its own and keeps it in memory. */
async function findBundle(config: WorkerConfig, logger: Logger): Promise<WorkflowBundleOption> {
  const codePath = config.WORKFLOW_BUNDLE_PATH ?? builtBundlePath;
  if (existsSync(codePath)) return { codePath };
  logger.info({ codePath }, 'There is no workflow bundle; bundling the workflows as they are now');
  return await bundleWorkflows();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`The worker cannot run: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
