import type { CredentialOpener } from '../../activities/ports/credential-vault';
import type { LifecycleReader } from '../../activities/ports/lifecycle-store';
import type { WebhookAnswer, WebhookDelivery, WebhookSender } from '../../activities/ports/webhooks';
import { CatalogueError } from '../../domain/errors';
import { signingSecrets } from '../../domain/lifecycle/webhook-rules';
import { webhookSecretBinding, webhookSecretBytes } from './webhook-secret';
import type { WebhookPost } from './webhook-post';

/** Posts an organization's events to the endpoint that it names at that moment, signed with its own secrets. */
export class OrganizationWebhookSender implements WebhookSender {
  readonly #lifecycles: Pick<LifecycleReader, 'find'>;
  readonly #credentials: CredentialOpener;
  readonly #post: WebhookPost;

  constructor(lifecycles: Pick<LifecycleReader, 'find'>, credentials: CredentialOpener, post: WebhookPost) {
    this.#lifecycles = lifecycles;
    this.#credentials = credentials;
    this.#post = post;
  }

  /** Throws STORE_UNAVAILABLE. */
  async send(
    delivery: Pick<WebhookDelivery, 'id' | 'body' | 'organizationId'>,
    signal: AbortSignal,
  ): Promise<WebhookAnswer> {
    const { organizationId } = delivery;
    const state = await this.#lifecycles.find(organizationId);
    if (!state?.webhook) return { status: null, trouble: 'NO_ENDPOINT' };
    const signing = signingSecrets(state, new Date().toISOString());
    const opened = await Promise.all(signing.map(({ credentialId }) => this.#open(organizationId, credentialId)));
    const secrets = opened.filter((secret) => secret !== null);
    // Whoever listens could not believe an event that nobody signed.
    if (secrets.length === 0) return { status: null, trouble: 'SECRET_UNREADABLE' };
    return await this.#post.send({ url: state.webhook.url, secrets }, delivery, signal);
  }

  /** Null for one that was destroyed meanwhile, or whose key is not configured. */
  async #open(organizationId: string, credentialId: string): Promise<Uint8Array | null> {
    try {
      return webhookSecretBytes(await this.#credentials.open(webhookSecretBinding(organizationId, credentialId)));
    } catch (error) {
      if (error instanceof CatalogueError && error.code === 'CREDENTIAL_UNREADABLE') return null;
      throw error;
    }
  }
}
