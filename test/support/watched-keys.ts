import { Writable } from 'node:stream';

import { pino } from 'pino';
import { Registry } from 'prom-client';

import type { KeyEncryption } from '../../activities/ports/key-encryption';
import type { KeyUse } from '../../activities/ports/key-usage';
import { SealedBox } from '../../adapters/crypto/sealed-box';
import { KeyWatch } from '../../adapters/health/key-watch';
import type { MongoConnection } from '../../adapters/mongo/mongo-connection';
import { MongoKeyUsage } from '../../adapters/mongo/mongo-key-usage';
import type { KeyState } from '../../domain/key-state';

/** The log and the metrics of a process that has these keys, after it has looked at what they open. */
export async function watchedKeys(connection: MongoConnection, keys: KeyEncryption) {
  const [registry, lines] = [new Registry(), [] as string[]];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  const usage = new MongoKeyUsage(connection, keys, new SealedBox(keys));
  const watch = new KeyWatch(usage, registry, pino({ level: 'info' }, stream));
  await watch.look();
  const metrics = async () => (await registry.metrics()).split('\n').filter((line) => line.startsWith('stored_secret'));
  return { watch, lines, metrics };
}

export const keyUse = (keyId: string, state: KeyState, secrets: number, isActive = false): KeyUse => ({
  keyId,
  state,
  secrets,
  isActive,
});
