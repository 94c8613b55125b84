import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { advisory, packagesOf, type Advisory } from './advisory';

/** What a folder of advisories holds about some packages, and how many it holds at all. */
export interface AdvisoryFolder {
  readonly advisories: readonly Advisory[];
  readonly read: number;
}

/**
 * Reads a folder with one OSV document for each advisory, however deep: a checkout of github/advisory-database, or the
 * unpacked `npm/all.zip` of OSV. Throws for a folder without any: an audit by nothing would find nothing.
 */
export async function readAdvisories(folder: string, names: ReadonlySet<string>): Promise<AdvisoryFolder> {
  const advisories: Advisory[] = [];
  let read = 0;
  for (const file of await readdir(folder, { recursive: true })) {
    if (!file.endsWith('.json')) continue;
    const parsed = advisory.safeParse(parseOrNull(await readFile(join(folder, file), 'utf8')));
    if (!parsed.success) continue;
    read += 1;
    if (packagesOf(parsed.data).some((name) => names.has(name))) advisories.push(parsed.data);
  }
  if (read === 0) throw new Error(`${folder} holds no advisories in the form of OSV`);
  return { advisories, read };
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
