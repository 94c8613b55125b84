import type { Model } from 'mongoose';

import type { BrandingStore } from '../../activities/ports/branding-store';
import type { InlineLogo } from '../../activities/ports/mail-composer';
import { CatalogueError } from '../../domain/errors';
import { logoFaults } from '../../domain/logo';
import type { MongoConnection } from './mongo-connection';
import { storeSchema } from './store-schema';

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
  async saveLogo(organizationId: string, logo: InlineLogo): Promise<void> {
    const { contentType } = logo;
    const faults = logoFaults(contentType, logo.bytes);
    if (faults.length > 0) throw new CatalogueError('LOGO_INVALID', undefined, { faults });
    const stored = { contentType, bytes: Buffer.from(logo.bytes) };
    await this.#mongo.run(
      async () =>
        await this.#brandings.updateOne(
          { _id: organizationId },
          { $set: stored },
          { upsert: true, runValidators: true },
        ),
    );
  }

  async logo(organizationId: string): Promise<InlineLogo | null> {
    const query = { _id: organizationId };
    const found = await this.#mongo.run(async () => await this.#brandings.findOne(query).lean<BrandingDocument>());
    return found === null ? null : { contentType: found.contentType, bytes: found.bytes };
  }
}
