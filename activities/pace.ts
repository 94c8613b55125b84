import { setTimeout as delay } from 'node:timers/promises';

/** How work is spread over time: so many items at once, and at most so many begun within a second. */
export interface Pace {
  readonly atOnce: number;
  readonly perSecond: number;
  readonly signal: AbortSignal;
}

/** Works through the items at that pace; answers in their order. Rejects with the first error, or when it is aborted. */
export async function atPace<Item, Result>(
  items: readonly Item[],
  { atOnce, perSecond, signal }: Pace,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < items.length; from += atOnce) {
    signal.throwIfAborted();
    const some = items.slice(from, from + atOnce);
    const pause = delay((some.length / perSecond) * 1000, undefined, { signal });
    const [done] = await Promise.all([Promise.all(some.map(work)), pause]);
    results.push(...done);
  }
  return results;
}
