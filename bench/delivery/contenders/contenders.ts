import { packageVersion } from '../../support/package-version';
import { postgres } from '../stores/postgres';
import { redis } from '../stores/redis';
import type { Contender } from './contender';
import { peer } from './peer';
import { service } from './service';

/** Everyone who takes part; the peers' packages have to be installed when it is called. */
export function allContenders(): readonly Contender[] {
  const nodemailer = `nodemailer ${packageVersion('node_modules/nodemailer')}`;
  const bullmq = `BullMQ ${packageVersion('bench/peers/node_modules/bullmq')}, ${nodemailer}`;
  const pgBoss = `pg-boss ${packageVersion('bench/peers/node_modules/pg-boss')}, ${nodemailer}`;
  const viaBullmq = { version: bullmq, producer: 'bullmq-producer.mjs', worker: 'bullmq-worker.mjs' };
  const viaPgBoss = { version: pgBoss, producer: 'pg-boss-producer.mjs', worker: 'pg-boss-worker.mjs' };
  return [
    service,
    peer({ name: 'bullmq-redis', ...viaBullmq, store: redis }),
    peer({ name: 'bullmq-postgres', ...viaBullmq, store: postgres }),
    peer({ name: 'pg-boss', ...viaPgBoss, store: postgres }),
    peer({ name: 'nodemailer', version: nodemailer, producer: 'direct.mjs', worker: null, store: null }),
  ];
}
