import { Schema } from 'mongoose';

import { roles, type Actor } from '../../domain/actor';
import type { AuditHead } from '../../domain/audit-chain';
import type { AuditChange, ChainedAuditEntry } from '../../domain/audit-entry';
import { draftStatuses, liveStatuses, type LifecycleState, type LifecycleStatuses } from '../../domain/lifecycle/state';
import { partSchema, storeSchema, type StoreIndex } from './store-schema';

const entitlements = ['locked', 'unlocked'];

/** A head with the seal that only the holder of a key can make. */
export type SealedAuditHead = Omit<AuditHead, 'organizationId'> & { readonly keyId: string; readonly seal: string };

/** The projection of one organization. Queries use the fields beside `state`, which is the workflow's own, kept whole. */
export interface LifecycleDocument extends LifecycleStatuses {
  readonly _id: string;
  readonly version: number;
  /** When this version was written, by the database's clock; missing in projections from before it was kept. */
  readonly movedAt?: Date;
  /** When the draft entered its status; null without a draft. */
  readonly draftSince: Date | null;
  /** The name as lists are sorted by it, and what is looked for; missing in projections from before they were kept. */
  readonly sortName: string;
  readonly searchText: string;
  /** Up to where the audit trail is known to reach; missing before its first entry. */
  readonly auditHead?: SealedAuditHead;
  /** Up to which entry of the audit trail everything has been announced; missing before the first time. */
  readonly announced?: number;
  /** Whether something may still have to be announced. */
  readonly hasNews?: boolean;
  /** Sender domains and servers in use, by which other organizations are found; missing in projections from before it was kept. */
  readonly places?: readonly string[];
  readonly state: LifecycleState;
}

const auditHead = partSchema<SealedAuditHead>({
  sequence: { type: Number, required: true },
  hash: { type: String, required: true },
  keyId: { type: String, required: true },
  seal: { type: String, required: true },
});

export const lifecycleCollection = 'organizations';

const sifted = { live: 1, entitlement: 1, draft: 1, searchText: 1 } as const;

/** An index over the drafts that await a review. */
const queuedBy = (path: string, name: string): StoreIndex => ({
  fields: { [path]: 1, _id: 1 },
  options: { name, partialFilterExpression: { draft: 'awaiting-review' } },
});

export const lifecycleSchema = storeSchema<LifecycleDocument>(
  lifecycleCollection,
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    entitlement: { type: String, required: true, enum: entitlements },
    draft: { type: String, required: true, enum: draftStatuses },
    live: { type: String, required: true, enum: liveStatuses },
    movedAt: { type: Date },
    draftSince: { type: Date, default: null },
    sortName: { type: String, default: '' },
    searchText: { type: String, default: '' },
    auditHead: { type: auditHead },
    announced: { type: Number },
    hasNews: { type: Boolean },
    places: { type: [String], default: undefined },
    state: { type: Schema.Types.Mixed, required: true },
  },
  [
    { fields: { movedAt: 1, _id: 1 }, options: { name: 'moved' } },
    { fields: { places: 1 }, options: { name: 'places' } },
    { fields: { entitlement: 1, draft: 1, live: 1 }, options: { name: 'by_status' } },
    { fields: { live: 1, _id: 1 }, options: { name: 'live_by_id' } },
    { fields: { hasNews: 1 }, options: { name: 'news', partialFilterExpression: { hasNews: true } } },
    // Statuses and texts stand in them so that what does not fit is passed over without reading it.
    { fields: { _id: 1, ...sifted }, options: { name: 'by_id' } },
    { fields: { sortName: 1, _id: 1, ...sifted }, options: { name: 'by_name' } },
    queuedBy('draftSince', 'review_queue'),
    queuedBy('state.draft.reviewDueAt', 'review_queue_by_due_time'),
    queuedBy('sortName', 'review_queue_by_name'),
  ],
);

export const actor = partSchema<Actor & Record<string, unknown>>({
  kind: { type: String, required: true, enum: ['person', 'system'] },
  subject: { type: String },
  roles: { type: [{ type: String, enum: roles }], default: undefined },
  email: { type: String },
  name: { type: String },
  personId: { type: String },
  part: { type: String },
});

const statuses = partSchema<LifecycleStatuses>({
  entitlement: { type: String, required: true, enum: entitlements },
  draft: { type: String, required: true, enum: draftStatuses },
  live: { type: String, required: true, enum: liveStatuses },
});

const change = partSchema<AuditChange>({
  field: { type: String, required: true },
  before: { type: Schema.Types.Mixed, default: null },
  after: { type: Schema.Types.Mixed, default: null },
});

/** An index over the entries that have the field. */
const soughtBy = (path: string, name: string): StoreIndex => ({
  fields: { [path]: 1, at: 1, _id: 1 },
  options: { name, partialFilterExpression: { [path]: { $type: 'string' } } },
});

export type AuditDocument = ChainedAuditEntry & { readonly _id: string };

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
    changes: { type: [change], required: true },
    causedBy: { type: String, required: true },
    requestId: { type: String, default: null },
    previousHash: { type: String, default: null },
    hash: { type: String, required: true },
  },
  [
    { fields: { organizationId: 1, sequence: -1 }, options: { name: 'trail', unique: true } },
    { fields: { at: 1, _id: 1 }, options: { name: 'by_time' } },
    { fields: { organizationId: 1, at: 1, _id: 1 }, options: { name: 'by_organization' } },
    { fields: { event: 1, at: 1, _id: 1 }, options: { name: 'by_event' } },
    soughtBy('requestId', 'by_request'),
    soughtBy('actor.subject', 'by_subject'),
    soughtBy('actor.email', 'by_email'),
    soughtBy('actor.part', 'by_part'),
  ],
);
