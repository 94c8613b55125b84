import { trusted, type Model, type QueryFilter } from 'mongoose';

import type { LifecycleReader, PlaceNeighbours, ReviewPage, ReviewPlace } from '../../activities/ports/lifecycle-store';
import type { AuditFilter } from '../../activities/ports/audit-search';
import type { ChainedAuditEntry } from '../../domain/audit-entry';
import type { ListPage } from '../../domain/list-order';
import type { LifecycleState } from '../../domain/lifecycle/state';
import type { PlaceNeighbour, SharedPlace } from '../../domain/review/shared-places';
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
import { sortedPage, type StoredFields } from './sorted-page';

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

  async list({ after, live, limit }: Parameters<LifecycleReader['list']>[0]): Promise<readonly LifecycleState[]> {
    const query: QueryFilter<LifecycleDocument> = {
      ...(live === undefined ? {} : { live }),
      ...(after === null ? {} : { _id: trusted({ $gt: after }) }),
    };
    return await this.#states(query, { _id: 1 }, limit);
  }

  async reviewQueue(page: ReviewPage): Promise<readonly LifecycleState[]> {
    return await this.#states(reviewQuery(page), { draftSince: 1, _id: 1 }, page.limit);
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
    const { behind: further, sort, limit } = sortedPage('auditTrail', page, trailFields);
    const query = { organizationId, $and: [further, auditConditions(filter)] };
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
    sort: Record<string, 1>,
    limit: number,
  ): Promise<readonly LifecycleState[]> {
    const found = await this.#mongo.run(
      async () => await this.#organizations.find(query, null, { sort, limit }).lean<LifecycleDocument[]>(),
    );
    return found.map(({ state }) => upgradeState(state));
  }
}

/** All conditions but the first two only sift what the index of the queue gives. */
function reviewQuery(page: ReviewPage): QueryFilter<LifecycleDocument> {
  const { after, dueBefore, claim, risk, awaitsSecondApproval } = page;
  const conditions: QueryFilter<LifecycleDocument>[] = [
    ...(after === null ? [] : [behind(after)]),
    ...(dueBefore === undefined ? [] : [{ 'state.draft.reviewDueAt': trusted({ $lt: dueBefore }) }]),
    ...(claim === undefined ? [] : [claimedBy(claim)]),
    ...(risk === undefined ? [] : [{ 'state.draft.plan.risks.code': risk }]),
    ...(awaitsSecondApproval === true ? [{ 'state.draft.approvals.0': trusted({ $exists: true }) }] : []),
  ];
  return { draft: 'awaiting-review', ...(conditions.length === 0 ? {} : { $and: conditions }) };
}

/** A claim that has lapsed keeps nobody away. */
function claimedBy({ by, at }: NonNullable<ReviewPage['claim']>): QueryFilter<LifecycleDocument> {
  if (by !== null) {
    return { 'state.draft.claim.by.subject': by, 'state.draft.claim.expiresAt': trusted({ $gt: at }) };
  }
  return { $or: [{ 'state.draft.claim': null }, { 'state.draft.claim.expiresAt': trusted({ $lte: at }) }] };
}

/** What stands behind a place in the queue; the first condition bounds the index, the others only split a tie. */
function behind({ since, organizationId }: ReviewPlace): QueryFilter<LifecycleDocument> {
  const at = new Date(since);
  return {
    draftSince: trusted({ $gte: at }),
    $or: [{ draftSince: trusted({ $gt: at }) }, { draftSince: at, _id: trusted({ $gt: organizationId }) }],
  };
}
