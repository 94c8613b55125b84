import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type ComponentMessage, OPTIONS_VARIABLE } from '../components/run-component';
import { type NodeCommand, plainNode } from '../resolvers/modern-libc';
import { ownerArgument } from './leftovers';

/** How to start one component. */
export interface ComponentSpec {
  readonly name: string;
  /** The module that the process runs, without extension, from the directory above this one. */
  readonly module: string;
  /** The options of a component of ours; it tells by message when it is ready. */
  readonly options?: object;
  /** For a service that knows nothing of us: it is ready when this address answers 200. */
  readonly readyUrl?: string;
  readonly environment?: NodeJS.ProcessEnv;
  readonly node?: NodeCommand;
  readonly logFile: string;
  /** The data directory that the process belongs to. */
  readonly dataDirectory: string;
  readonly readyWithinMs?: number;
}

/** What a component published when it was ready. */
export type ComponentDetails = Readonly<Record<string, string | number>>;

const READY_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 30_000;
const LOOK_EVERY_MS = 100;
const LAST_LINES = 10;
const LONG_LOG_BYTES = 10_000_000;
const SOURCES = __filename.endsWith('.ts');

/** One run of one component's process, in a process group of its own. */
export class ComponentProcess {
  readonly name: string;
  readonly pid: number | undefined;
  /** Settles when the process has ended, with how it ended. */
  readonly ended: Promise<string>;
  readonly #child: ChildProcess;
  readonly #spec: ComponentSpec;
  #details: ComponentDetails | undefined;
  #failure: string | undefined;
  #over = false;

  constructor(spec: ComponentSpec) {
    this.name = spec.name;
    this.#spec = spec;
    this.#child = spawnComponent(spec);
    this.pid = this.#child.pid;
    this.#child.on('message', (message: ComponentMessage) => this.#hear(message));
    this.ended = this.#watchEnd();
  }

  /** What the component published; rejects with its own words if it fails, ends or takes too long. */
  async ready(): Promise<ComponentDetails> {
    const { readyWithinMs = READY_LIMIT_MS, readyUrl } = this.#spec;
    const timeout = AbortSignal.timeout(readyWithinMs);
    if (readyUrl === undefined) await this.#told(timeout);
    else await this.#answers(readyUrl, timeout);
    if (this.#details !== undefined) return this.#details;
    if (!timeout.aborted) throw new Error(`${this.name} ended before it was ready. ${this.#lastWords()}`);
    this.kill('SIGKILL');
    throw new Error(`${this.name} was not ready after ${readyWithinMs / 1000} s. ${this.#lastWords()}`);
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

  async #told(timeout: AbortSignal): Promise<void> {
    if (this.#details !== undefined) return;
    const message = once(this.#child, 'message', { signal: timeout }).catch(() => undefined);
    await Promise.race([message, this.ended]);
  }

  async #answers(url: string, timeout: AbortSignal): Promise<void> {
    while (!this.#over && !timeout.aborted) {
      const response = await fetch(url, { signal: timeout }).catch(() => undefined);
      if (response?.ok === true) this.#details = {};
      await response?.body?.cancel();
      if (this.#details !== undefined) return;
      await delay(LOOK_EVERY_MS);
    }
  }

  #lastWords(): string {
    const lines = readFileSync(this.#spec.logFile, 'utf8').trim().split('\n');
    const telling = lines.filter((line) => !/^\s+at /.test(line)).slice(-LAST_LINES);
    return `Its log is ${this.#spec.logFile}:\n${this.#failure ?? telling.join('\n')}`;
  }

  #hear(message: ComponentMessage): void {
    if (message.type === 'ready') this.#details = message.details;
    else this.#failure = message.message;
  }

  async #watchEnd(): Promise<string> {
    return await new Promise((resolve) => {
      this.#child.once('error', (error) => {
        this.#over = true;
        this.#failure = error.message;
        resolve(error.message);
      });
      this.#child.once('exit', (code, signal) => {
        this.#over = true;
        this.#killGroup();
        resolve(signal === null ? `exit code ${code ?? 0}` : signal);
      });
    });
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
  const log = openLog(spec.logFile);
  const options = spec.options === undefined ? {} : { [OPTIONS_VARIABLE]: JSON.stringify(spec.options) };
  try {
    return spawn(program, [...args, ...moduleArguments(spec), ownerArgument(spec.dataDirectory)], {
      detached: true,
      env: { ...process.env, ...spec.environment, ...options },
      stdio: ['ignore', log, log, 'ipc'],
    });
  } finally {
    closeSync(log);
  }
}

/** Opens a log to be continued; a long one is put aside first, and replaces the one put aside before. */
function openLog(path: string): number {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LONG_LOG_BYTES) renameSync(path, `${path}.1`);
  return openSync(path, 'a', 0o600);
}

/** The compiled modules, or the TypeScript sources where this file runs from the sources itself (in tests). */
function moduleArguments({ module, readyUrl }: ComponentSpec): string[] {
  const loader = SOURCES ? ['--require', join(__dirname, '..', 'typescript-hook.js')] : ['--enable-source-maps'];
  const guard = readyUrl === undefined ? [] : ['--require', modulePath('support/exit-with-parent')];
  return [...loader, ...guard, modulePath(module)];
}

function modulePath(module: string): string {
  const path = join(__dirname, '..', `${module}${SOURCES ? '.ts' : '.js'}`);
  if (!existsSync(path)) throw new Error(`${path} is missing: run \`npm run build\` first.`);
  return path;
}
