import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { hasCode } from '../support/file-lock';
import { writePrivateFile } from '../support/private-file';
import type { StackAddresses } from './stack-types';

const publishedSchema = z.object({ oidcIssuer: z.string(), api: z.string(), inbox: z.string() });

/** What other commands may want to know of a running stack. */
export type PublishedAddresses = Readonly<z.infer<typeof publishedSchema>>;

/** Tells other commands of this data directory where the stack is; no secrets. */
export async function publishAddresses(dataDirectory: string, addresses: StackAddresses): Promise<void> {
  const { mongodbUri: _mayHoldAPassword, ...open } = addresses;
  await writePrivateFile(fileIn(dataDirectory), `${JSON.stringify(open, undefined, 2)}\n`);
}

export async function forgetAddresses(dataDirectory: string): Promise<void> {
  await rm(fileIn(dataDirectory), { force: true });
}

/** The addresses of the stack that runs on the data directory. */
export async function publishedAddresses(dataDirectory: string): Promise<PublishedAddresses> {
  try {
    return publishedSchema.parse(JSON.parse(await readFile(fileIn(dataDirectory), 'utf8')));
  } catch (cause) {
    if (!hasCode(cause, 'ENOENT')) throw cause;
    throw new Error(`No stack is running on ${dataDirectory}. Start one with \`npm start\`.`, { cause });
  }
}

function fileIn(dataDirectory: string): string {
  return join(dataDirectory, 'addresses.json');
}
