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
import { SealedCredentialReads } from './sealed-credential-reads';
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
  readonly #reads: SealedCredentialReads;

  constructor(mongo: MongoConnection, box: SealedBox) {
    this.#mongo = mongo;
    this.#box = box;
    this.#credentials = mongo.model('Credential', credentialSchema);
    this.#reads = new SealedCredentialReads(mongo);
  }

  async deposit(binding: CredentialBinding, password: Secret): Promise<void> {
    const document = await this.#newDeposit(binding, password);
    await this.#mongo.run(async () => {
      await this.#dropExpired(document.depositedAt);
      if (await insertedNow(this.#credentials, document)) return;
      await this.#refuseOther(binding, password);
      await this.#prolong(document);
    });
  }

  async carryOver(from: CredentialBinding, to: CredentialBinding): Promise<void> {
    await this.deposit(to, await this.open(from));
  }

  async refuseOther(binding: CredentialBinding, password: Secret): Promise<void> {
    await this.#mongo.run(async () => await this.#refuseOther(binding, password));
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
    const sealed = await this.#reads.read(documentId(binding.organizationId, binding.credentialId));
    if (!sealed) throw new CatalogueError('CREDENTIAL_UNREADABLE', 'There is no such credential any more');
    return this.#box.open(sealed, binding);
  }

  /** MongoDB drops expired deposits by itself, but not where its TTL monitor does not run, as in an embedded engine. */
  async #dropExpired(now: Date): Promise<void> {
    await this.#credentials.deleteMany({ expiresAt: trusted({ $lte: now }) });
  }

  /** A repetition may be the one that is accepted, so that it has the whole hour until its adoption. */
  async #prolong({ _id, expiresAt }: CredentialDocument): Promise<void> {
    await this.#credentials.updateOne({ _id, adoptedAt: null, shreddedAt: null }, { $set: { expiresAt } });
  }

  /** Changes nothing, but as a write it waits until the credential that it compares with is durable. */
  async #refuseOther(binding: CredentialBinding, password: Secret): Promise<void> {
    const identity = identityOf(binding.organizationId, binding.credentialId);
    const found = await this.#credentials
      .findOneAndUpdate(identity, { $setOnInsert: identity })
      .lean<CredentialDocument>();
    if (!found) return;
    const isSame = found.revision === binding.revision && (await this.#couldBe(found, binding, password));
    if (!isSame) throw new CatalogueError('IDEMPOTENCY_KEY_REUSED');
  }

  /** Nothing can be compared with what was destroyed. */
  async #couldBe({ sealed }: CredentialDocument, binding: CredentialBinding, password: Secret): Promise<boolean> {
    return sealed === undefined || this.#box.holds(sealed, binding, password);
  }

  async #newDeposit(binding: CredentialBinding, password: Secret): Promise<CredentialDocument> {
    const sealed = await this.#box.seal(password, binding);
    const now = Date.now();
    return {
      ...identityOf(binding.organizationId, binding.credentialId),
      revision: binding.revision,
      sealed,
      depositedAt: new Date(now),
      expiresAt: new Date(now + depositLifetimeMs),
      adoptedAt: null,
      shreddedAt: null,
    };
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
