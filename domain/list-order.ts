/** What the values of a field are: moments are ISO 8601, told apart by the millisecond. */
export type SortKind = 'moment' | 'text' | 'number';

/**
 * By what each list can be sorted. Behind every field stands an index that begins with what the list is of, so that no
 * page is sorted in memory. What is equal in the field stands in the order of ids.
 */
export const sortFields = {
  organizations: { organizationId: 'text', name: 'text' },
  reviews: { since: 'moment', dueAt: 'moment', name: 'text' },
  auditTrail: { sequence: 'number' },
  auditSearch: { at: 'text' },
  checkReports: { startedAt: 'moment' },
  messages: { acceptedAt: 'moment' },
  messagesNeedingAttention: { acceptedAt: 'moment' },
  undeliverables: { recordedAt: 'moment', recipient: 'text' },
  suppressions: { addedAt: 'moment', address: 'text' },
  webhookDeliveries: { sequence: 'number' },
  inboundMails: { receivedAt: 'moment' },
  inboundRefusals: { hour: 'text', count: 'number' },
  projectionDrift: { foundAt: 'moment' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, SortKind>>>>;

export type ListName = keyof typeof sortFields;
export type SortField<List extends ListName> = keyof (typeof sortFields)[List] & string;

/** Ids that are equal in the field turn round with it. */
export interface ListOrder<Field extends string> {
  readonly by: Field;
  readonly isDescending: boolean;
}

/** How each list stands where nobody says how. */
export const usualOrders: { readonly [List in ListName]: ListOrder<SortField<List>> } = {
  organizations: { by: 'organizationId', isDescending: false },
  reviews: { by: 'since', isDescending: false },
  auditTrail: { by: 'sequence', isDescending: true },
  auditSearch: { by: 'at', isDescending: true },
  checkReports: { by: 'startedAt', isDescending: true },
  messages: { by: 'acceptedAt', isDescending: true },
  messagesNeedingAttention: { by: 'acceptedAt', isDescending: false },
  undeliverables: { by: 'recordedAt', isDescending: true },
  suppressions: { by: 'addedAt', isDescending: true },
  webhookDeliveries: { by: 'sequence', isDescending: true },
  inboundMails: { by: 'receivedAt', isDescending: true },
  inboundRefusals: { by: 'hour', isDescending: true },
  projectionDrift: { by: 'foundAt', isDescending: true },
};

/** A place in an ordered list: behind the item that has this value in the field that the list is sorted by, and this id. */
export interface ListPlace {
  readonly value: SortValue;
  readonly id: string;
}

/** Null where an item has nothing in the field; that comes before everything else. */
export type SortValue = string | number | null;

/** The part of a list that is asked for: at most `limit` items behind the place; from its beginning on without one. */
export interface ListPage<List extends ListName> {
  readonly limit: number;
  /** As the list usually stands where nothing is said. */
  readonly order?: ListOrder<SortField<List>> | undefined;
  readonly after?: ListPlace | null;
}

/** `name` for ascending, `-name` for descending order, as callers of the API write it. */
export function sortParameter<Field extends string>({ by, isDescending }: ListOrder<Field>): string {
  return isDescending ? `-${by}` : by;
}

/** Whether a value can stand in a field of this kind. */
export function isSortValue(value: unknown, kind: SortKind): value is SortValue {
  if (value === null) return true;
  if (kind === 'number') return typeof value === 'number' && Number.isFinite(value);
  return typeof value === 'string' && (kind === 'text' || isMoment(value));
}

function isMoment(value: string): boolean {
  const time = Date.parse(value);
  return !Number.isNaN(time) && new Date(time).toISOString() === value;
}
