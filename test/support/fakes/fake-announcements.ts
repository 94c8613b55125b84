import type { Announcer } from '../../../activities/ports/announcement-ledger';
import type {
  WebhookAnswer,
  WebhookDelivery,
  WebhookFilter,
  WebhookSecretIssuer,
  WebhookSender,
  WebhookStore,
} from '../../../activities/ports/webhooks';
import type { ListPage } from '../../../domain/list-order';
import { CatalogueError, type ErrorCode } from '../../../domain/errors';
import { Secret } from '../../../domain/secret';
import { hasAll, isWithin, pageInMemory } from './page-in-memory';

export class FakeAnnouncer implements Announcer {
  readonly announced: string[] = [];
  trouble: ErrorCode | null = null;

  async announce(organizationId: string): Promise<void> {
    if (this.trouble) throw new CatalogueError(this.trouble);
    this.announced.push(organizationId);
  }
}

/** Answers with what a test wants, and remembers what was sent. */
export class FakeWebhookSender implements WebhookSender {
  readonly sent: Pick<WebhookDelivery, 'id' | 'body'>[] = [];
  answer: WebhookAnswer = { status: 204, trouble: null };

  async send({ id, body }: Pick<WebhookDelivery, 'id' | 'body'>): Promise<WebhookAnswer> {
    this.sent.push({ id, body });
    return this.answer;
  }
}

export class FakeWebhookStore implements Pick<WebhookStore, 'list' | 'replay'> {
  deliveries: WebhookDelivery[] = [];

  async list(
    { since, until, ...exact }: WebhookFilter,
    page: ListPage<'webhookDeliveries'>,
  ): Promise<readonly WebhookDelivery[]> {
    const wanted = this.deliveries.filter(
      (delivery) => hasAll(delivery, exact) && isWithin(delivery.createdAt, { since, until }),
    );
    return pageInMemory('webhookDeliveries', wanted, page, ({ sequence, id }) => ({ value: sequence, id }));
  }

  async replay(organizationId: string, sequence: number, now: string, expiresAt: string) {
    const found = this.deliveries.find((one) => one.organizationId === organizationId && one.sequence === sequence);
    if (!found) return null;
    const pending = { ...found, state: 'pending', nextAttemptAt: now, expiresAt, deliveredAt: null } as const;
    this.deliveries = this.deliveries.map((one) => (one === found ? pending : one));
    return pending;
  }
}

/** Makes a secret for each id, and remembers which were destroyed. */
export class FakeWebhookSecrets implements WebhookSecretIssuer {
  readonly issued: string[] = [];
  destroyed = false;
  /** What keeps the vault from taking anything. */
  trouble: ErrorCode | null = null;

  async issue(_organizationId: string, credentialId: string): Promise<Secret | null> {
    if (this.trouble !== null) throw new CatalogueError(this.trouble);
    if (!this.issued.includes(credentialId)) this.issued.push(credentialId);
    return this.destroyed ? null : new Secret(`whsec_secret-${this.issued.indexOf(credentialId) + 1}`);
  }
}
