import { trusted, type Model } from 'mongoose';

import type {
  CredentialBinding,
  CredentialDepositor,
  CredentialKeeper,
  CredentialOpener,
} from '../../activities/ports/credential-vault';
import { CatalogueError } from '../../domain/errors';
import type { Secret } from '../../domain/secret';
import type { SealedBox } from '../crypto/sealed-box';
import { credentialSchema, type CredentialDocument } from './credential-schema';
import type { MongoConnection } from './mongo-connection';
import { insertedNow } from './store-schema';

const depositLifetimeMs = 60 * 60 * 1000;

/**
 * Passwords, sealed. A deposit lives for an hour unless it is adopted; what is shredded leaves a tombstone without key
 * material, which says when, and keeps its id from being used again.
 */
export class MongoCredentialVault implements CredentialDepositor, CredentialKeeper, CredentialOpener {
  readonly #mongo: MongoConnection;
  readonly #box: SealedBox;
  readonly #credentials: Model<CredentialDocument>;

  constructor(mongo: MongoConnection, box: SealedBox) {
    this.#mongo = mongo;
    this.#box = box;
    this.#credentials = mongo.model('Credential', credentialSchema);
  }

  async deposit(binding: CredentialBinding, password: Secret): Promise<void> {
    const now = Date.now();
    const document: CredentialDocument = {
      ...identityOf(binding.organizationId, binding.credentialId),
      revision: binding.revision,
      sealed: this.#box.seal(password, binding),
      depositedAt: new Date(now),
      expiresAt: new Date(now + depositLifetimeMs),
      adoptedAt: null,
      shreddedAt: null,
    };
    await this.#mongo.run(async () => {
      if (!(await insertedNow(this.#credentials, document))) await this.#awaitDurable(document);
    });
  }

  async discard(binding: CredentialBinding): Promise<void> {
    const { organizationId, credentialId, revision } = binding;
    const deposit = { ...identityOf(organizationId, credentialId), revision, adoptedAt: null, shreddedAt: null };
    await this.#mongo.run(async () => await this.#credentials.deleteOne(deposit));
  }

  async adopt(organizationId: string, credentialId: string): Promise<void> {
    const present = { ...identityOf(organizationId, credentialId), shreddedAt: null };
    const adopted = await this.#mongo.run(
      async () =>
        (await this.#credentials.updateOne({ ...present, adoptedAt: null }, adoption())).matchedCount === 1 ||
        (await this.#credentials.exists({ ...present, adoptedAt: trusted({ $ne: null }) })) !== null,
    );
    if (!adopted) throw new CatalogueError('CREDENTIAL_UNREADABLE', 'The deposited password is gone; enter it again');
  }

  async shred(organizationId: string, credentialIds: readonly string[]): Promise<void> {
    const ids = credentialIds.map((credentialId) => documentId(organizationId, credentialId));
    const unshredded = { _id: trusted({ $in: ids }), organizationId, shreddedAt: null };
    await this.#mongo.run(async () => await this.#credentials.updateMany(unshredded, shredding()));
  }

  async open(binding: CredentialBinding): Promise<Secret> {
    const identity = identityOf(binding.organizationId, binding.credentialId);
    const found = await this.#mongo.run(
      async () => await this.#credentials.findOne(identity).lean<CredentialDocument>(),
    );
    if (!found?.sealed) throw new CatalogueError('CREDENTIAL_UNREADABLE', 'There is no such credential any more');
    return this.#box.open(found.sealed, binding);
  }

  /** Changes nothing, but as a write it waits until the deposit that stands there is durable. */
  async #awaitDurable({ _id }: CredentialDocument): Promise<void> {
    await this.#credentials.updateOne({ _id }, { $setOnInsert: { _id } });
  }
}

function identityOf(organizationId: string, credentialId: string) {
  return { _id: documentId(organizationId, credentialId), organizationId, credentialId };
}

/** Unambiguous, whatever characters the two ids are made of. */
function documentId(organizationId: string, credentialId: string): string {
  return JSON.stringify([organizationId, credentialId]);
}

function adoption(): object {
  return { $set: { adoptedAt: new Date() }, $unset: { expiresAt: true } };
}

function shredding(): object {
  return { $set: { shreddedAt: new Date() }, $unset: { sealed: true, expiresAt: true } };
}
