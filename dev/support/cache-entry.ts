import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Report } from './report';
import { withLock } from './file-lock';

/**
 * A directory in the cache that exists only complete: `fill` works on a temporary directory that is renamed
 * when it is done. Two processes that want the same entry at the same time fill it once.
 */
export async function cacheEntry(
  directory: string,
  report: Report,
  fill: (temporary: string) => Promise<void>,
): Promise<string> {
  if (existsSync(directory)) return directory;
  const parent = dirname(directory);
  await mkdir(parent, { recursive: true });
  const onWait = (holder: number): void => {
    report(`${basename(directory)}: waiting for process ${holder}, which is fetching it`);
  };
  await withLock(`${directory}.lock`, onWait, async () => {
    if (existsSync(directory)) return;
    const temporary = await mkdtemp(join(parent, '.partial-'));
    try {
      await fill(temporary);
      await rename(temporary, directory);
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  });
  return directory;
}
