import type { AuditSearch, AuditSearchFilter } from '../activities/ports/audit-search';
import type { ChainedAuditEntry } from '../domain/audit-entry';
import type { ListPlace } from '../domain/list-order';

/** Entries that are read at a time. */
const batch = 500;

/** Where an entry stands among those of all trails. */
export function placeOfFound({ organizationId, sequence, at }: ChainedAuditEntry): ListPlace {
  return { value: at, id: `${organizationId}/${sequence}` };
}

/** All entries that a search finds, in the order of time, read as they are taken. Throws STORE_UNAVAILABLE. */
export async function* foundEntries(filter: AuditSearchFilter, search: AuditSearch): AsyncGenerator<ChainedAuditEntry> {
  const order = { by: 'at', isDescending: false } as const;
  for (let after: ListPlace | null = null; ;) {
    const found: readonly ChainedAuditEntry[] = await search.search(filter, { limit: batch, order, after });
    yield* found;
    const last = found.at(-1);
    if (found.length < batch || !last) return;
    after = placeOfFound(last);
  }
}
