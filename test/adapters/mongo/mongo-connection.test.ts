import { randomUUID } from 'node:crypto';
import { createServer, connect, type Server, type Socket } from 'node:net';
import { mongo as driver, MongooseError } from 'mongoose';

import { MongoConnection } from '../../../adapters/mongo/mongo-connection';
import { MongoOutbox } from '../../../adapters/mongo/mongo-outbox';
import { storeFailure } from '../../../adapters/mongo/store-failure';
import { CatalogueError } from '../../../domain/errors';
import { Secret } from '../../../domain/secret';
import { newMail } from './outbox-fixtures';

const unavailable = { code: 'STORE_UNAVAILABLE' };

/** A way to the database that can be cut and mended. */
class Relay {
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;

  get uri(): Secret {
    return new Secret(`mongodb://127.0.0.1:${this.#port}/?directConnection=true`);
  }

  async reserve(): Promise<void> {
    await this.open();
    await this.cut();
  }

  async open(): Promise<void> {
    this.#server = createServer((socket) => this.#join(socket, connect(target())));
    await new Promise<void>((resolve) => this.#server!.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (this.#server.address() as { port: number }).port;
  }

  async cut(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server!.close(() => resolve()));
  }

  #join(near: Socket, far: Socket): void {
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(from);
      from.on('error', () => to.destroy()).on('close', () => to.destroy());
      from.pipe(to);
    }
  }
}

function target(): { path: string } | { host: string; port: number } {
  const [host = ''] = /(?<=\/\/)[^/?]+/.exec(process.env['TEST_MONGODB_URI'] ?? '') ?? [];
  const decoded = decodeURIComponent(host.slice(host.indexOf('@') + 1));
  if (decoded.startsWith('/')) return { path: decoded };
  const [name = '', port = '27017'] = decoded.split(',')[0]!.split(':');
  return { host: name, port: Number(port) };
}

describe('a connection', () => {
  const relay = new Relay();
  let connection: MongoConnection;
  let outbox: MongoOutbox;

  beforeAll(async () => {
    await relay.reserve();
    const database = `test_${randomUUID().replaceAll('-', '')}`;
    connection = new MongoConnection({ uri: relay.uri, database, serverSelectionTimeoutMs: 300 });
    outbox = new MongoOutbox(connection);
  });

  afterAll(async () => {
    await connection.run(async () => await outbox['mails'].db.dropDatabase());
    await connection.close();
    await relay.cut();
  });

  it('says that the store is away, soon, while nobody answers', async () => {
    const started = Date.now();
    await expect(connection.connect()).rejects.toMatchObject(unavailable);
    await expect(outbox.find('x')).rejects.toMatchObject(unavailable);
    await expect(connection.ping()).rejects.toMatchObject(unavailable);
    expect(Date.now() - started).toBeLessThan(5_000);
  });

  it('opens by itself with the first operation once somebody does, with every index in place', async () => {
    await relay.open();
    const mail = newMail();
    expect(await outbox.accept(mail)).toMatchObject({ id: mail.id });
    const indexes = await connection.run(async () => await outbox['mails'].collection.indexes());
    expect(indexes).toContainEqual(expect.objectContaining({ name: 'idempotency', unique: true }));
    await expect(connection.ping()).resolves.toBeUndefined();
  });

  it('comes back after it was cut', async () => {
    await relay.cut();
    await expect(outbox.accept(newMail())).rejects.toMatchObject(unavailable);
    await expect(connection.ping()).rejects.toMatchObject(unavailable);
    await relay.open();
    const mail = newMail();
    await eventually(async () => await outbox.accept(mail));
    expect(await outbox.find(mail.id)).toMatchObject({ id: mail.id });
  });

  it('takes a new client where the heartbeat of the old one has no end', async () => {
    const options = { uri: relay.uri, database: 'unused', heartbeatPatienceMs: 50 };
    const patient = new MongoConnection(options);
    const clientOf = async () => await patient.native(async (database) => await Promise.resolve(database.client));
    try {
      const first = await clientOf();
      const waiting = patient.native(async () => await new Promise<never>(() => undefined));
      const endless = { connectionId: 'nobody.example:27017', awaited: false } as driver.ServerHeartbeatStartedEvent;
      first.emit('serverHeartbeatStarted', endless);
      await expect(waiting).rejects.toMatchObject(unavailable);
      await eventually(async () => expect(await clientOf()).not.toBe(first));
      await expect(patient.ping()).resolves.toBeUndefined();
    } finally {
      await patient.close();
    }
  });

  it('says that the store is away after it was closed', async () => {
    const closed = new MongoConnection({ uri: relay.uri, database: 'unused', serverSelectionTimeoutMs: 300 });
    const reader = new MongoOutbox(closed);
    await closed.connect();
    await closed.close();
    await expect(reader.find('x')).rejects.toMatchObject(unavailable);
  });
});

async function eventually(operation: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await operation();
      return;
    } catch (error) {
      if (tries === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

describe('an error of the driver', () => {
  it.each([
    ['a lost connection', new driver.MongoNetworkError('gone')],
    ['a silent socket', new driver.MongoNetworkTimeoutError('silent')],
    ['a server that is no primary any more', new driver.MongoServerError({ message: 'not primary', code: 10_107 })],
    ['a server that is shutting down', new driver.MongoServerError({ message: 'bye', code: 91 })],
    [
      'a write that is not durable in time',
      new driver.MongoWriteConcernError({ ok: 1, writeConcernError: { code: 64, errmsg: 'late' } }),
    ],
    ['an exhausted pool', Object.assign(new Error('wait'), { name: 'MongoWaitQueueTimeoutError' })],
    [
      'a mongoose that is not connected',
      new MongooseError(
        'Cannot call `outbox.findOne()` before initial connection is complete if `bufferCommands = false`',
      ),
    ],
  ])('that may pass is STORE_UNAVAILABLE, with its cause: %s', (_name, error) => {
    const failure = storeFailure(error);
    expect(failure).toMatchObject({ ...unavailable, cause: error });
  });

  it('that will not pass stays what it is', () => {
    const duplicate = new driver.MongoServerError({ message: 'E11000', code: 11_000 });
    const bug = new TypeError('bug');
    const refused = new CatalogueError('IDEMPOTENCY_KEY_REUSED');
    for (const error of [duplicate, bug, refused]) expect(storeFailure(error)).toBe(error);
    expect(storeFailure('text')).toMatchObject({ code: 'INTERNAL' });
  });
});
