import type { SealedSecret } from '../crypto/sealed-box';
import { credentialCollection, type CredentialDocument } from './credential-schema';
import { GroupCommit } from './group-commit';
import type { MongoConnection } from './mongo-connection';

const limits = { inFlight: 1, itemsPerWrite: 100 };

/** Reads sealed passwords; sessions with different servers that are opened at the same time share a question. */
export class SealedCredentialReads {
  readonly #mongo: MongoConnection;
  readonly #reads: GroupCommit<string, SealedSecret | null>;

  constructor(mongo: MongoConnection) {
    this.#mongo = mongo;
    this.#reads = new GroupCommit(async (ids) => await this.#readAll(ids), limits);
  }

  /** Null where there is no such credential, or it was shredded. Throws STORE_UNAVAILABLE. */
  async read(id: string): Promise<SealedSecret | null> {
    return await this.#reads.add(id);
  }

  async #readAll(ids: readonly string[]): Promise<readonly (SealedSecret | null)[]> {
    const query = { _id: { $in: [...new Set(ids)] } };
    const options = { projection: { sealed: 1 }, promoteBuffers: true, batchSize: ids.length + 1 };
    const found = await this.#mongo.native(
      async (database) =>
        await database.collection<CredentialDocument>(credentialCollection).find(query, options).toArray(),
    );
    const sealed = new Map(found.map(({ _id, sealed: secret }) => [_id, secret]));
    return ids.map((id) => sealed.get(id) ?? null);
  }
}
