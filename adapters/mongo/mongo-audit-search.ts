import type { Model, QueryFilter } from 'mongoose';

import type { AuditFilter, AuditSearch, AuditSearchFilter } from '../../activities/ports/audit-search';
import type { ChainedAuditEntry } from '../../domain/audit-entry';
import type { ListPage } from '../../domain/list-order';
import { chainedEntry } from './chained-entry';
import { auditSchema, type AuditDocument } from './lifecycle-schemas';
import type { MongoConnection } from './mongo-connection';
import { given, sortedPage, within, type StoredFields } from './sorted-page';

const storedFields: StoredFields<'auditSearch'> = { at: { path: 'at' } };

/** Searches the trails of all organizations by the indexes that stand for that beside the one of the trail. */
export class MongoAuditSearch implements AuditSearch {
  readonly #mongo: MongoConnection;
  readonly #entries: Model<AuditDocument>;

  constructor(mongo: MongoConnection) {
    this.#mongo = mongo;
    this.#entries = mongo.model('AuditEntry', auditSchema);
  }

  async search(filter: AuditSearchFilter, page: ListPage<'auditSearch'>): Promise<readonly ChainedAuditEntry[]> {
    const { organizationId, actor, part } = filter;
    const { behind, sort, limit } = sortedPage('auditSearch', page, storedFields);
    const query = {
      ...given({ organizationId, 'actor.part': part }),
      $and: [behind, auditConditions(filter), actor === undefined ? {} : actedBy(actor)],
    };
    const found = await this.#mongo.run(
      async () => await this.#entries.find(query, null, { sort, limit }).lean<AuditDocument[]>(),
    );
    return found.map(chainedEntry);
  }
}

/** What is asked of an entry, whichever trail it stands in. */
export function auditConditions(filter: AuditFilter): QueryFilter<AuditDocument> {
  const { event, outcome, requestId, since, until } = filter;
  return { ...given({ event, outcome, requestId }), ...within(storedFields.at, { since, until }) };
}

function actedBy(person: string): QueryFilter<AuditDocument> {
  return { $or: [{ 'actor.subject': person }, { 'actor.email': person }] };
}
