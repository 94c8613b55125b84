import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type ComponentMessage, OPTIONS_VARIABLE } from './components/run-component';
import { type NodeCommand, plainNode } from './resolvers/modern-libc';

/** How to start one component. */
export interface ComponentSpec {
  readonly name: string;
  /** The module that the process runs, without extension, from the directory of this file. */
  readonly module: string;
  readonly options?: object;
  readonly environment?: NodeJS.ProcessEnv;
  readonly node?: NodeCommand;
  readonly logFile: string;
  readonly readyWithinMs?: number;
}

/** What a component published when it was ready. */
export type ComponentDetails = Readonly<Record<string, string | number>>;

const READY_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 15_000;
const SOURCES = __filename.endsWith('.ts');

/** One run of one component's process, in a process group of its own. */
export class ComponentProcess {
  readonly name: string;
  readonly pid: number | undefined;
  /** Settles when the process has ended, however it ended. */
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;
  readonly #spec: ComponentSpec;
  #details: ComponentDetails | undefined;
  #failure: string | undefined;

  constructor(spec: ComponentSpec) {
    this.name = spec.name;
    this.#spec = spec;
    this.#child = spawnComponent(spec);
    this.pid = this.#child.pid;
    this.#child.on('message', (message: ComponentMessage) => this.#hear(message));
    this.ended = new Promise((resolve) => {
      this.#child.once('error', (error) => {
        this.#failure = error.message;
        resolve();
      });
      this.#child.once('exit', () => {
        this.#killGroup();
        resolve();
      });
    });
  }

  /** What the component published; rejects with its own words if it fails, ends or takes too long. */
  async ready(): Promise<ComponentDetails> {
    const limitMs = this.#spec.readyWithinMs ?? READY_LIMIT_MS;
    const timeout = AbortSignal.timeout(limitMs);
    const told = once(this.#child, 'message', { signal: timeout }).catch(() => undefined);
    if (this.#details === undefined) await Promise.race([told, this.ended]);
    if (this.#details !== undefined) return this.#details;
    if (timeout.aborted) {
      this.kill('SIGKILL');
      throw new Error(`${this.name} was not ready after ${limitMs / 1000} s. ${this.#lastWords()}`);
    }
    throw new Error(`${this.name} ended before it was ready. ${this.#lastWords()}`);
  }

  /** Asks the process to end, and makes it end where it doesn't. */
  async stop(): Promise<void> {
    const timer = setTimeout(() => this.kill('SIGKILL'), STOP_LIMIT_MS);
    this.#child.kill('SIGTERM');
    await this.ended;
    clearTimeout(timer);
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  #lastWords(): string {
    const lines = this.#failure ?? readFileSync(this.#spec.logFile, 'utf8').trim().split('\n').slice(-10).join('\n');
    return `Its log is ${this.#spec.logFile}:\n${lines}`;
  }

  #hear(message: ComponentMessage): void {
    if (message.type === 'ready') this.#details = message.details;
    else this.#failure = message.message;
  }

  /** What a killed component started itself must not outlive it. */
  #killGroup(): void {
    if (this.pid === undefined) return;
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch {
      // The group is empty: the normal case.
    }
  }
}

function spawnComponent(spec: ComponentSpec): ChildProcess {
  const { program, args } = spec.node ?? plainNode;
  mkdirSync(dirname(spec.logFile), { recursive: true });
  const log = openSync(spec.logFile, 'a', 0o600);
  try {
    return spawn(program, [...args, ...moduleArguments(spec.module)], {
      detached: true,
      env: { ...process.env, ...spec.environment, [OPTIONS_VARIABLE]: JSON.stringify(spec.options ?? {}) },
      stdio: ['ignore', log, log, 'ipc'],
    });
  } finally {
    closeSync(log);
  }
}

/** The compiled module, or the TypeScript source where this file runs from the sources itself (in tests). */
function moduleArguments(module: string): string[] {
  const path = join(__dirname, `${module}${SOURCES ? '.ts' : '.js'}`);
  if (!existsSync(path)) throw new Error(`${path} is missing: run \`npm run build\` first.`);
  return SOURCES ? ['--require', join(__dirname, 'typescript-hook.js'), path] : ['--enable-source-maps', path];
}
