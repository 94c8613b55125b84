/**
 * Works through the items, so many at once, and tells how long each took, in milliseconds and in their order. What goes
 * wrong is told when nothing is under way any more.
 */
export async function timed<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<unknown>,
): Promise<number[]> {
  const durations: number[] = [];
  const rest = items.entries();
  const next = async (): Promise<void> => {
    for (const [index, item] of rest) {
      const since = performance.now();
      await work(item);
      durations[index] = performance.now() - since;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: atOnce }, next));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
  return durations;
}
