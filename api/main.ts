import type { Server } from 'node:http';

import { collectDefaultMetrics, Registry } from 'prom-client';

import { createLogger, type Logger } from '../adapters/logging/logger';
import { startHealthServer } from '../adapters/health/health-server';
import { startTracing } from '../adapters/tracing/start-tracing';
import { readApiConfig, type ApiConfig } from '../config/env';
import { tracingOptions } from '../config/tracing-options';
import { createAdapters, type ApiAdapters } from './adapters';
import { ApiMetrics } from './api-metrics';
import { createApp } from './app';
import { buildInfo } from './build-info';
import { builtDashboards } from './dashboards/built-dashboards';
import { expressMessages } from './express-messages';
import { HttpServer, usualBounds } from './http-server';

/** How long running requests may go on after the signal to stop. */
const patienceMs = 15_000;

/** Serves until SIGTERM or SIGINT; starts, and keeps running, whether its dependencies are there or not. */
async function main(): Promise<void> {
  const config = readApiConfig();
  const logger = createLogger({ level: config.LOG_LEVEL, name: 'api' });
  const build = buildInfo(config.BUILD_COMMIT);
  const tracing = await startTracing(tracingOptions(config, 'api'));
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const adapters = createAdapters(config, { logger, build, metrics: new ApiMetrics(registry, build), registry });
  const dashboards = builtDashboards();
  if (!dashboards) logger.warn('The dashboards were not built (npm run build): the API serves no pages for people');
  const app = createApp(adapters.dependencies, dashboards);
  const server = new HttpServer(app, usualBounds, expressMessages(app));
  const port = await server.listen(config.API_PORT, config.API_HOST);
  logger.info({ host: config.API_HOST, port }, 'The API listens');
  const metrics = await serveMetrics(config, registry);
  void adapters.warmUp();
  const signal = await stopSignal();
  logger.info({ signal }, 'The API stops');
  await stop(server, adapters, logger);
  await tracing.close();
  metrics?.close();
}

/** On a port of its own, which is for the operators' network and not for the world. */
async function serveMetrics(config: ApiConfig, registry: Registry): Promise<Server | null> {
  const { API_METRICS_HOST: host, API_METRICS_PORT: port } = config;
  return port === undefined ? null : startHealthServer({ host, port, registry, isHealthy: () => true });
}

async function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, resolve);
  });
}

async function stop(server: HttpServer, adapters: ApiAdapters, logger: Logger): Promise<void> {
  adapters.dependencies.streams.close();
  await server.close(patienceMs);
  await adapters.close();
  logger.info('The API has stopped');
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`The API cannot run: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
