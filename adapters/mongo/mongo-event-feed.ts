import { trusted, type Model } from 'mongoose';

import type { EventFeed, FeedPlace, OrganizationPlace, Placed } from '../../activities/ports/event-feed';
import type { MailRecord } from '../../activities/ports/outbox';
import type { ChainedAuditEntry } from '../../domain/audit-entry';
import type { CheckProgress } from '../../domain/check-progress';
import { checkReportId, checkStages } from '../../domain/check-report';
import type { LifecycleState } from '../../domain/lifecycle/state';
import { upgradeState } from '../../domain/lifecycle/upgrade-state';
import { chainedEntry } from './chained-entry';
import { checkProgressSchema, type CheckProgressDocument } from './check-progress-schema';
import { auditSchema, lifecycleSchema, type AuditDocument, type LifecycleDocument } from './lifecycle-schemas';
import type { MongoConnection } from './mongo-connection';
import { outboxSchema, type OutboxDocument } from './outbox-schema';
import { OutboxView } from './outbox-view';

/**
 * How long a change is left alone before it is told. The database marks changes with its clock before they can be seen, so
 * that what has just been marked may still be overtaken by something with an earlier mark.
 */
const settlingMs = 400;
const beginning: FeedPlace = { at: 0, id: '' };

interface Moved {
  readonly _id: string;
  readonly movedAt?: Date;
}

/** Tells changes in the order of the marks that the database's own clock gave them. */
export class MongoEventFeed implements EventFeed {
  readonly #mongo: MongoConnection;
  readonly #organizations: Model<LifecycleDocument>;
  readonly #trail: Model<AuditDocument>;
  readonly #checks: Model<CheckProgressDocument>;
  readonly #mails: Model<OutboxDocument>;
  readonly #outbox: OutboxView;

  constructor(mongo: MongoConnection) {
    this.#mongo = mongo;
    this.#organizations = mongo.model('Organization', lifecycleSchema);
    this.#trail = mongo.model('AuditEntry', auditSchema);
    this.#checks = mongo.model('CheckProgress', checkProgressSchema);
    this.#mails = mongo.model('Mail', outboxSchema);
    this.#outbox = new OutboxView(mongo);
  }

  async organizationPlace(organizationId: string): Promise<OrganizationPlace | null> {
    const trail = await this.#version(organizationId);
    if (trail === null) return null;
    const [checks, mails] = await Promise.all([
      this.#last(this.#checks, { organizationId }),
      this.#last(this.#mails, { organizationId }),
    ]);
    return { trail, checks, mails };
  }

  /** Not beyond the projection: an entry is told when the state that it led to can be read. */
  async entries(organizationId: string, after: number, limit: number): Promise<readonly ChainedAuditEntry[]> {
    const version = await this.#version(organizationId);
    if (version === null || version <= after) return [];
    const query = { organizationId, sequence: trusted({ $gt: after, $lte: version }) };
    const options = { sort: { sequence: 1 }, limit } as const;
    const found = await this.#mongo.run(
      async () => await this.#trail.find(query, null, options).lean<AuditDocument[]>(),
    );
    return found.map(chainedEntry);
  }

  async checks(organizationId: string, after: FeedPlace, limit: number): Promise<readonly Placed<CheckProgress>[]> {
    const found = await this.#after(this.#checks, { organizationId }, after, limit);
    return found.map((document) => ({ place: placeOf(document), item: progressOf(document) }));
  }

  async mails(organizationId: string, after: FeedPlace, limit: number): Promise<readonly Placed<MailRecord>[]> {
    const found = await this.#after(this.#mails, { organizationId }, after, limit, { bytes: 0 });
    const records = new Map((await this.#outbox.records(found)).map((record) => [record.id, record]));
    return found.flatMap((document) => {
      const place = placeOf(document);
      const item = records.get(place.id);
      return item ? [{ place, item }] : [];
    });
  }

  async lifecyclesPlace(): Promise<FeedPlace> {
    return await this.#last(this.#organizations, {});
  }

  async lifecycles(after: FeedPlace, limit: number): Promise<readonly Placed<LifecycleState>[]> {
    const found = await this.#after(this.#organizations, {}, after, limit);
    return found.map((document) => ({ place: placeOf(document), item: upgradeState(document.state) }));
  }

  async #version(organizationId: string): Promise<number | null> {
    const query = { _id: organizationId };
    const found = await this.#mongo.run(
      async () => await this.#organizations.findOne(query, { version: 1 }).lean<Pick<LifecycleDocument, 'version'>>(),
    );
    return found?.version ?? null;
  }

  async #after<Document extends Moved>(
    model: Model<Document>,
    scope: object,
    { at, id }: FeedPlace,
    limit: number,
    projection: Record<string, 0> | null = null,
  ): Promise<readonly Document[]> {
    const time = new Date(at);
    const behind = [{ movedAt: trusted({ $gt: time }) }, { movedAt: time, _id: trusted({ $gt: id }) }];
    const query = { ...scope, movedAt: trusted({ $gte: time }), $or: behind, ...settled };
    return await this.#mongo.run(
      async () => await model.find(query, projection, { sort: { movedAt: 1, _id: 1 }, limit }).lean<Document[]>(),
    );
  }

  async #last<Document extends Moved>(model: Model<Document>, scope: object): Promise<FeedPlace> {
    const query = { ...scope, movedAt: trusted({ $gte: new Date(0) }), ...settled };
    const options = { sort: { movedAt: -1, _id: -1 } } as const;
    const found = await this.#mongo.run(
      async () => await model.findOne(query, { movedAt: 1 }, options).lean<Moved | null>(),
    );
    return found === null ? beginning : placeOf(found);
  }
}

/** Compared by the database itself, so that no other clock has to agree with its. */
const settled = { $expr: trusted({ $lte: ['$movedAt', { $subtract: ['$$NOW', settlingMs] }] }) };

function placeOf({ _id, movedAt }: Moved): FeedPlace {
  return { at: movedAt?.getTime() ?? 0, id: _id };
}

function progressOf({ purpose, revision, run, stage, steps = {}, finished }: CheckProgressDocument): CheckProgress {
  const found = [...(steps.resolution ?? []), ...(steps.session ?? []), ...(steps.mail ?? [])];
  const results = found.toSorted((one, other) => checkStages.indexOf(one.stage) - checkStages.indexOf(other.stage));
  return { reportId: checkReportId(purpose, revision, run), purpose, revision, run, stage, results, finished };
}
