import type { ApiDependencies } from './dependencies';

/**
 * What the organizations of a list are called, each asked for once; null where the product has not told a name, or the
 * organization is not known any more. Throws STORE_UNAVAILABLE.
 */
export async function organizationNames(
  items: readonly { readonly organizationId: string }[],
  { lifecycles }: Pick<ApiDependencies, 'lifecycles'>,
): Promise<(organizationId: string) => string | null> {
  const ids = [...new Set(items.map(({ organizationId }) => organizationId))];
  const states = await Promise.all(ids.map(async (id) => await lifecycles.find(id)));
  const names = new Map(ids.map((id, index) => [id, states[index]?.profile?.name ?? null]));
  return (organizationId) => names.get(organizationId) ?? null;
}
