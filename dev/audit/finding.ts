import { affects, type Advisory } from './advisory';
import type { LockedPackage } from './locked-packages';

/** A copy of a package with a known weakness. */
export interface Finding {
  readonly id: string;
  /** Other names of the same advisory, a CVE for the most part. */
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly package: LockedPackage;
}

/** Every copy that an advisory affects, by advisory and place. */
export function findings(packages: readonly LockedPackage[], advisories: readonly Advisory[]): readonly Finding[] {
  const found = advisories.flatMap((about) =>
    packages
      .filter(({ name, version }) => affects(about, name, version))
      .map((each) => ({ id: about.id, aliases: about.aliases, summary: about.summary, package: each })),
  );
  return found.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

/** Whether the document of answers names the advisory, by any of its names. */
export function isAnswered({ id, aliases }: Finding, answers: string): boolean {
  return [id, ...aliases].some((name) => answers.includes(name));
}

function keyOf({ id, package: { path } }: Finding): string {
  return `${id} ${path}`;
}
