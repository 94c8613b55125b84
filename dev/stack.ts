import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { dataDirectory as defaultDataDirectory } from './support/directories';
import { silent } from './support/report';
import { RunningStack } from './stack/running-stack';
import type { Stack, StackOptions } from './stack/stack-types';

export type * from './stack/stack-types';

/**
 * Starts the embedded stack and resolves when everything is ready. Rejects, with nothing left running, if a component
 * can't be had or does not become ready, or if another stack runs on the same data directory.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const dataDirectory = resolve(options.dataDirectory ?? defaultDataDirectory());
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  const stack = await RunningStack.prepare({ ...options, dataDirectory, report: options.report ?? silent });
  const abort = (): void => void stack.stop();
  options.signal?.addEventListener('abort', abort, { once: true });
  try {
    options.signal?.throwIfAborted();
    await stack.start();
    options.signal?.throwIfAborted();
    return stack;
  } catch (error) {
    await stack.stop();
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', abort);
  }
}
