/**
 * For tests that start things which must end: what is given to the answer is called after the tests of the file, the last
 * first, also when the start went wrong half-way.
 */
export function tidyUp(withinMs: number): (end: () => Promise<void>) => void {
  const ends: (() => Promise<void>)[] = [];
  afterAll(async () => {
    const failures: unknown[] = [];
    for (const end of ends.toReversed()) await end().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw new AggregateError(failures, 'Not everything ended well');
  }, withinMs);
  return (end) => ends.push(end);
}
