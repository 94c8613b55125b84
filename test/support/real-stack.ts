import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import mongoose from 'mongoose';
import { KeyRing } from '../../adapters/crypto/key-ring';
import { EncryptingPayloadCodec } from '../../adapters/crypto/payload-codec';
import { createDataConverter } from '../../adapters/temporal/data-converter';
import { keyRing } from '../../config/formats';
import { InboxClient } from '../../dev/inbox/inbox-client';
import { type ComponentName, type Stack, type StackOptions, startStack } from '../../dev/stack';
import { ApiCaller } from './api-caller';
import { testWorkflowBundle } from './embedded-addresses';
import { processesOf } from './processes';
import { RealOrganization } from './real-organization';

/** The whole service on real components, in a data directory of its own, with the clients that tests look at it by. */
export class RealStack {
  readonly stack: Stack;
  readonly api: ApiCaller;
  readonly inbox: InboxClient;
  readonly organization: RealOrganization;
  readonly temporal: Client;
  readonly #mongo: mongoose.Connection;

  private constructor(stack: Stack, mongo: mongoose.Connection) {
    this.stack = stack;
    this.#mongo = mongo;
    this.api = new ApiCaller(stack);
    this.inbox = new InboxClient(stack.addresses.inbox);
    this.organization = new RealOrganization(this.api);
    this.temporal = new Client({
      connection: Connection.lazy({ address: stack.addresses.temporal }),
      dataConverter: createDataConverter(payloadCodec(stack)),
    });
  }

  static async start(dataDirectory: string, options: StackOptions = {}): Promise<RealStack> {
    const environment = { ...options.environment, WORKFLOW_BUNDLE_PATH: testWorkflowBundle() };
    const stack = await startStack({ ports: 'random', ...options, dataDirectory, environment });
    const mongo = await mongoose.createConnection(stack.addresses.mongodbUri ?? '').asPromise();
    return new RealStack(stack, mongo);
  }

  get database(): mongoose.mongo.Db {
    const { mongodbDatabase } = this.stack.addresses;
    return this.#mongo.getClient().db(mongodbDatabase);
  }

  /** Stops a component's processes where they stand, as a machine that hangs would. */
  freeze(component: ComponentName): void {
    process.kill(-this.#pid(component), 'SIGSTOP');
  }

  thaw(component: ComponentName): void {
    process.kill(-this.#pid(component), 'SIGCONT');
  }

  /** Stops everything. Throws if a process stays. */
  async stop(): Promise<void> {
    await this.#mongo.close();
    await this.temporal.connection.close();
    await this.stack.stop();
    const left = await processesOf(this.stack.dataDirectory);
    if (left.length > 0) throw new Error(`Left behind: ${left.join('\n')}`);
  }

  #pid(component: ComponentName): number {
    const pid = this.stack.pid(component);
    if (pid === undefined) throw new Error(`${component} is down`);
    return pid;
  }
}

/** What opens the payloads that the stack's worker and API write. */
export function payloadCodec({ environment }: Stack): EncryptingPayloadCodec {
  return new EncryptingPayloadCodec(new KeyRing(keyRing.parse(environment['PAYLOAD_KEYS'])));
}

/** A directory for a stack's data, and how to get rid of it. */
export async function temporaryDataDirectory(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'stack-'));
  return { path, remove: async () => await rm(path, { recursive: true, force: true }) };
}
