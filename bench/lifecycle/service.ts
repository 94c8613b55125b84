import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { KeyRing } from '../../adapters/crypto/key-ring';
import { EncryptingPayloadCodec } from '../../adapters/crypto/payload-codec';
import { createDataConverter } from '../../adapters/temporal/data-converter';
import { openTemporalClient } from '../../adapters/temporal/temporal-connection';
import { readWorkerConfig } from '../../config/env';
import { type ComponentName, type Stack, startStack } from '../../dev/stack';
import { freePort } from '../../dev/support/ports';
import type { PersonActor, Role } from '../../domain/actor';
import { CatalogueError } from '../../domain/errors';
import type { CommandReceipt, WirePayloads } from '../../domain/lifecycle/command';
import type { CommandName } from '../../domain/lifecycle/events';
import { createAdapters, type WorkerAdapters } from '../../worker/adapters';
import { temporalOptions } from '../../worker/temporal-options';
import type { Sink } from '../delivery/sink/sink';
import { cpuSecondsOf, memoryMbOf } from '../support/process-accounting';
import { median } from '../support/statistics';

const mostAttempts = 5;
/** Fewer than there are organizations at all steps but the first, so that the others are held by nobody. */
export const cachedWorkflows = 200;
const memorySamples = 5;
const sampleEveryMs = 500;

/** What the work of each component has cost in CPU time, in milliseconds. */
export interface CpuCost {
  readonly worker: number;
  readonly temporal: number;
  readonly mongodb: number;
}

/** One worker process with the embedded Temporal and MongoDB, and the bench in the place of the API. */
export class LifecycleService {
  readonly adapters: WorkerAdapters;
  readonly #stack: Stack;
  readonly #client: ReturnType<typeof openTemporalClient>;

  /** `host:port` where the worker's SDK serves its own metrics. */
  readonly #sdkMetrics: string;

  private constructor(stack: Stack, sdkMetrics: string, database?: string) {
    this.#stack = stack;
    this.#sdkMetrics = sdkMetrics;
    const config = readWorkerConfig({
      ...stack.environment,
      ...(database === undefined ? {} : { MONGODB_DATABASE: database }),
    });
    const codec = new EncryptingPayloadCodec(new KeyRing(config.PAYLOAD_KEYS));
    this.#client = openTemporalClient(temporalOptions(config), createDataConverter(codec));
    this.adapters = createAdapters(config, this.#client);
  }

  static async start(directory: string, sink: Sink): Promise<LifecycleService> {
    const sdkMetrics = `127.0.0.1:${await freePort()}`;
    const stack = await startStack({
      dataDirectory: join(directory, 'stack'),
      ports: 'random',
      components: ['temporal', 'mongodb', 'inbox', 'worker'],
      trustedAuthority: sink.authority,
      environment: {
        EGRESS_ALLOWED_PORTS: String(sink.port),
        LOG_LEVEL: 'warn',
        WORKER_CACHED_WORKFLOWS: String(cachedWorkflows),
        WORKER_SDK_METRICS_ADDRESS: sdkMetrics,
      },
    });
    return new LifecycleService(stack, sdkMetrics);
  }

  /** The same servers with another database, for documents that no lifecycle stands behind. */
  beside(database: string): LifecycleService {
    return new LifecycleService(this.#stack, this.#sdkMetrics, database);
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

  /** What each of so many pieces of work costs in CPU time. */
  async costOf(pieces: number, work: () => Promise<void>): Promise<CpuCost> {
    const before = this.#cpuSeconds();
    await work();
    const after = this.#cpuSeconds();
    const [worker = 0, temporal = 0, mongodb = 0] = after.map(
      (seconds, index) => ((seconds - (before[index] ?? 0)) * 1000) / pieces,
    );
    return { worker, temporal, mongodb };
  }

  /** What the worker takes of the memory, over a few seconds without work. */
  async workerMb(): Promise<number> {
    const samples: number[] = [];
    while (samples.length < memorySamples) {
      await delay(sampleEveryMs);
      samples.push(memoryMbOf(this.#pids('worker')));
    }
    return median(samples);
  }

  /** How many executions the worker holds in memory, as its SDK counts them. */
  async heldExecutions(): Promise<number> {
    const response = await fetch(`http://${this.#sdkMetrics}/metrics`);
    const sizes = (await response.text()).matchAll(/^temporal_sticky_cache_size\{[^}]*\} (\d+)/gm);
    return [...sizes].reduce((sum, [, size]) => sum + Number(size), 0);
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

  #cpuSeconds(): number[] {
    return (['worker', 'temporal', 'mongodb'] as const).map((component) => cpuSecondsOf(this.#pids(component)));
  }

  #pids(component: ComponentName): number[] {
    return [this.#stack.pid(component) ?? []].flat();
  }
}
