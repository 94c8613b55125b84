import { createHash } from 'node:crypto';

import { trusted, type Model } from 'mongoose';

import type {
  NewSuppression,
  SuppressionCommand,
  SuppressionFilter,
  SuppressionList,
  SuppressionRemoval,
} from '../../activities/ports/suppression-list';
import type { MailCategory } from '../../domain/mail-message';
import { CatalogueError } from '../../domain/errors';
import type { ListPage } from '../../domain/list-order';
import {
  suppressionAddress,
  type Suppression,
  type SuppressionCause,
  type SuppressionState,
} from '../../domain/undeliverables/suppression';
import { withAddition, withRemoval } from '../../domain/undeliverables/suppression-changes';
import type { MongoConnection } from './mongo-connection';
import { given, sortedPage, type StoredFields } from './sorted-page';
import { insertedNow } from './store-schema';
import { SuppressionQuestions } from './suppression-questions';
import { suppressionCommandSchema, type SuppressionCommandDocument } from './suppression-command-schema';
import {
  suppressionSchema,
  toSuppression,
  toSuppressionDocument,
  type SuppressionDocument,
} from './suppression-schema';

/** Two writers of the same address at once are rare; so many in a row mean that something is wrong. */
const attempts = 10;
const storedFields: StoredFields<'suppressions'> = {
  addedAt: { path: 'addedAt', isDate: true },
  address: { path: 'address' },
};

/** One document for each organization and address, and another one where its owner unsubscribed, changed by compare-and-set. */
export class MongoSuppressionList implements SuppressionList {
  readonly #mongo: MongoConnection;
  readonly #entries: Model<SuppressionDocument>;
  readonly #commands: Model<SuppressionCommandDocument>;
  readonly #questions: SuppressionQuestions;

  constructor(mongo: MongoConnection) {
    this.#mongo = mongo;
    this.#entries = mongo.model('Suppression', suppressionSchema);
    this.#commands = mongo.model('SuppressionCommand', suppressionCommandSchema);
    this.#questions = new SuppressionQuestions(mongo);
  }

  async hasEntries(organizationId: string): Promise<boolean> {
    return await this.#questions.hasEntries(organizationId);
  }

  async suppressed(
    organizationId: string,
    addresses: readonly string[],
    now: string,
    category: MailCategory = 'transactional',
  ): Promise<ReadonlyMap<string, readonly SuppressionCause[]>> {
    const entries = await this.#questions.entries(organizationId, addresses);
    const moment = new Date(now);
    const active = entries
      .filter(({ expiresAt }) => expiresAt === null || expiresAt > moment)
      .filter(({ cause }) => category !== 'transactional' || cause !== 'unsubscribed');
    const causesOf = (address: string) =>
      active.filter((entry) => entry.address === suppressionAddress(address)).map(({ cause }) => cause);
    const kept = addresses.map((address) => [address, causesOf(address)] as const);
    return new Map(kept.filter(([, causesOfIt]) => causesOfIt.length > 0));
  }

  async add({ change, ...added }: NewSuppression): Promise<Suppression> {
    const address = suppressionAddress(added.address);
    const id = suppressionId(added.organizationId, address, added.cause);
    const entry = { ...added, id, address, addedAt: change.at };
    const changed = await this.#change({ _id: id }, (standing) =>
      withAddition(standing, { entry, change: { ...change, event: 'added', cause: added.cause } }),
    );
    if (changed === null) throw new CatalogueError('INTERNAL', 'An added address was not kept');
    return changed;
  }

  async remove({ organizationId, id, change, expectedVersion }: SuppressionRemoval): Promise<Suppression | null> {
    return await this.#change({ _id: id, organizationId }, (standing) => {
      if (standing === null) return null;
      const removal = { ...change, event: 'removed', cause: 'manual' } as const;
      const removed = withRemoval(standing, removal, expectedVersion);
      if (removed === null) throw new CatalogueError('PRECONDITION_FAILED');
      return removed;
    });
  }

  async claim({ organizationId, causedBy, fingerprint, at }: SuppressionCommand): Promise<void> {
    const key = digest(organizationId, causedBy);
    await this.#mongo.run(async () => {
      if (await insertedNow(this.#commands, { _id: key, fingerprint, at: new Date(at) })) return;
      const first = await this.#commands.findById(key).lean<SuppressionCommandDocument>();
      if (first !== null && first.fingerprint !== fingerprint) throw new CatalogueError('IDEMPOTENCY_KEY_REUSED');
    });
  }

  async find(organizationId: string, id: string): Promise<Suppression | null> {
    const found = await this.#mongo.run(
      async () => await this.#entries.findOne({ _id: id, organizationId }).lean<SuppressionDocument>(),
    );
    return found && toSuppression(found);
  }

  async list(filter: SuppressionFilter, page: ListPage<'suppressions'>): Promise<readonly Suppression[]> {
    const { organizationId, state, cause, reason, address, now } = filter;
    const { behind, sort, limit } = sortedPage('suppressions', page, storedFields);
    const query = {
      organizationId,
      ...given({ cause, reason, address: address && suppressionAddress(address) }),
      $and: [behind, state === undefined ? {} : inState(state, now)],
    };
    const found = await this.#mongo.run(
      async () => await this.#entries.find(query, null, { sort, limit }).lean<SuppressionDocument[]>(),
    );
    return found.map(toSuppression);
  }

  async #change(
    query: { _id: string; organizationId?: string },
    rule: (standing: Suppression | null) => Suppression | null,
  ): Promise<Suppression | null> {
    return await this.#mongo.run(async () => {
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        const standing = await this.#entries.findOne(query).lean<SuppressionDocument>();
        const changed = rule(standing && toSuppression(standing));
        if (changed === null || (await this.#replaced(standing, changed))) return changed;
      }
      throw new CatalogueError('STORE_UNAVAILABLE', 'The entry is changed too often at the moment');
    });
  }

  /** Also what stays as it is gets written, so that it is durable when it is answered with. */
  async #replaced(standing: SuppressionDocument | null, changed: Suppression): Promise<boolean> {
    if (standing === null) return await insertedNow(this.#entries, toSuppressionDocument(changed));
    const { _id, version } = standing;
    const { matchedCount } = await this.#entries.replaceOne({ _id, version }, toSuppressionDocument(changed));
    return matchedCount === 1;
  }
}

/** Always the same for an organization and address, and without the address in it: ids stand in URLs and logs. */
function suppressionId(organizationId: string, address: string, cause: SuppressionCause): string {
  // What an owner has unsubscribed from says nothing about whether the address is dead: two entries, side by side.
  return digest(organizationId, cause === 'unsubscribed' ? `${address}\n${cause}` : address);
}

function digest(organizationId: string, part: string): string {
  return createHash('sha256').update(`${organizationId}\n${part}`).digest('hex').slice(0, 32);
}

function inState(state: SuppressionState, now: string): object {
  const moment = new Date(now);
  switch (state) {
    case 'removed':
      return { removedAt: trusted({ $ne: null }) };
    case 'expired':
      return { removedAt: null, expiresAt: trusted({ $lte: moment, $ne: null }) };
    case 'active':
      return { removedAt: null, $or: [{ expiresAt: null }, { expiresAt: trusted({ $gt: moment }) }] };
  }
}
