import { canInstallDebianPackages, installDebianPackages } from '../../../dev/resolvers/debian-install';
import { silent } from '../../../dev/support/report';

/**
 * Finds a program, installing its Debian packages where this process may. Answers null when it is there, else why it
 * is not and what would help.
 */
export async function missingProgram(
  find: () => string | undefined,
  packages: readonly string[],
): Promise<string | null> {
  if (find() !== undefined) return null;
  const remedy = `apt-get install ${packages.join(' ')}`;
  if (!canInstallDebianPackages()) return `needs root on Debian to install it: ${remedy}`;
  await installDebianPackages(packages, silent);
  return find() === undefined ? `${remedy} did not bring it` : null;
}
