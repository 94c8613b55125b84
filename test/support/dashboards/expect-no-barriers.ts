import type { Person } from './person';

/** The page as it stands: nothing for axe, nothing to push from side to side, nothing that the browser refused. */
export async function expectNoBarriers(person: Person): Promise<void> {
  expect(await person.accessibilityFaults()).toEqual([]);
  expect(await person.overhang()).toBe(0);
  expect(person.complaints).toEqual([]);
}
