import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const READY_LIMIT_MS = 30_000;
const LOOK_EVERY_MS = 50;
/** They have no channel to us by which they could notice that we are gone. */
const running = new Set<ChildProcess>();
process.once('exit', () => running.forEach((server) => server.kill('SIGKILL')));

/** A database server that only this bench uses, on a socket of its own. */
export class PrivateServer {
  readonly #process: ChildProcess;

  private constructor(server: ChildProcess) {
    this.#process = server;
  }

  /** Resolves once `isReady` says so; rejects when the server ends or takes too long. */
  static async start(
    program: string,
    args: readonly string[],
    options: {
      readonly logFile: string;
      readonly isReady: () => Promise<boolean>;
      readonly uid?: number;
      readonly gid?: number;
    },
  ): Promise<PrivateServer> {
    const { logFile, isReady, ...identity } = options;
    const log = openSync(logFile, 'a');
    const server = spawn(program, args, { stdio: ['ignore', log, log], ...identity });
    closeSync(log);
    running.add(server);
    server.once('exit', () => running.delete(server));
    const deadline = Date.now() + READY_LIMIT_MS;
    while (!(await isReady())) {
      if (server.exitCode !== null || Date.now() > deadline) {
        server.kill('SIGKILL');
        throw new Error(`${program} did not start: see ${logFile}`);
      }
      await delay(LOOK_EVERY_MS);
    }
    return new PrivateServer(server);
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  async stop(signal: NodeJS.Signals): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill(signal);
    await ended;
  }
}
