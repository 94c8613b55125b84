import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

import { KeyRing } from '../../adapters/crypto/key-ring';
import { EncryptingPayloadCodec } from '../../adapters/crypto/payload-codec';
import { createDataConverter } from '../../adapters/temporal/data-converter';
import { openTemporalClient } from '../../adapters/temporal/temporal-connection';
import { readWorkerConfig } from '../../config/env';
import { type ComponentName, type Stack, startStack } from '../../dev/stack';
import type { PersonActor, Role } from '../../domain/actor';
import { CatalogueError } from '../../domain/errors';
import type { CommandReceipt, WirePayloads } from '../../domain/lifecycle/command';
import type { CommandName } from '../../domain/lifecycle/events';
import { createAdapters, type WorkerAdapters } from '../../worker/adapters';
import { temporalOptions } from '../../worker/temporal-options';
import type { Sink } from '../delivery/sink/sink';
import { cpuSecondsOf, memoryMbOf } from '../support/process-accounting';

const mostAttempts = 5;
/** Fewer than there are organizations at all steps but the first, so that the others are held by nobody. */
export const cachedWorkflows = 200;

/** One worker process with the embedded Temporal and MongoDB, and the bench in the place of the API. */
export class LifecycleService {
  readonly adapters: WorkerAdapters;
  readonly #stack: Stack;
  readonly #client: ReturnType<typeof openTemporalClient>;

  private constructor(stack: Stack, database?: string) {
    this.#stack = stack;
    const config = readWorkerConfig({
      ...stack.environment,
      ...(database === undefined ? {} : { MONGODB_DATABASE: database }),
    });
    const codec = new EncryptingPayloadCodec(new KeyRing(config.PAYLOAD_KEYS));
    this.#client = openTemporalClient(temporalOptions(config), createDataConverter(codec));
    this.adapters = createAdapters(config, this.#client);
  }

  static async start(directory: string, sink: Sink): Promise<LifecycleService> {
    const stack = await startStack({
      dataDirectory: join(directory, 'stack'),
      ports: 'random',
      components: ['temporal', 'mongodb', 'inbox', 'worker'],
      trustedAuthority: sink.authority,
      environment: {
        EGRESS_ALLOWED_PORTS: String(sink.port),
        LOG_LEVEL: 'warn',
        WORKER_CACHED_WORKFLOWS: String(cachedWorkflows),
      },
    });
    return new LifecycleService(stack);
  }

  /** The same servers with another database, for documents that no lifecycle stands behind. */
  beside(database: string): LifecycleService {
    return new LifecycleService(this.#stack, database);
  }

  /** Sends a command as the API does, and waits for its receipt. */
  async command<Name extends CommandName>(
    organizationId: string,
    role: Role,
    name: Name,
    payload: WirePayloads[Name],
  ): Promise<CommandReceipt> {
    const actor: PersonActor = { kind: 'person', subject: `bench-${role}`, roles: [role] };
    const envelope = { commandId: randomUUID(), actor, fingerprint: 'bench', payload };
    // As clients do: the same command again, until it is answered.
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.adapters.dispatcher.execute(organizationId, name, envelope);
      } catch (error) {
        const isAway = error instanceof CatalogueError && error.code === 'WORKFLOW_UNAVAILABLE';
        if (!isAway || attempt === mostAttempts) throw error;
      }
    }
  }

  /** CPU seconds that a component has used so far. */
  cpuSeconds(component: ComponentName): number {
    return cpuSecondsOf([this.#stack.pid(component) ?? []].flat());
  }

  /** What the worker takes of the memory right now. */
  workerMb(): number {
    return memoryMbOf([this.#stack.pid('worker') ?? []].flat());
  }

  /** Closes what the bench itself has open. */
  async close(): Promise<void> {
    await this.adapters.mongo.close();
    await this.#client.connection.close();
  }

  async stop(): Promise<void> {
    await this.close();
    await this.#stack.stop();
  }
}
