import type { Report } from '../support/report';

/** One way to get a component: answers what it found, `undefined` if this way does not apply here. */
export interface Source<T> {
  readonly name: string;
  resolve(report: Report): Promise<T | undefined>;
}

/** A component that no source could deliver; the message names what to install or which variable to set. */
export class ComponentUnavailableError extends Error {
  override readonly name = 'ComponentUnavailableError';

  constructor(component: string, remedy: string, failures: readonly string[]) {
    const tried = failures.map((failure) => `\n  - ${failure}`).join('');
    super(`${component} can't be had here. ${remedy}${tried === '' ? '' : `\nTried:${tried}`}`);
  }
}

/** What to say about a component when nothing delivers it. */
export interface Wanted {
  readonly component: string;
  readonly remedy: string;
}

/** Asks the sources in order; the first that delivers wins. A source that fails is remembered and passed over. */
export async function firstHit<T>(wanted: Wanted, sources: readonly Source<T>[], report: Report): Promise<T> {
  const failures: string[] = [];
  for (const source of sources) {
    try {
      const found = await source.resolve(report);
      if (found === undefined) {
        failures.push(`${source.name}: not there`);
        continue;
      }
      report(`${wanted.component}: ${source.name}`);
      return found;
    } catch (error) {
      failures.push(`${source.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new ComponentUnavailableError(wanted.component, wanted.remedy, failures);
}
