import type { ComparedSide, DriftReport, ReconciliationPass } from '../../activities/ports/reconciliation';
import { driftKinds, driftOutcomes } from '../../domain/reconciliation/drift';
import { partSchema, storeSchema } from './store-schema';

export type DriftDocument = Omit<DriftReport, 'id' | 'foundAt' | 'seenAt' | 'endedAt'> & {
  readonly _id: string;
  readonly foundAt: Date;
  readonly seenAt: Date;
  readonly endedAt: Date | null;
};

const side = partSchema<ComparedSide>({
  version: { type: Number, default: null },
  entitlement: { type: String, required: true },
  draft: { type: String, required: true },
  live: { type: String, required: true },
});

export const driftSchema = storeSchema<DriftDocument>(
  'drift_reports',
  {
    _id: { type: String, required: true },
    organizationId: { type: String, required: true },
    kind: { type: String, required: true, enum: driftKinds },
    fields: { type: [String], required: true },
    projected: { type: side, default: null },
    actual: { type: side, default: null },
    outcome: { type: String, required: true, enum: driftOutcomes },
    foundAt: { type: Date, required: true },
    seenAt: { type: Date, required: true },
    endedAt: { type: Date, default: null },
  },
  [
    { fields: { foundAt: -1, _id: -1 }, options: { name: 'newest_first' } },
    { fields: { outcome: 1, foundAt: -1, _id: -1 }, options: { name: 'outcome' } },
    { fields: { organizationId: 1, foundAt: -1, _id: -1 }, options: { name: 'organization' } },
    { fields: { kind: 1, foundAt: 1, _id: 1 }, options: { name: 'of_kind' } },
    {
      fields: { kind: 1, organizationId: 1 },
      options: { name: 'open', unique: true, partialFilterExpression: { outcome: 'open' } },
    },
  ],
);

export type PassDocument = Omit<ReconciliationPass, 'startedAt' | 'endedAt'> & {
  readonly _id: string;
  readonly startedAt: Date;
  readonly endedAt: Date;
};

/** One document: the last pass. */
export const passSchema = storeSchema<PassDocument>('reconciliations', {
  _id: { type: String, required: true },
  startedAt: { type: Date, required: true },
  endedAt: { type: Date, required: true },
  compared: { type: Number, required: true },
  found: { type: Number, required: true },
  repaired: { type: Number, required: true },
});

export function toDriftReport({ _id, foundAt, seenAt, endedAt, ...rest }: DriftDocument): DriftReport {
  return {
    id: _id,
    ...rest,
    foundAt: foundAt.toISOString(),
    seenAt: seenAt.toISOString(),
    endedAt: endedAt && endedAt.toISOString(),
  };
}
