import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';

import { z } from 'zod';

import type { AuditHead } from '../domain/audit-chain';

const anchorsSchema = z.record(z.string(), z.object({ sequence: z.int().positive(), hash: z.string().length(64) }));

/** Where an earlier verification left the trails, kept apart from the database; empty before the first one. */
export async function readAnchors(file: string): Promise<readonly AuditHead[]> {
  if (!existsSync(file)) return [];
  const kept = anchorsSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  return Object.entries(kept).map(([organizationId, place]) => ({ organizationId, ...place }));
}

/** Keeps the anchors for the next verification, all or nothing. */
export async function writeAnchors(file: string, heads: readonly AuditHead[]): Promise<void> {
  const kept = Object.fromEntries(
    heads.map(({ organizationId, sequence, hash }) => [organizationId, { sequence, hash }]),
  );
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, `${JSON.stringify(kept, undefined, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
}
