import { once } from 'node:events';

import { Registry, collectDefaultMetrics } from 'prom-client';

import { KeyRing } from '../adapters/crypto/key-ring';
import { EncryptingPayloadCodec } from '../adapters/crypto/payload-codec';
import { createLogger, type Logger } from '../adapters/logging/logger';
import { MongoConnection } from '../adapters/mongo/mongo-connection';
import { MongoInboundMailStore } from '../adapters/mongo/mongo-inbound-mail-store';
import { createDataConverter } from '../adapters/temporal/data-converter';
import { openTemporalClient } from '../adapters/temporal/temporal-connection';
import { TemporalInboundMailRouter } from '../adapters/temporal/temporal-inbound-mail-router';
import { readInboundConfig, type InboundConfig } from '../config/env';
import { startHealthServer } from '../adapters/health/health-server';
import { returnAddressesOf, startListening } from './inbound-listening';
import { InboundMetrics } from './inbound-metrics';
import { temporalOptions } from './temporal-options';

/** Listens for mail that comes back, without working on it, until SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const config = readInboundConfig();
  const logger = createLogger({ level: config.LOG_LEVEL, name: 'inbound' });
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const { mongo, listening, closeAll } = await listen(config, registry, logger);
  const health = await startHealthServer({
    host: config.INBOUND_METRICS_HOST,
    port: config.INBOUND_METRICS_PORT,
    registry,
    isHealthy: () => listening.isListening,
    isReady: async () => {
      await mongo.ping();
      return listening.isListening;
    },
  });
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  logger.info('The listener stops');
  health.close();
  health.closeAllConnections();
  await closeAll();
}

async function listen(config: InboundConfig, registry: Registry, logger: Logger) {
  const mongo = new MongoConnection({ uri: config.MONGODB_URI, database: config.MONGODB_DATABASE });
  const dataConverter = createDataConverter(new EncryptingPayloadCodec(new KeyRing(config.PAYLOAD_KEYS)));
  const client = openTemporalClient(temporalOptions(config), dataConverter);
  const addresses = returnAddressesOf(config);
  if (addresses === null) throw new Error('INBOUND_BOUNCE_DOMAIN and INBOUND_ADDRESS_KEYS are required');
  const listening = await startListening(config, {
    addresses,
    mongo,
    store: new MongoInboundMailStore(mongo),
    router: new TemporalInboundMailRouter(client, { taskQueue: config.TEMPORAL_TASK_QUEUE }),
    observer: new InboundMetrics(registry),
    logger,
  });
  const closeAll = async (): Promise<void> => {
    await listening.close();
    await mongo.close();
    await client.connection.close();
  };
  return { mongo, listening, closeAll };
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`The listener cannot run: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
