import type { CredentialDepositor, CredentialOpener } from '../../activities/ports/credential-vault';
import type { WebhookSecretIssuer } from '../../activities/ports/webhooks';
import { CatalogueError, type ErrorCode } from '../../domain/errors';
import type { Secret } from '../../domain/secret';
import { newWebhookSecret, webhookSecretBinding } from './webhook-secret';

/** Makes secrets at random and deposits them in the vault. */
export class VaultedWebhookSecrets implements WebhookSecretIssuer {
  readonly #vault: Pick<CredentialDepositor, 'deposit'> & CredentialOpener;

  constructor(vault: Pick<CredentialDepositor, 'deposit'> & CredentialOpener) {
    this.#vault = vault;
  }

  async issue(organizationId: string, credentialId: string): Promise<Secret | null> {
    const binding = webhookSecretBinding(organizationId, credentialId);
    // The first deposit under an id stays; what is there is the secret, whoever made it.
    await unless('IDEMPOTENCY_KEY_REUSED', this.#vault.deposit(binding, newWebhookSecret()));
    return await unless('CREDENTIAL_UNREADABLE', this.#vault.open(binding));
  }
}

async function unless<Result>(code: ErrorCode, work: Promise<Result>): Promise<Result | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof CatalogueError && error.code === code) return null;
    throw error;
  }
}
