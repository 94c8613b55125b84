import { createLogger, type Logger } from '../adapters/logging/logger';
import { readApiConfig } from '../config/env';
import { createAdapters, type ApiAdapters } from './adapters';
import { createApp } from './app';
import { builtDashboards } from './dashboards/built-dashboards';
import { HttpServer } from './http-server';
import { serviceVersion } from './service-version';

/** How long running requests may go on after the signal to stop. */
const patienceMs = 15_000;

/** Serves until SIGTERM or SIGINT; starts, and keeps running, whether its dependencies are there or not. */
async function main(): Promise<void> {
  const config = readApiConfig();
  const logger = createLogger({ level: config.LOG_LEVEL, name: 'api' });
  const adapters = createAdapters(config, logger, serviceVersion());
  const dashboards = builtDashboards();
  if (!dashboards) logger.warn('The dashboards were not built (npm run build): the API serves no pages for people');
  const server = new HttpServer(createApp(adapters.dependencies, dashboards));
  const port = await server.listen(config.API_PORT, config.API_HOST);
  logger.info({ host: config.API_HOST, port }, 'The API listens');
  void adapters.warmUp();
  const signal = await stopSignal();
  logger.info({ signal }, 'The API stops');
  await stop(server, adapters, logger);
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
