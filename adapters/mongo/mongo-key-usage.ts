import type { Model } from 'mongoose';

import type { KeyEncryption } from '../../activities/ports/key-encryption';
import type { KeyUsage, KeyUse } from '../../activities/ports/key-usage';
import { CatalogueError } from '../../domain/errors';
import type { KeyState } from '../../domain/key-state';
import type { SealedBox } from '../crypto/sealed-box';
import { credentialSchema, type CredentialDocument } from './credential-schema';
import type { MongoConnection } from './mongo-connection';

/** So many secrets are tried for each key: a single one could be damaged by itself. */
const samples = 3;

/** Counts stored secrets by the key that wraps them, and tries each key on some of them; contents stay closed. */
export class MongoKeyUsage implements KeyUsage {
  readonly #mongo: MongoConnection;
  readonly #keys: KeyEncryption;
  readonly #box: SealedBox;
  readonly #credentials: Model<CredentialDocument>;

  constructor(mongo: MongoConnection, keys: KeyEncryption, box: SealedBox) {
    this.#mongo = mongo;
    this.#keys = keys;
    this.#box = box;
    this.#credentials = mongo.model('Credential', credentialSchema);
  }

  async look(): Promise<readonly KeyUse[]> {
    const [counts, active] = [await this.#countByKey(), await this.#activeKeyId()];
    const ids = new Set([...counts.keys(), ...this.#keys.namedKeyIds(), ...(active === null ? [] : [active])]);
    const uses = [...ids].toSorted().map(async (keyId): Promise<KeyUse> => {
      const secrets = counts.get(keyId) ?? 0;
      const state = secrets === 0 ? 'unused' : await this.#stateOf(keyId);
      return { keyId, state, isActive: keyId === active, secrets };
    });
    return await Promise.all(uses);
  }

  async #countByKey(): Promise<ReadonlyMap<string, number>> {
    const counts = await this.#mongo.run(
      async () =>
        await this.#credentials.aggregate<{ _id: string; count: number }>([
          { $match: { 'sealed.keyId': { $exists: true } } },
          { $group: { _id: '$sealed.keyId', count: { $sum: 1 } } },
        ]),
    );
    return new Map(counts.map(({ _id, count }) => [_id, count]));
  }

  /** Null while the key service does not say. */
  async #activeKeyId(): Promise<string | null> {
    return await this.#keys.activeKeyId().catch(() => null);
  }

  async #stateOf(keyId: string): Promise<KeyState> {
    if (!this.#keys.isConfigured(keyId)) return 'missing';
    const some = await this.#mongo.run(
      async () => await this.#credentials.find({ 'sealed.keyId': keyId }).limit(samples).lean<CredentialDocument[]>(),
    );
    const states = await Promise.all(some.map(async (document) => await this.#tried(document)));
    // Whatever was there is gone by now: nothing of it can stay closed.
    if (states.length === 0 || states.includes('opens')) return 'opens';
    return states.includes('away') ? 'away' : 'refused';
  }

  async #tried({ sealed, ...binding }: CredentialDocument): Promise<KeyState> {
    if (!sealed) return 'opens';
    try {
      await this.#box.tryKey(sealed, binding);
      return 'opens';
    } catch (error) {
      return error instanceof CatalogueError && error.code === 'CREDENTIAL_UNREADABLE' ? 'refused' : 'away';
    }
  }
}
