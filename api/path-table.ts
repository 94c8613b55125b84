/** The variable segments of a path, decoded. */
export type PathParameters = Readonly<Record<string, string>>;

export interface FoundPath<Place> {
  readonly place: Place;
  readonly params: PathParameters;
}

interface Template<Place> {
  readonly segments: readonly string[];
  readonly place: Place;
}

/**
 * Finds what stands at a path, case-sensitive and to the slash. A fixed path goes before those whose variable segments
 * (`:name`) would take it in, and among these the one with fewer of them.
 */
export class PathTable<Place> {
  readonly #fixed = new Map<string, Place>();
  /** By how many segments they have; the ones with fewer variables first. */
  readonly #variable = new Map<number, readonly Template<Place>[]>();

  add(path: string, place: Place): void {
    const segments = path.split('/');
    if (variablesOf({ segments }) === 0) {
      this.#fixed.set(path, place);
      return;
    }
    const others = this.#variable.get(segments.length) ?? [];
    const all = [...others, { segments, place }].toSorted((one, other) => variablesOf(one) - variablesOf(other));
    this.#variable.set(segments.length, all);
  }

  /** Throws URIError where a variable segment cannot be decoded. */
  find(path: string): FoundPath<Place> | null {
    const fixed = this.#fixed.get(path);
    if (fixed !== undefined) return { place: fixed, params: {} };
    const given = path.split('/');
    const found = this.#variable.get(given.length)?.find(({ segments }) => fits(segments, given));
    return found === undefined ? null : { place: found.place, params: parametersOf(found.segments, given) };
  }
}

function variablesOf({ segments }: Pick<Template<unknown>, 'segments'>): number {
  return segments.filter(isVariable).length;
}

function isVariable(segment: string): boolean {
  return segment.startsWith(':');
}

function fits(segments: readonly string[], given: readonly string[]): boolean {
  return segments.every((segment, index) => segment === given[index] || (isVariable(segment) && given[index] !== ''));
}

function parametersOf(segments: readonly string[], given: readonly string[]): PathParameters {
  const named = segments.flatMap((segment, index) =>
    isVariable(segment) ? [[segment.slice(1), decodeURIComponent(given[index] ?? '')] as const] : [],
  );
  return Object.fromEntries(named);
}
