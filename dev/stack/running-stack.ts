import { join } from 'node:path';
import { resolveMongodb } from '../resolvers/mongodb';
import { resolveTemporal } from '../resolvers/temporal';
import { tryLock, unlock } from '../support/file-lock';
import type { Report } from '../support/report';
import type { ComponentDetails, ComponentSpec } from './component-process';
import * as specs from './component-specs';
import { endLeftovers } from './leftovers';
import { mongodbSpec } from './mongodb-spec';
import { serviceEnvironment } from './service-environment';
import { registerSearchAttributes } from './search-attributes';
import { gatherFacts } from './stack-facts';
import { forgetAddresses, publishAddresses } from './published-addresses';
import { forgetServiceEnvironment, writeServiceEnvironment } from './service-env-file';
import { type ComponentName, type Stack, type StackAddresses, type StackOptions, componentNames } from './stack-types';
import { SupervisedComponent } from './supervised-component';

/** The options with the defaults filled in. */
export interface PreparedOptions extends StackOptions {
  readonly dataDirectory: string;
  readonly report: Report;
}

/** The stack's processes and what is known of them. */
export class RunningStack implements Stack {
  readonly dataDirectory: string;
  readonly #options: PreparedOptions;
  readonly #components = new Map<ComponentName, SupervisedComponent>();
  #facts: specs.SpecFacts;
  #stopped: Promise<void> | undefined;

  private constructor(options: PreparedOptions, facts: specs.SpecFacts) {
    this.#options = options;
    this.#facts = facts;
    this.dataDirectory = options.dataDirectory;
  }

  /** Takes the data directory, or refuses when another stack has it. */
  static async prepare(options: PreparedOptions): Promise<RunningStack> {
    const { dataDirectory, report } = options;
    const holder = await tryLock(lockOf(dataDirectory));
    if (holder !== undefined) {
      throw new Error(
        `A stack is already running on ${dataDirectory} (process ${holder}). Stop it, or set DATA_DIR to another directory.`,
      );
    }
    try {
      await endLeftovers(dataDirectory, report);
      return new RunningStack(options, await gatherFacts(options));
    } catch (error) {
      await unlock(lockOf(dataDirectory));
      throw error;
    }
  }

  get addresses(): StackAddresses {
    return this.#facts.addresses;
  }

  get credentials(): Stack['credentials'] {
    return this.#facts.credentials;
  }

  get environment(): Readonly<Record<string, string>> {
    return { ...serviceEnvironment(this.#facts), ...this.#options.environment };
  }

  /** Starts the components, those that need nobody first. */
  async start(): Promise<void> {
    await Promise.all([
      this.#startTemporal(),
      this.#startMongodb(),
      this.#startOidc(),
      this.#startWanted('inbox', async () => await specs.inboxSpec(this.#facts, this.environment)),
      this.#startWanted('customer-server', async () => await specs.customerServerSpec(this.#facts)),
    ]);
    await Promise.all([this.#startService('worker'), this.#startService('api')]);
    await publishAddresses(this.dataDirectory, this.addresses);
    await writeServiceEnvironment(this.dataDirectory, this.environment);
  }

  logFile(component: ComponentName): string {
    return specs.logFileOf(this.dataDirectory, component);
  }

  pid(component: ComponentName): number | undefined {
    return this.#components.get(component)?.pid;
  }

  async kill(component: ComponentName, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    await this.#component(component).kill(signal);
  }

  async restart(component: ComponentName): Promise<void> {
    await this.#component(component).stop();
    await this.#component(component).start();
  }

  /** The services end before what they need. */
  async stop(): Promise<void> {
    this.#stopped ??= this.#stopAll();
    await this.#stopped;
  }

  async #stopAll(): Promise<void> {
    const all = [...this.#components.values()];
    const services = all.filter(({ name }) => isService(name));
    const others = all.filter(({ name }) => !isService(name));
    await Promise.all(services.map(async (component) => await component.stop()));
    await Promise.all(others.map(async (component) => await component.stop()));
    await forgetAddresses(this.dataDirectory);
    await forgetServiceEnvironment(this.dataDirectory);
    await unlock(lockOf(this.dataDirectory));
  }

  async #startTemporal(): Promise<void> {
    await this.#startWanted('temporal', async () => {
      const found = await resolveTemporal(this.#options.report);
      if (found.kind === 'executable') return specs.temporalSpec(this.#facts, found.path);
      this.#learn({ temporal: found.address, temporalUi: undefined });
      await registerSearchAttributes(found.address, this.environment['TEMPORAL_NAMESPACE'] ?? 'default');
      return undefined;
    });
  }

  async #startMongodb(): Promise<void> {
    const details = await this.#startWanted('mongodb', async () => {
      const found = await resolveMongodb(this.#options.report);
      if (found.kind !== 'uri') return await mongodbSpec(found, this.dataDirectory, this.logFile('mongodb'));
      this.#learn({ mongodbUri: found.uri });
      return undefined;
    });
    if (details !== undefined) this.#learn({ mongodbUri: String(details['uri']) });
  }

  async #startOidc(): Promise<void> {
    await this.#startWanted('oidc', async () => {
      const issuer = process.env['OIDC_ISSUER'];
      if (issuer === undefined || issuer === '') {
        return await Promise.resolve(specs.oidcSpec(this.#facts, this.#options.organizations ?? []));
      }
      this.#options.report('OIDC: the provider that OIDC_ISSUER names');
      this.#learn({ oidcIssuer: issuer });
      return undefined;
    });
  }

  async #startService(name: 'worker' | 'api'): Promise<void> {
    await this.#startWanted(
      name,
      async () => await Promise.resolve(specs.serviceSpec(name, this.#facts, this.environment)),
    );
  }

  /** Starts the component if it is wanted and if there is something to start. */
  async #startWanted(
    name: ComponentName,
    specify: () => Promise<ComponentSpec | undefined>,
  ): Promise<ComponentDetails | undefined> {
    if (!(this.#options.components ?? componentNames).includes(name)) return undefined;
    const spec = await specify();
    if (spec === undefined || this.#stopped !== undefined) return undefined;
    const component = new SupervisedComponent(spec, this.#options.report);
    this.#components.set(name, component);
    const since = Date.now();
    const details = await component.start();
    this.#options.report(`${name} is ready (${((Date.now() - since) / 1000).toFixed(1)} s)`);
    return details;
  }

  #learn(news: Partial<StackAddresses>): void {
    this.#facts = { ...this.#facts, addresses: { ...this.#facts.addresses, ...news } };
  }

  #component(name: ComponentName): SupervisedComponent {
    const component = this.#components.get(name);
    if (component === undefined) throw new Error(`${name} is not a part of this stack.`);
    return component;
  }
}

function lockOf(dataDirectory: string): string {
  return join(dataDirectory, 'stack.lock');
}

function isService(name: string): boolean {
  return name === 'worker' || name === 'api';
}
