import { bounceReasons } from '../../domain/bounces/bounce-reason';
import { suppressionCauses, type Suppression, type SuppressionChange } from '../../domain/undeliverables/suppression';
import { actor } from './lifecycle-schemas';
import { partSchema, storeSchema } from './store-schema';

export const suppressionCollection = 'suppressions';

/** The version keeps two that race from undoing each other. */
export interface SuppressionDocument extends Omit<Suppression, 'id' | 'addedAt' | 'expiresAt' | 'removedAt'> {
  readonly _id: string;
  readonly addedAt: Date;
  readonly expiresAt: Date | null;
  readonly removedAt: Date | null;
}

const change = partSchema<SuppressionChange>({
  event: { type: String, required: true, enum: ['added', 'removed'] },
  cause: { type: String, required: true, enum: suppressionCauses },
  at: { type: String, required: true },
  by: { type: actor, required: true },
  note: { type: String, default: null },
  causedBy: { type: String, required: true },
});

export const suppressionSchema = storeSchema<SuppressionDocument>(
  suppressionCollection,
  {
    _id: { type: String, required: true },
    organizationId: { type: String, required: true },
    address: { type: String, required: true },
    cause: { type: String, required: true, enum: suppressionCauses },
    reason: { type: String, default: null, enum: [...bounceReasons, null] },
    mailId: { type: String, default: null },
    addedAt: { type: Date, required: true },
    expiresAt: { type: Date, default: null },
    removedAt: { type: Date, default: null },
    trail: { type: [change], required: true },
    version: { type: Number, required: true },
  },
  [
    // The id is made of organization and address, and so is unique; an address may have unsubscribed besides.
    { fields: { organizationId: 1, address: 1, cause: 1 }, options: { name: 'address_and_cause' } },
    { fields: { organizationId: 1, addedAt: -1, _id: -1 }, options: { name: 'newest_first' } },
    { fields: { organizationId: 1, address: 1, _id: 1 }, options: { name: 'by_address' } },
  ],
);

export function toSuppression({ _id, ...document }: SuppressionDocument): Suppression {
  return {
    ...document,
    id: _id,
    addedAt: document.addedAt.toISOString(),
    expiresAt: document.expiresAt?.toISOString() ?? null,
    removedAt: document.removedAt?.toISOString() ?? null,
  };
}

export function toSuppressionDocument({ id, ...entry }: Suppression): SuppressionDocument {
  return {
    ...entry,
    _id: id,
    addedAt: new Date(entry.addedAt),
    expiresAt: entry.expiresAt === null ? null : new Date(entry.expiresAt),
    removedAt: entry.removedAt === null ? null : new Date(entry.removedAt),
  };
}
