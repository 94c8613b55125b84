import { setTimeout as sleep } from 'node:timers/promises';

import { trusted, type Model } from 'mongoose';

import type { LifecycleProjector } from '../../activities/ports/lifecycle-store';
import { isAnnounced } from '../../domain/announcements/announcement';
import type { AuditHead } from '../../domain/audit-chain';
import type { AuditEntry } from '../../domain/audit-entry';
import { projectionOf } from '../../domain/lifecycle/projection';
import { statusesOf, type LifecycleState } from '../../domain/lifecycle/state';
import { placesInUse } from '../../domain/review/shared-places';
import type { AuditSeal } from '../crypto/audit-seal';
import { lifecycleSchema, type LifecycleDocument } from './lifecycle-schemas';
import { MongoAuditTrail } from './mongo-audit-trail';
import type { MongoConnection } from './mongo-connection';
import { projectionSettleMs } from './projection-lease';
import { isDuplicateKey } from './store-failure';

/**
 * Writes projections and audit trails of the lifecycles. The trail is written first: a projection never shows what the
 * trail does not tell. Both can be repeated at any point.
 */
export class MongoLifecycleProjector implements LifecycleProjector {
  readonly #mongo: MongoConnection;
  readonly #organizations: Model<LifecycleDocument>;
  readonly #trail: MongoAuditTrail;
  readonly #seal: AuditSeal;

  constructor(mongo: MongoConnection, seal: AuditSeal) {
    this.#mongo = mongo;
    this.#seal = seal;
    this.#organizations = mongo.model('Organization', lifecycleSchema);
    this.#trail = new MongoAuditTrail(mongo);
  }

  async save(state: LifecycleState, entries: readonly AuditEntry[]): Promise<void> {
    await this.#mongo.run(async () => {
      const head = await this.#trail.append(entries, statusesOf(state));
      await this.#project(state, head, entries.some(isAnnounced));
    });
    // Those who have read the one before may still act by it.
    await sleep(projectionSettleMs);
  }

  /** Moves the projection forward. Where this or a newer version stands, the upsert meets its key and changes nothing. */
  async #project(state: LifecycleState, head: AuditHead | null, hasNews: boolean): Promise<void> {
    const { organizationId: _id, version } = state;
    const { draftSince, ...fields } = projectionOf(state);
    const projected = {
      ...fields,
      places: placesInUse(state),
      draftSince: draftSince === null ? null : new Date(draftSince),
      ...(head && { auditHead: { sequence: head.sequence, hash: head.hash, ...this.#seal.seal(head) } }),
      ...(hasNews && { hasNews }),
    };
    const older = { _id, version: trusted({ $lt: version }) };
    const update = { $set: projected, $currentDate: { movedAt: true as const } };
    try {
      await this.#organizations.updateOne(older, update, { upsert: true, runValidators: true });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }
}
