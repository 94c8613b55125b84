import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { hasCode } from './file-lock';

/** Writes a file that only this user may read, all or nothing. */
export async function writePrivateFile(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, content, { mode: 0o600 });
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}

/** Reads what was kept as JSON, or makes and keeps it the first time. A damaged file is named, never replaced. */
export async function keptJson<T>(path: string, schema: z.ZodType<T>, make: () => Promise<T>): Promise<T> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  });
  if (text === undefined) {
    const made = await make();
    await writePrivateFile(path, `${JSON.stringify(made, undefined, 2)}\n`);
    return made;
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`${path} is damaged. Restore it, or delete it together with the data beside it.`, { cause });
  }
}
