import { Schema } from 'mongoose';

import { roles, type Actor } from '../../domain/actor';
import type { AuditEntry } from '../../domain/audit-entry';
import { draftStatuses, liveStatuses, type LifecycleState, type LifecycleStatuses } from '../../domain/lifecycle/state';
import { partSchema, storeSchema } from './store-schema';

const entitlements = ['locked', 'unlocked'];

/** The projection of one organization. Queries use the fields beside `state`, which is the workflow's own, kept whole. */
export interface LifecycleDocument extends LifecycleStatuses {
  readonly _id: string;
  readonly version: number;
  /** When the draft entered its status; null without a draft. */
  readonly draftSince: Date | null;
  readonly state: LifecycleState;
}

export const lifecycleSchema = storeSchema<LifecycleDocument>(
  'organizations',
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    entitlement: { type: String, required: true, enum: entitlements },
    draft: { type: String, required: true, enum: draftStatuses },
    live: { type: String, required: true, enum: liveStatuses },
    draftSince: { type: Date, default: null },
    state: { type: Schema.Types.Mixed, required: true },
  },
  [
    {
      fields: { draftSince: 1, _id: 1 },
      options: { name: 'review_queue', partialFilterExpression: { draft: 'awaiting-review' } },
    },
  ],
);

export const actor = partSchema<Actor & Record<string, unknown>>({
  kind: { type: String, required: true, enum: ['person', 'system'] },
  subject: { type: String },
  roles: { type: [{ type: String, enum: roles }], default: undefined },
  email: { type: String },
  name: { type: String },
  part: { type: String },
});

const statuses = partSchema<LifecycleStatuses>({
  entitlement: { type: String, required: true, enum: entitlements },
  draft: { type: String, required: true, enum: draftStatuses },
  live: { type: String, required: true, enum: liveStatuses },
});

export type AuditDocument = AuditEntry & { readonly _id: string };

export const auditSchema = storeSchema<AuditDocument>(
  'audit_entries',
  {
    _id: { type: String, required: true },
    organizationId: { type: String, required: true },
    sequence: { type: Number, required: true },
    at: { type: String, required: true },
    actor: { type: actor, required: true },
    event: { type: String, required: true },
    outcome: { type: String, required: true, enum: ['accepted', 'refused'] },
    errorCode: { type: String, default: null },
    revision: { type: Number, default: null },
    reason: { type: String, default: null },
    before: { type: statuses, required: true },
    after: { type: statuses, required: true },
    causedBy: { type: String, required: true },
  },
  [{ fields: { organizationId: 1, sequence: -1 }, options: { name: 'trail', unique: true } }],
);
