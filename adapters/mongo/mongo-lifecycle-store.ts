import { trusted, type Model, type QueryFilter } from 'mongoose';

import type {
  LifecycleReader,
  OrganizationFilter,
  PlaceNeighbours,
  ReviewFilter,
} from '../../activities/ports/lifecycle-store';
import type { AuditFilter } from '../../activities/ports/audit-search';
import type { ChainedAuditEntry } from '../../domain/audit-entry';
import type { ListPage } from '../../domain/list-order';
import type { LifecycleState } from '../../domain/lifecycle/state';
import type { PlaceNeighbour, SharedPlace } from '../../domain/review/shared-places';
import { searchPattern } from '../../domain/search-text';
import { upgradeState } from '../../domain/lifecycle/upgrade-state';
import { chainedEntry } from './chained-entry';
import { findAll } from './find-all';
import { LeasedProjections, type ReadProjection } from './leased-projections';
import {
  auditSchema,
  lifecycleCollection,
  lifecycleSchema,
  type AuditDocument,
  type LifecycleDocument,
} from './lifecycle-schemas';
import { auditConditions } from './mongo-audit-search';
import type { MongoConnection } from './mongo-connection';
import { given, sortedPage, type SortedPage, type StoredFields } from './sorted-page';

const organizationFields: StoredFields<'organizations'> = {
  organizationId: { path: '_id', isUnique: true },
  name: { path: 'sortName', index: 'by_name' },
};
const reviewFields: StoredFields<'reviews'> = {
  since: { path: 'draftSince', isDate: true, index: 'review_queue' },
  dueAt: { path: 'state.draft.reviewDueAt', isOptional: true, index: 'review_queue_by_due_time' },
  name: { path: 'sortName', index: 'review_queue_by_name' },
};
const trailFields: StoredFields<'auditTrail'> = { sequence: { path: 'sequence', isUnique: true } };

/** Reads the projections of the lifecycles and their audit trails. */
export class MongoLifecycleStore implements LifecycleReader, PlaceNeighbours {
  readonly #mongo: MongoConnection;
  readonly #organizations: Model<LifecycleDocument>;
  readonly #trail: Model<AuditDocument>;
  readonly #projections: LeasedProjections;

  constructor(mongo: MongoConnection) {
    this.#mongo = mongo;
    this.#organizations = mongo.model('Organization', lifecycleSchema);
    this.#trail = mongo.model('AuditEntry', auditSchema);
    this.#projections = new LeasedProjections({
      versions: async (ids) => await this.#versions(ids),
      whole: async (ids) => await this.#whole(ids),
    });
  }

  async find(organizationId: string): Promise<LifecycleState | null> {
    return await this.#projections.find(organizationId);
  }

  async list(page: ListPage<'organizations'>, filter: OrganizationFilter = {}): Promise<readonly LifecycleState[]> {
    const { behind, ...asked } = sortedPage('organizations', page, organizationFields);
    // What is left out must not be read for it; where servers stand has an index of its own.
    const { live: _live, ...sifted } = given(filter);
    const hint = Object.keys(sifted).length === 0 ? {} : { hint: 'by_id' };
    return await this.#states({ $and: [behind, organizationQuery(filter)] }, { ...hint, ...asked });
  }

  async reviewQueue(page: ListPage<'reviews'>, filter: ReviewFilter = {}): Promise<readonly LifecycleState[]> {
    const { behind, ...asked } = sortedPage('reviews', page, reviewFields);
    return await this.#states({ draft: 'awaiting-review', $and: [behind, ...reviewConditions(filter)] }, asked);
  }

  async sharing(
    organizationId: string,
    places: readonly SharedPlace[],
    limit: number,
  ): Promise<readonly PlaceNeighbour[]> {
    const query = { places: trusted({ $in: [...places] }), _id: trusted({ $ne: organizationId }) };
    const options = { sort: { _id: 1 }, limit } as const;
    const found = await this.#mongo.run(
      async () => await this.#organizations.find(query, { places: 1 }, options).lean<LifecycleDocument[]>(),
    );
    return found.map(({ _id: other, places: used }) => ({
      organizationId: other,
      places: places.filter((place) => used?.includes(place)),
    }));
  }

  async auditTrail(
    organizationId: string,
    page: ListPage<'auditTrail'>,
    filter: AuditFilter = {},
  ): Promise<readonly ChainedAuditEntry[]> {
    const { behind, sort, limit } = sortedPage('auditTrail', page, trailFields);
    const query = { organizationId, $and: [behind, auditConditions(filter)] };
    const found = await this.#mongo.run(
      async () => await this.#trail.find(query, null, { sort, limit }).lean<AuditDocument[]>(),
    );
    return found.map(chainedEntry);
  }

  async #versions(organizationIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const filter = { _id: { $in: [...organizationIds] } };
    const wanted = { filter, projection: { version: 1 }, limit: organizationIds.length };
    const found = await this.#mongo.native(
      async (database) =>
        await findAll<Pick<LifecycleDocument, '_id' | 'version'>>(database, lifecycleCollection, wanted),
    );
    return new Map(found.map(({ _id, version }) => [_id, version]));
  }

  async #whole(organizationIds: readonly string[]): Promise<ReadonlyMap<string, ReadProjection>> {
    const query = { _id: trusted({ $in: [...organizationIds] }) };
    const found = await this.#mongo.run(
      async () => await this.#organizations.find(query, { version: 1, state: 1 }).lean<LifecycleDocument[]>(),
    );
    return new Map(found.map(({ _id, version, state }) => [_id, { version, state: upgradeState(state) }]));
  }

  async #states(
    query: QueryFilter<LifecycleDocument>,
    asked: Omit<SortedPage, 'behind'>,
  ): Promise<readonly LifecycleState[]> {
    const found = await this.#mongo.run(
      async () => await this.#organizations.find(query, { state: 1 }, asked).lean<LifecycleDocument[]>(),
    );
    return found.map(({ state }) => upgradeState(state));
  }
}

function organizationQuery({ entitlement, draft, live, text }: OrganizationFilter): QueryFilter<LifecycleDocument> {
  const searchText = text === undefined ? undefined : new RegExp(searchPattern(text));
  return given({ entitlement, draft, live, searchText });
}

/** They only sift what the index of the queue gives. */
function reviewConditions(filter: ReviewFilter): QueryFilter<LifecycleDocument>[] {
  const { dueBefore, claim, risk, awaitsSecondApproval } = filter;
  return [
    ...(dueBefore === undefined ? [] : [{ 'state.draft.reviewDueAt': trusted({ $lt: dueBefore }) }]),
    ...(claim === undefined ? [] : [claimedBy(claim)]),
    ...(risk === undefined ? [] : [{ 'state.draft.plan.risks.code': risk }]),
    ...(awaitsSecondApproval === true ? [{ 'state.draft.approvals.0': trusted({ $exists: true }) }] : []),
  ];
}

/** A claim that has lapsed keeps nobody away. */
function claimedBy({ by, at }: NonNullable<ReviewFilter['claim']>): QueryFilter<LifecycleDocument> {
  if (by !== null) {
    return { 'state.draft.claim.by.subject': by, 'state.draft.claim.expiresAt': trusted({ $gt: at }) };
  }
  return { $or: [{ 'state.draft.claim': null }, { 'state.draft.claim.expiresAt': trusted({ $lte: at }) }] };
}
