import { setTimeout as pause } from 'node:timers/promises';

import { ConnectionStates, Mongoose, type Connection, type Model, type mongo, type Schema } from 'mongoose';

import { CatalogueError } from '../../domain/errors';
import type { Secret } from '../../domain/secret';
import { watchHeartbeats } from './heartbeat-watch';
import { OperationsUnderWay } from './operations-under-way';
import { storeFailure } from './store-failure';
import { durableWriteConcern } from './write-concern';

export interface MongoOptions {
  readonly uri: Secret;
  readonly database: string;
  /** How long an operation looks for a server before it fails. Default 5 s. */
  readonly serverSelectionTimeoutMs?: number;
  /** How long an open connection may stay silent while an answer is awaited. Default 20 s. */
  readonly socketTimeoutMs?: number;
  readonly maxPoolSize?: number;
  /** How long an operation may take with its repetition, before its outcome counts as unknown. Default 45 s. */
  readonly operationTimeoutMs?: number;
  /** How long a heartbeat may take before the client is given up for a new one. Default 20 s, more than the driver allows it. */
  readonly heartbeatPatienceMs?: number;
  /** Sees every command as it is sent; for tests of query plans. */
  readonly onCommand?: (command: mongo.Document) => void;
}

/** Closing a client that lost its server may have no end, either. */
const longestClosingMs = 5_000;

/**
 * One process's connection to MongoDB, apart from mongoose's global one. It opens with the first operation at the
 * latest, and tries again with each until it is open, so that a process can start while the database is away. Before
 * anything is read or written, the indexes of all stores stand: uniqueness depends on them.
 */
export class MongoConnection {
  readonly #options: MongoOptions;
  readonly #connection: Connection;
  readonly #operations: OperationsUnderWay;
  #opening: Promise<void> | undefined;

  constructor(options: MongoOptions) {
    this.#options = options;
    this.#operations = new OperationsUnderWay(options.operationTimeoutMs ?? 45_000);
    const mongoose = new Mongoose({ autoIndex: false, autoCreate: false, bufferCommands: false, sanitizeFilter: true });
    this.#connection = mongoose.createConnection();
  }

  /** Registers a store's collection, or gives the registered one. Stores do this when they are made. */
  model<Document>(name: string, schema: Schema<Document>): Model<Document> {
    if (this.#connection.modelNames().includes(name)) return this.#connection.model<Document>(name);
    this.#opening = undefined;
    return this.#connection.model<Document>(name, schema);
  }

  /** Opens the connection and makes the indexes. Throws STORE_UNAVAILABLE. */
  async connect(): Promise<void> {
    await this.run(async () => {
      await Promise.resolve();
    });
  }

  /** Resolves when the database answers. Throws STORE_UNAVAILABLE. */
  async ping(): Promise<void> {
    await this.run(async () => await this.#connection.db?.command({ ping: 1 }));
  }

  /** Runs a database operation. What means that the database is away becomes STORE_UNAVAILABLE. */
  async run<Result>(operation: () => Promise<Result>): Promise<Result> {
    try {
      await this.#ready();
      return await this.#operations.run(operation);
    } catch (error) {
      throw storeFailure(error);
    }
  }

  /** Runs an operation with the driver itself, for the paths where mongoose's casting would cost more than the work. */
  async native<Result>(operation: (database: mongo.Db) => Promise<Result>): Promise<Result> {
    return await this.run(async () => {
      const { db } = this.#connection;
      if (db === undefined) throw new CatalogueError('STORE_UNAVAILABLE');
      return await operation(db);
    });
  }

  /** Makes the indexes of all registered stores. Repeatable. */
  async ensureIndexes(): Promise<void> {
    for (const model of Object.values(this.#connection.models)) await model.createIndexes();
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  async #ready(): Promise<void> {
    const opening = (this.#opening ??= this.#open());
    try {
      await opening;
    } catch (error) {
      if (this.#opening === opening) this.#opening = undefined;
      throw error;
    }
  }

  async #open(): Promise<void> {
    if (this.#connection.readyState !== ConnectionStates.connected) await this.#connect();
    await this.ensureIndexes();
  }

  async #connect(): Promise<void> {
    const { uri, database, serverSelectionTimeoutMs = 5_000, socketTimeoutMs = 20_000, onCommand } = this.#options;
    await this.#connection.openUri(uri.reveal(), {
      dbName: database,
      appName: 'mail-server-approval',
      serverSelectionTimeoutMS: serverSelectionTimeoutMs,
      connectTimeoutMS: serverSelectionTimeoutMs,
      socketTimeoutMS: socketTimeoutMs,
      waitQueueTimeoutMS: serverSelectionTimeoutMs,
      maxPoolSize: this.#options.maxPoolSize ?? 20,
      writeConcern: durableWriteConcern(uri.reveal()),
      promoteBuffers: true,
      ignoreUndefined: true,
      monitorCommands: onCommand !== undefined,
    });
    const client = this.#connection.getClient();
    if (onCommand) client.on('commandStarted', ({ command }) => onCommand(command));
    watchHeartbeats(client, this.#options.heartbeatPatienceMs ?? 20_000, () => this.#reopen());
  }

  /** What is under way on a client that lost its server has no end to wait for; what comes next waits for a new one. */
  #reopen(): void {
    this.#operations.giveUpAll();
    const opening = this.#openAnew();
    this.#opening = opening;
    opening.catch(() => {
      if (this.#opening === opening) this.#opening = undefined;
    });
  }

  async #openAnew(): Promise<void> {
    const closing = this.#close();
    const isClosed = await Promise.race([closing, pause(longestClosingMs, false, { ref: false })]);
    if (!isClosed) void this.#openAgainAfter(closing);
    await this.#open();
  }

  /** A client whose end comes late has taken its successor along. */
  async #openAgainAfter(closing: Promise<unknown>): Promise<void> {
    await closing;
    this.#opening = undefined;
  }

  async #close(): Promise<boolean> {
    try {
      await this.#connection.close();
    } catch {
      // What cannot be closed is not used any more, either.
    }
    return true;
  }
}
