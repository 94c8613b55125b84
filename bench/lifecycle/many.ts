/** Works through the items, so many at once, and tells how long each took, in milliseconds and in their order. */
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
  await Promise.all(Array.from({ length: atOnce }, next));
  return durations;
}
