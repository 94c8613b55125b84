import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

import type { Environment } from './env';

/**
 * The environment for a command that people call by hand: the file that they name, with what the process's own environment
 * says besides; without a file, the process's own, or, where that names no database, what a local stack left in its data
 * directory. Throws when a named file cannot be read.
 */
export function commandEnvironment(file: string | undefined, environment: Environment = process.env): Environment {
  if (file !== undefined) return { ...environment, ...parseEnv(readFileSync(file, 'utf8')) };
  const local = join(environment['DATA_DIR'] ?? '.data', 'service.env');
  if (environment['MONGODB_URI'] !== undefined || !existsSync(local)) return environment;
  return { ...environment, ...parseEnv(readFileSync(local, 'utf8')) };
}
