import { randomBytes, randomUUID } from 'node:crypto';
import { mongo } from 'mongoose';

import { MongoConnection } from '../../../adapters/mongo/mongo-connection';
import { AuditSeal } from '../../../adapters/crypto/audit-seal';
import { KeyRing } from '../../../adapters/crypto/key-ring';
import { Secret } from '../../../domain/secret';

/** Seals the heads of the trails that tests write. */
export const testSeal = new AuditSeal(new KeyRing([{ id: 'test', key: randomBytes(32) }]));

export interface TestMongo {
  readonly connection: MongoConnection;
  /** The same database without our adapters, for looking at what is really stored. */
  readonly raw: mongo.Db;
  readonly close: () => Promise<void>;
}

/** A database of its own for one test file; dropped by `close`. */
export async function openTestMongo(onCommand?: (command: mongo.Document) => void): Promise<TestMongo> {
  const uri = process.env['TEST_MONGODB_URI'] ?? '';
  const database = `test_${randomUUID().replaceAll('-', '')}`;
  const connection = new MongoConnection({ uri: new Secret(uri), database, ...(onCommand ? { onCommand } : {}) });
  const client = await mongo.MongoClient.connect(uri, { promoteBuffers: true });
  const raw = client.db(database);
  const close = async (): Promise<void> => {
    await raw.dropDatabase();
    await connection.close();
    await client.close();
  };
  return { connection, raw, close };
}
