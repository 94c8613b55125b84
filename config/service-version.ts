import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { z } from 'zod';

const manifest = z.object({ version: z.string() });

/** The version in the project's package.json, which lies above this file, in the sources as in the build. */
export function serviceVersion(): string {
  let directory = __dirname;
  while (!existsSync(join(directory, 'package.json'))) directory = dirname(directory);
  return manifest.parse(JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'))).version;
}
