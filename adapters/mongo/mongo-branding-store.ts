import type { Model } from 'mongoose';

import type { BrandingStore, SeenLogo, StoredLogo } from '../../activities/ports/branding-store';
import type { InlineLogo } from '../../activities/ports/mail-composer';
import { CatalogueError } from '../../domain/errors';
import { logoFaults } from '../../domain/logo';
import { logoTag } from '../crypto/logo-tag';
import type { MongoConnection } from './mongo-connection';
import { insertedNow, storeSchema } from './store-schema';

interface BrandingDocument {
  readonly _id: string;
  readonly contentType: InlineLogo['contentType'];
  readonly bytes: Buffer;
}

const schema = storeSchema<BrandingDocument>('brandings', {
  _id: { type: String, required: true },
  contentType: { type: String, required: true, enum: ['image/png', 'image/jpeg'] },
  bytes: { type: Buffer, required: true },
});

/** The logo of each organization; the newest replaces the one before. */
export class MongoBrandingStore implements BrandingStore {
  readonly #mongo: MongoConnection;
  readonly #brandings: Model<BrandingDocument>;

  constructor(mongo: MongoConnection) {
    this.#mongo = mongo;
    this.#brandings = mongo.model('Branding', schema);
  }

  /** Throws LOGO_INVALID for what is no light PNG or JPEG, whatever it is called. */
  async saveLogo(organizationId: string, logo: InlineLogo, seen: SeenLogo = 'any'): Promise<StoredLogo> {
    const { contentType } = logo;
    const faults = logoFaults(contentType, logo.bytes);
    if (faults.length > 0) throw new CatalogueError('LOGO_INVALID', undefined, { faults });
    const stored = { contentType, bytes: Buffer.from(logo.bytes) };
    const saved = { ...stored, tag: logoTag(stored) };
    if (seen === 'none') await this.#addFirst(organizationId, saved);
    else if (seen === 'any') await this.#replaceAny(organizationId, stored);
    else await this.#replace(organizationId, saved, seen.tag);
    return saved;
  }

  async #addFirst(organizationId: string, { tag, ...logo }: StoredLogo): Promise<void> {
    const first = { _id: organizationId, ...logo, bytes: Buffer.from(logo.bytes) };
    const isFirst = await this.#mongo.run(async () => await insertedNow(this.#brandings, first));
    if (isFirst || (await this.logo(organizationId))?.tag === tag) return;
    throw new CatalogueError('PRECONDITION_REQUIRED');
  }

  async #replaceAny(organizationId: string, stored: Omit<BrandingDocument, '_id'>): Promise<void> {
    const change = { $set: stored };
    const options = { upsert: true, runValidators: true };
    await this.#mongo.run(async () => await this.#brandings.updateOne({ _id: organizationId }, change, options));
  }

  async logo(organizationId: string): Promise<StoredLogo | null> {
    const query = { _id: organizationId };
    const found = await this.#mongo.run(async () => await this.#brandings.findOne(query).lean<BrandingDocument>());
    if (found === null) return null;
    const { contentType, bytes } = found;
    return { contentType, bytes, tag: logoTag({ contentType, bytes }) };
  }

  /** Its bytes are compared once more in the write itself, so that of two that race one is refused. */
  async #replace(organizationId: string, { tag, ...logo }: StoredLogo, expectedTag: string): Promise<void> {
    const standing = await this.logo(organizationId);
    if (standing?.tag === tag) return;
    if (standing?.tag !== expectedTag) throw new CatalogueError('PRECONDITION_FAILED');
    const { contentType, bytes } = standing;
    const query = { _id: organizationId, contentType, bytes: Buffer.from(bytes) };
    const { matchedCount } = await this.#mongo.run(
      async () => await this.#brandings.updateOne(query, { $set: logo }, { runValidators: true }),
    );
    if (matchedCount === 0) throw new CatalogueError('PRECONDITION_FAILED');
  }
}
