import { randomUUID } from 'node:crypto';
import { link, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const RETRY_EVERY_MS = 100;
const TAKEOVER_LIMIT_MS = 10_000;

/** True while a process with this id exists (also when it belongs to someone else). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

/** True if the error is a system error with this code, e.g. `ENOENT`. */
export function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}

/**
 * Takes the lock file, or answers the id of the living process that holds it.
 * A lock whose holder is gone is taken over.
 */
export async function tryLock(path: string): Promise<number | undefined> {
  for (;;) {
    if (await createExclusively(path)) return undefined;
    const holder = await livingHolder(path);
    if (holder !== undefined) return holder;
    await removeStale(path);
  }
}

/** Gives the lock back, if it is still ours. */
export async function unlock(path: string): Promise<void> {
  if ((await livingHolder(path)) === process.pid) await rm(path, { force: true });
}

/** Runs the work while holding the lock, waiting for another process that has it. */
export async function withLock<T>(path: string, onWait: (holder: number) => void, work: () => Promise<T>): Promise<T> {
  let announced = false;
  for (let holder = await tryLock(path); holder !== undefined; holder = await tryLock(path)) {
    if (!announced) onWait(holder);
    announced = true;
    await delay(RETRY_EVERY_MS);
  }
  try {
    return await work();
  } finally {
    await unlock(path);
  }
}

/** The file appears with its content at once: a reader never sees a lock without its holder. */
async function createExclusively(path: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, `${process.pid} ${await birthOf(process.pid)}`, { mode: 0o600 });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Only one process at a time may judge a lock stale, or the second would remove the first one's new lock. */
async function removeStale(path: string): Promise<void> {
  const takeover = `${path}.takeover`;
  if (!(await createExclusively(takeover))) {
    await delay(RETRY_EVERY_MS);
    const since = await stat(takeover).catch(() => undefined);
    if (since !== undefined && Date.now() - since.mtimeMs > TAKEOVER_LIMIT_MS) await rm(takeover, { force: true });
    return;
  }
  try {
    if ((await livingHolder(path)) === undefined) await rm(path, { force: true });
  } finally {
    await rm(takeover, { force: true });
  }
}

/** The process that holds the lock, if it is still the one that took it. */
async function livingHolder(path: string): Promise<number | undefined> {
  const [pid = '', birth] = (await readIfThere(path)).split(' ');
  const holder = Number(pid);
  if (pid === '' || !isAlive(holder)) return undefined;
  return birth === (await birthOf(holder)) ? holder : undefined;
}

/**
 * Tells processes apart that get the same id one after the other, as they regularly do in containers: when the process
 * was born, in the kernel's own count. The same for all where the kernel does not tell.
 */
async function birthOf(pid: number): Promise<string> {
  const state = await readIfThere(`/proc/${pid}/stat`);
  // The program's name is in brackets and may contain anything; the 20th field after it is the time of birth.
  return state.slice(state.lastIndexOf(')') + 2).split(' ')[19] ?? 'unknown';
}

async function readIfThere(path: string): Promise<string> {
  return await readFile(path, 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ESRCH')) return '';
    throw error;
  });
}
