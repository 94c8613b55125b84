import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

import { z } from 'zod';

import { machineToken } from '../../../dev/access-token';
import { type ComponentName, type Stack, startStack } from '../../../dev/stack';
import { packageVersion } from '../../support/package-version';
import type { Contender, ContenderOptions, Outcomes, RunningContender } from './contender';
import { seedOrganizations } from './seed-organizations';

const components: readonly ComponentName[] = ['temporal', 'mongodb', 'oidc', 'worker', 'api'];
const messageSchema = z.object({ state: z.string() });
const acceptedSchema = z.object({ id: z.string() });
const waitingStates = new Set(['accepted', 'sending', 'deferred']);
const questionsAtOnce = 10;

/** This service: one API and one worker process, as in production, with the embedded Temporal and MongoDB. */
export const service: Contender = {
  name: 'service',
  version: `mail-server-approval ${packageVersion('.')}, mongoose ${packageVersion('node_modules/mongoose')}, Temporal SDK ${packageVersion('node_modules/@temporalio/worker')}`,
  unavailable: async () => await Promise.resolve(null),
  start: async (options) => await RunningService.start(options),
};

class RunningService implements RunningContender {
  readonly intake: RunningContender['intake'];
  readonly #stack: Stack;
  /** The service's own ids of the mails, by Message-ID. */
  readonly #ids = new Map<string, string>();

  private constructor(stack: Stack, token: string) {
    this.#stack = stack;
    this.intake = {
      url: `${stack.addresses.api}/v1/messages`,
      headers: () => ({ authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() }),
      body: (mail) => ({ ...mail, category: 'transactional' }),
      accepted: (answer, messageId) => void this.#ids.set(messageId, acceptedSchema.parse(answer).id),
    };
  }

  static async start({ directory, sink, organizations }: ContenderOptions): Promise<RunningContender> {
    const stack = await startStack({
      dataDirectory: join(directory, 'stack'),
      ports: 'random',
      components,
      trustedAuthority: sink.authority,
      environment: {
        EGRESS_ALLOWED_PORTS: String(sink.port),
        API_RATE_LIMIT_PER_MINUTE: '100000000',
        LOG_LEVEL: 'warn',
      },
    });
    try {
      await seedOrganizations(stack, sink, organizations);
      const { clientId, clientSecret } = stack.credentials.backend;
      return new RunningService(stack, await machineToken(stack.addresses.oidcIssuer, clientId, clientSecret));
    } catch (error) {
      await stack.stop();
      throw error;
    }
  }

  parts(): Readonly<Record<string, readonly number[]>> {
    const pids = (name: ComponentName): number[] => [this.#stack.pid(name) ?? []].flat();
    return { api: pids('api'), worker: pids('worker'), store: pids('mongodb'), temporal: pids('temporal') };
  }

  async crashWorker(): Promise<void> {
    await this.#stack.kill('worker');
    await this.#stack.restart('worker');
  }

  async outcomesOf(messageIds: readonly string[]): Promise<Outcomes> {
    const held = new Set<string>();
    const waiting = new Set<string>();
    for (let from = 0; from < messageIds.length; from += questionsAtOnce) {
      const some = messageIds.slice(from, from + questionsAtOnce);
      const states = await Promise.all(some.map(async (messageId) => await this.#stateOf(messageId)));
      for (const [index, state] of states.entries()) {
        if (state === 'held') held.add(some[index] ?? '');
        else if (waitingStates.has(state)) waiting.add(some[index] ?? '');
      }
    }
    return { held, waiting };
  }

  async stop(): Promise<void> {
    await this.#stack.stop();
  }

  async #stateOf(messageId: string): Promise<string> {
    const url = `${this.intake.url}/${this.#ids.get(messageId) ?? ''}`;
    const response = await fetch(url, { headers: this.intake.headers() });
    return messageSchema.parse(await response.json()).state;
  }
}
