import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stack } from '../../dev/stack';
import { startExtraWorker } from './extra-worker';

/** A worker in the place of the stack's own, whose clock a test sets. */
export interface ClockedWorker {
  /** How far its clock is ahead, from one moment to the next; negative for behind. */
  setAhead(milliseconds: number): Promise<void>;
  /** Ends it, and has the stack's own worker back. */
  stop(): Promise<void>;
}

export async function startClockedWorker(stack: Stack): Promise<ClockedWorker> {
  const file = join(stack.dataDirectory, 'clock-shift');
  const setAhead = async (milliseconds: number): Promise<void> => await writeFile(file, String(milliseconds));
  await setAhead(0);
  await stack.kill('worker');
  const preload = `--require ${join(__dirname, 'shifted-clock.js')}`;
  const worker = await startExtraWorker(stack, { NODE_OPTIONS: preload, CLOCK_SHIFT_FILE: file });
  return {
    setAhead,
    stop: async () => {
      await worker.stop();
      await stack.restart('worker');
    },
  };
}
