import { trusted, type Model } from 'mongoose';

import { CatalogueError } from '../../domain/errors';
import type { SealBinding, SealedBox, SealedSecret } from '../crypto/sealed-box';
import { credentialSchema, type CredentialDocument } from './credential-schema';
import type { MongoConnection } from './mongo-connection';
import { storeFailure } from './store-failure';

/** What became of the credentials that another key than the first one wraps. */
export interface RewrapResult {
  readonly rewrapped: number;
  /** Those that no configured key opens; they stay as they are. */
  readonly unreadable: readonly Pick<CredentialDocument, 'organizationId' | 'credentialId'>[];
  /** How many credentials each key wraps now, by key id. */
  readonly remaining: Readonly<Record<string, number>>;
}

const batchSize = 200;

/**
 * Wraps data keys with the active key while the service goes on: the content is not touched, each credential is one
 * compare-and-set, and whoever opens one meanwhile finds it wrapped by the one key or by the other.
 */
export class MongoCredentialRewrapper {
  readonly #mongo: MongoConnection;
  readonly #box: SealedBox;
  readonly #credentials: Model<CredentialDocument>;

  constructor(mongo: MongoConnection, box: SealedBox) {
    this.#mongo = mongo;
    this.#box = box;
    this.#credentials = mongo.model('Credential', credentialSchema);
  }

  /** Repeatable, also after an interruption. Throws STORE_UNAVAILABLE, KEYS_UNAVAILABLE. */
  async rewrapAll(activeKeyId: string): Promise<RewrapResult> {
    await this.#mongo.connect();
    try {
      const result = await this.#rewrapOthers(activeKeyId);
      return { ...result, remaining: await this.#countByKey() };
    } catch (error) {
      throw storeFailure(error);
    }
  }

  async #rewrapOthers(activeKeyId: string): Promise<Omit<RewrapResult, 'remaining'>> {
    const unreadable: Pick<CredentialDocument, 'organizationId' | 'credentialId'>[] = [];
    let rewrapped = 0;
    const others = this.#credentials
      .find({ 'sealed.keyId': trusted({ $exists: true, $ne: activeKeyId }) })
      .lean<CredentialDocument[]>();
    for await (const document of others.cursor({ batchSize })) {
      const { _id, organizationId, credentialId, sealed } = document;
      if (!sealed) continue;
      const wrapped = await this.#wrappedAnew(sealed, document);
      if (!wrapped) unreadable.push({ organizationId, credentialId });
      else if (await this.#replace(_id, sealed, wrapped)) rewrapped += 1;
    }
    return { rewrapped, unreadable };
  }

  /** Null for what no configured key opens. */
  async #wrappedAnew(sealed: SealedSecret, binding: SealBinding): Promise<SealedSecret | null> {
    try {
      return await this.#box.rewrap(sealed, binding);
    } catch (error) {
      if (error instanceof CatalogueError && error.code === 'CREDENTIAL_UNREADABLE') return null;
      throw error;
    }
  }

  /** False when it was destroyed or rewrapped by somebody else meanwhile; a destroyed one must not come back. */
  async #replace(_id: string, sealed: SealedSecret, { keyId, wrappedKey }: SealedSecret): Promise<boolean> {
    const unchanged = { _id, 'sealed.keyId': sealed.keyId, 'sealed.wrappedKey.data': sealed.wrappedKey.data };
    const change = { $set: { 'sealed.keyId': keyId, 'sealed.wrappedKey': wrappedKey } };
    const { matchedCount } = await this.#credentials.updateOne(unchanged, change);
    return matchedCount === 1;
  }

  async #countByKey(): Promise<Record<string, number>> {
    const counts = await this.#credentials.aggregate<{ _id: string; count: number }>([
      { $match: { 'sealed.keyId': { $exists: true } } },
      { $group: { _id: '$sealed.keyId', count: { $sum: 1 } } },
      { $sort: { _id: 1 } },
    ]);
    return Object.fromEntries(counts.map(({ _id, count }) => [_id, count]));
  }
}
