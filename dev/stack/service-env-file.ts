import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writePrivateFile } from '../support/private-file';

/** What commands for operators need to reach this stack's stores; the file holds keys, so only its user may read it. */
const names = ['MONGODB_URI', 'MONGODB_DATABASE', 'AUDIT_KEYS'] as const;

/** Leaves the variables for `npm run audit:verify` in the data directory while the stack runs. */
export async function writeServiceEnvironment(
  dataDirectory: string,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const lines = names.map((name) => `${name}="${environment[name] ?? ''}"`);
  await writePrivateFile(fileIn(dataDirectory), `${lines.join('\n')}\n`);
}

export async function forgetServiceEnvironment(dataDirectory: string): Promise<void> {
  await rm(fileIn(dataDirectory), { force: true });
}

function fileIn(dataDirectory: string): string {
  return join(dataDirectory, 'service.env');
}
