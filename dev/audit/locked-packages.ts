import { z } from 'zod';

/** A copy of a package that `npm ci` installs. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** Where it lies, from the top of the project. */
  readonly path: string;
}

const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string().optional(), name: z.string().optional(), link: z.boolean().optional() }),
  ),
});

const folder = 'node_modules/';

/** Every copy that a `package-lock.json` (version 2 or 3) names, but for the project's own packages. Throws where it is none. */
export function lockedPackages(text: string): readonly LockedPackage[] {
  return Object.entries(lockFile.parse(JSON.parse(text)).packages).flatMap(([path, { version, name, link }]) => {
    const start = path.lastIndexOf(folder);
    if (start < 0 || version === undefined || link === true) return [];
    return [{ name: name ?? path.slice(start + folder.length), version, path }];
  });
}
