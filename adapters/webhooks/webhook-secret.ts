import { randomBytes } from 'node:crypto';

import type { CredentialBinding } from '../../activities/ports/credential-vault';
import { Secret } from '../../domain/secret';

const prefix = 'whsec_';
const secretBytes = 32;

/** A new secret, as the Standard Webhooks specification writes them. */
export function newWebhookSecret(): Secret {
  return new Secret(prefix + randomBytes(secretBytes).toString('base64'));
}

/** The bytes that sign. */
export function webhookSecretBytes(secret: Secret): Uint8Array {
  return Buffer.from(secret.reveal().slice(prefix.length), 'base64');
}

/** Secrets of webhooks belong to no revision of a mail server. */
export function webhookSecretBinding(organizationId: string, credentialId: string): CredentialBinding {
  return { organizationId, credentialId, revision: 0 };
}
