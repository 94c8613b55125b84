import { suppressionAddress } from '../../domain/undeliverables/suppression';
import { findAll } from './find-all';
import { GroupCommit } from './group-commit';
import type { MongoConnection } from './mongo-connection';
import { suppressionCollection, type SuppressionDocument } from './suppression-schema';

interface Asked {
  readonly organizationId: string;
  readonly addresses: readonly string[];
}

/** What tells whether an entry keeps mail back. */
export type Standing = Pick<SuppressionDocument, 'organizationId' | 'address' | 'cause' | 'expiresAt'>;

const limits = { inFlight: 1, itemsPerWrite: 100 };
/** What is known of an address by itself, and that its owner has unsubscribed. */
const entriesPerAddress = 2;
const projection = { _id: 0, organizationId: 1, address: 1, cause: 1, expiresAt: 1 };

/** What sending asks of the lists: whoever asks at the same time, for whatever organization, shares a question. */
export class SuppressionQuestions {
  readonly #mongo: MongoConnection;
  readonly #presence: GroupCommit<string, boolean>;
  readonly #standing: GroupCommit<Asked, readonly Standing[]>;

  constructor(mongo: MongoConnection) {
    this.#mongo = mongo;
    this.#presence = new GroupCommit(async (ids) => await this.#haveEntries(ids), limits);
    this.#standing = new GroupCommit(async (asked) => await this.#entriesOf(asked), limits);
  }

  /** Throws STORE_UNAVAILABLE. */
  async hasEntries(organizationId: string): Promise<boolean> {
    return await this.#presence.add(organizationId);
  }

  /** The organization's entries of these addresses that nobody has removed. Throws STORE_UNAVAILABLE. */
  async entries(organizationId: string, addresses: readonly string[]): Promise<readonly Standing[]> {
    return await this.#standing.add({ organizationId, addresses: addresses.map(suppressionAddress) });
  }

  async #haveEntries(organizationIds: readonly string[]): Promise<readonly boolean[]> {
    const query = { organizationId: { $in: [...new Set(organizationIds)] } };
    const found = await this.#mongo.native(
      async (database) =>
        await database.collection<SuppressionDocument>(suppressionCollection).distinct('organizationId', query),
    );
    const known = new Set(found);
    return organizationIds.map((id) => known.has(id));
  }

  async #entriesOf(asked: readonly Asked[]): Promise<readonly (readonly Standing[])[]> {
    const $or = asked.map(({ organizationId, addresses }) => ({ organizationId, address: { $in: [...addresses] } }));
    const limit = asked.reduce((sum, { addresses }) => sum + addresses.length, 0) * entriesPerAddress;
    const query = { filter: { removedAt: null, $or }, projection, limit };
    const found = await this.#mongo.native(
      async (database) => await findAll<Standing>(database, suppressionCollection, query),
    );
    return asked.map(({ organizationId, addresses }) =>
      found.filter((entry) => entry.organizationId === organizationId && addresses.includes(entry.address)),
    );
  }
}
