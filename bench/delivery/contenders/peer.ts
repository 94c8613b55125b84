import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { projectDirectory } from '../../../dev/support/directories';
import { run } from '../../../dev/support/command';
import { ChildProgram } from '../../support/child-program';
import type { RunningStore, StoreKind } from '../stores/store';
import type { Contender, ContenderOptions, RunningContender } from './contender';

const installLimitMs = 300_000;
const directory = join(projectDirectory(), 'bench', 'peers');

/** What people put in front of nodemailer otherwise. */
export interface PeerKind {
  readonly name: string;
  readonly version: string;
  /** Programs in the peers' directory; without a worker, the producer sends by itself. */
  readonly producer: string;
  readonly worker: string | null;
  readonly store: StoreKind | null;
}

export function peer(kind: PeerKind): Contender {
  return {
    name: kind.name,
    version: kind.version,
    async unavailable() {
      await installPeers();
      return (await kind.store?.unavailable()) ?? null;
    },
    start: async (options) => await RunningPeer.start(kind, options),
  };
}

/** Brings the peers' packages, which the product itself never needs. */
export async function installPeers(): Promise<void> {
  if (existsSync(join(directory, 'node_modules', '.package-lock.json'))) return;
  await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: directory, timeoutMs: installLimitMs });
}

class RunningPeer implements RunningContender {
  readonly intake: RunningContender['intake'];
  readonly #store: RunningStore | null;
  readonly #producer: ChildProgram;
  readonly #startWorker: () => Promise<ChildProgram | null>;
  #worker: ChildProgram | null = null;

  private constructor(
    store: RunningStore | null,
    producer: ChildProgram,
    startWorker: () => Promise<ChildProgram | null>,
  ) {
    this.#store = store;
    this.#producer = producer;
    this.#startWorker = startWorker;
    this.intake = {
      url: `http://127.0.0.1:${z.number().parse(producer.details['port'])}/`,
      headers: () => ({}),
      body: (mail) => mail,
      accepted: () => undefined,
    };
  }

  static async start(
    { producer, worker, store: storeKind }: PeerKind,
    options: ContenderOptions,
  ): Promise<RunningPeer> {
    const store = (await storeKind?.start(join(options.directory, 'store'))) ?? null;
    const programOptions = optionsFor(store, options);
    const program = async (name: string): Promise<ChildProgram> =>
      await ChildProgram.start(join(directory, name), programOptions, join(options.directory, `${name}.log`));
    const startWorker = async (): Promise<ChildProgram | null> => (worker === null ? null : await program(worker));
    try {
      const running = new RunningPeer(store, await program(producer), startWorker);
      running.#worker = await startWorker();
      return running;
    } catch (error) {
      await store?.stop();
      throw error;
    }
  }

  parts(): Readonly<Record<string, readonly number[]>> {
    return { producer: pidOf(this.#producer), worker: pidOf(this.#worker), store: pidOf(this.#store) };
  }

  async crashWorker(): Promise<void> {
    await this.#worker?.kill();
    this.#worker = await this.#startWorker();
  }

  async outcomesOf(): Promise<{ held: Set<string>; waiting: Set<string> }> {
    return await Promise.resolve({ held: new Set(), waiting: new Set() });
  }

  async stop(): Promise<void> {
    await this.#worker?.kill();
    await this.#producer.kill();
    await this.#store?.stop();
  }
}

function optionsFor(store: RunningStore | null, { sink, connections, organizations }: ContenderOptions): object {
  const { host, port, authority, password } = sink;
  const smtp = { host, port, authority, password, connections };
  // As many jobs at once as there are connections to send them over, within reason.
  const concurrency = Math.min(connections * organizations.length, 100);
  return { smtp, concurrency, ...(store && { store: store.connection }) };
}

function pidOf(process: { readonly pid: number } | null): number[] {
  return process ? [process.pid] : [];
}
