import { z } from 'zod';

import { execute } from '../support/command';
import type { Finding } from './finding';
import type { LockedPackage } from './locked-packages';

const limitMs = 120_000;

const weakness = z.object({ url: z.string(), title: z.string() });
const report = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({ via: z.array(z.union([z.string(), weakness])), nodes: z.array(z.string()) }),
  ),
});
const trouble = z.object({ message: z.string() });

/** What the registry says of what is locked. Throws with its words when it does not answer. */
export async function askRegistry(packages: readonly LockedPackage[]): Promise<readonly Finding[]> {
  const { output } = await execute('npm', ['audit', '--json', '--loglevel=silent'], { timeoutMs: limitMs });
  return readRegistryReport(output, packages);
}

/** Reads what `npm audit --json` printed. Throws where it is no report. */
export function readRegistryReport(output: string, packages: readonly LockedPackage[]): readonly Finding[] {
  const content: unknown = JSON.parse(output);
  const parsed = report.safeParse(content);
  if (!parsed.success) {
    const said = trouble.safeParse(content).data?.message ?? 'no report';
    throw new Error(`The registry does not answer npm audit: ${said}`);
  }
  return Object.values(parsed.data.vulnerabilities).flatMap(({ via, nodes }) => {
    const weaknesses = via.flatMap((each) => (typeof each === 'string' ? [] : [each]));
    const copies = packages.filter(({ path }) => nodes.includes(path));
    return weaknesses.flatMap(({ url, title }) =>
      copies.map((copy) => ({ id: url.slice(url.lastIndexOf('/') + 1), aliases: [], summary: title, package: copy })),
    );
  });
}
