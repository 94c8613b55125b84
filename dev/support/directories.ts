import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The project's own directory, whether this runs from the sources or from `dist/`. */
export function projectDirectory(): string {
  let directory = __dirname;
  while (!existsSync(join(directory, 'package.json'))) {
    const parent = dirname(directory);
    if (parent === directory) throw new Error(`No package.json above ${__dirname}: run from the project's directory.`);
    directory = parent;
  }
  return directory;
}

/** Where fetched programs are kept: safe to delete, costs a download. `CACHE_DIR` overrides it. */
export function cacheDirectory(): string {
  return resolve(process.env['CACHE_DIR'] ?? join(projectDirectory(), '.cache'));
}

/** Where the stack keeps its data: deleting it resets the demo world. `DATA_DIR` overrides it. */
export function dataDirectory(): string {
  return resolve(process.env['DATA_DIR'] ?? join(projectDirectory(), '.data'));
}
