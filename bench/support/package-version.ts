import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { projectDirectory } from '../../dev/support/directories';

const manifestSchema = z.object({ version: z.string() });

/** The version of a package that is installed in a directory of the project. */
export function packageVersion(directory: string): string {
  const manifest = readFileSync(join(projectDirectory(), directory, 'package.json'), 'utf8');
  return manifestSchema.parse(JSON.parse(manifest)).version;
}
