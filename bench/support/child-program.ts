import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';

import { z } from 'zod';

const toldSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), details: z.record(z.string(), z.unknown()) }),
  z.object({ type: z.literal('failed'), message: z.string() }),
]);

/** A Node program of the bench in a process of its own: it gets its options by message and tells when it is ready. */
export class ChildProgram {
  readonly details: Readonly<Record<string, unknown>>;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, details: Readonly<Record<string, unknown>>) {
    this.#child = child;
    this.details = details;
  }

  /** Rejects with the program's own words when it cannot start. */
  static async start(file: string, options: object, logFile: string): Promise<ChildProgram> {
    const log = openSync(logFile, 'a');
    const child = fork(file, { stdio: ['ignore', log, log, 'ipc'], execArgv: [], serialization: 'advanced' });
    closeSync(log);
    child.send(options);
    const ended = once(child, 'exit').then(() => ['ended']);
    const [first]: unknown[] = await Promise.race([once(child, 'message'), ended]);
    const told = toldSchema.safeParse(first);
    if (told.success && told.data.type === 'ready') return new ChildProgram(child, told.data.details);
    child.kill('SIGKILL');
    const words = told.success && told.data.type === 'failed' ? told.data.message : `see ${logFile}`;
    throw new Error(`${file} did not start: ${words}`);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Sends a question and waits for the next message. Rejects when the program ends instead of answering. */
  async ask(question: object): Promise<unknown> {
    const over = new AbortController();
    const answer = once(this.#child, 'message', { signal: over.signal });
    const ended = once(this.#child, 'exit', { signal: over.signal }).then(() => {
      throw new Error(`${this.#child.spawnfile} ended while it was asked`);
    });
    this.#child.send(question);
    try {
      const [message]: unknown[] = await Promise.race([answer, ended]);
      return message;
    } finally {
      over.abort();
      await Promise.allSettled([answer, ended]);
    }
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill(signal);
    await ended;
  }
}
