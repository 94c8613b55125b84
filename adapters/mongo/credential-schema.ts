import type { Ciphertext } from '../crypto/aes-gcm';
import type { SealedSecret } from '../crypto/sealed-box';
import { partSchema, storeSchema } from './store-schema';

export const credentialCollection = 'credentials';

export interface CredentialDocument {
  readonly _id: string;
  readonly organizationId: string;
  readonly credentialId: string;
  readonly revision: number;
  /** Gone once the credential is shredded. */
  readonly sealed?: SealedSecret;
  readonly depositedAt: Date;
  /** When a deposit that nobody adopted is dropped; absent once adopted or shredded. */
  readonly expiresAt?: Date;
  readonly adoptedAt: Date | null;
  readonly shreddedAt: Date | null;
}

const ciphertext = partSchema<Ciphertext>({
  iv: { type: Buffer, required: true },
  tag: { type: Buffer, required: true },
  data: { type: Buffer },
});

/** What a key service wraps stands in `data` alone. */
const wrappedKey = partSchema<Ciphertext>({ iv: { type: Buffer }, tag: { type: Buffer }, data: { type: Buffer } });

const sealed = partSchema<SealedSecret>({
  version: { type: Number, required: true },
  algorithm: { type: String, required: true },
  content: { type: ciphertext, required: true },
  keyId: { type: String, required: true },
  wrappedKey: { type: wrappedKey, required: true },
});

export const credentialSchema = storeSchema<CredentialDocument>(
  credentialCollection,
  {
    _id: { type: String, required: true },
    organizationId: { type: String, required: true },
    credentialId: { type: String, required: true },
    revision: { type: Number, required: true },
    sealed: { type: sealed },
    depositedAt: { type: Date, required: true },
    expiresAt: { type: Date },
    adoptedAt: { type: Date, default: null },
    shreddedAt: { type: Date, default: null },
  },
  [
    { fields: { expiresAt: 1 }, options: { name: 'unadopted', expireAfterSeconds: 0 } },
    { fields: { 'sealed.keyId': 1 }, options: { name: 'by_key', sparse: true } },
  ],
);
