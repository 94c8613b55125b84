import type { ListPage } from '../../domain/list-order';
import type { Secret } from '../../domain/secret';
import type { WebhookState, WebhookTrouble } from '../../domain/webhooks/webhook-state';

/** One event on its way to the product's backend. Times are ISO 8601. */
export interface WebhookDelivery {
  /** The same for every attempt and replay. */
  readonly id: string;
  readonly organizationId: string;
  readonly sequence: number;
  readonly type: string;
  /** The JSON that is sent, byte for byte. */
  readonly body: string;
  readonly state: WebhookState;
  readonly attempts: number;
  readonly createdAt: string;
  /** When it is attempted until, unless it is replayed. */
  readonly expiresAt: string;
  readonly nextAttemptAt: string | null;
  readonly deliveredAt: string | null;
  /** HTTP status of the last answer; null where there was none. */
  readonly lastStatus: number | null;
  readonly lastTrouble: WebhookTrouble | null;
}

export type NewWebhook = Pick<
  WebhookDelivery,
  'id' | 'organizationId' | 'sequence' | 'type' | 'body' | 'createdAt' | 'expiresAt'
>;

export interface WebhookAttempt {
  readonly id: string;
  readonly at: string;
  readonly status: number | null;
  readonly trouble: WebhookTrouble | null;
  /** Null when it is delivered, or not attempted any more. */
  readonly retryAt: string | null;
}

/** Which deliveries of an organization to list; what is left out or undefined does not matter. */
export interface WebhookFilter {
  readonly organizationId: string;
  readonly state?: WebhookState | undefined;
  readonly type?: string | undefined;
  /** Of events at this moment or later. */
  readonly since?: string | undefined;
  /** Of events before this moment. */
  readonly until?: string | undefined;
}

/** Keeps deliveries. Throws STORE_UNAVAILABLE. */
export interface WebhookStore {
  /** Stores a delivery once. */
  add(webhook: NewWebhook): Promise<void>;
  due(organizationId: string, now: string, limit: number): Promise<readonly WebhookDelivery[]>;
  nextDueAt(organizationId: string): Promise<string | null>;
  record(attempt: WebhookAttempt): Promise<void>;
  /** The newest first, where no other order is asked for. */
  list(filter: WebhookFilter, page: ListPage<'webhookDeliveries'>): Promise<readonly WebhookDelivery[]>;
  /** Makes a delivery pending again until the given time; null when there is none of this number. */
  replay(organizationId: string, sequence: number, now: string, expiresAt: string): Promise<WebhookDelivery | null>;
  /** Organizations with a delivery that is due; for the sweep. */
  organizationsWithDue(now: string, limit: number): Promise<readonly string[]>;
}

/** Makes the secrets that sign an organization's events. */
export interface WebhookSecretIssuer {
  /**
   * Makes a secret and seals it under this credential id. Repeated for the same id it answers with the same secret, and with
   * null once that was destroyed. Throws STORE_UNAVAILABLE.
   */
  issue(organizationId: string, credentialId: string): Promise<Secret | null>;
}

/** Sends one signed request. Never throws for what the receiver does. */
export interface WebhookSender {
  send(delivery: Pick<WebhookDelivery, 'id' | 'body' | 'organizationId'>, signal: AbortSignal): Promise<WebhookAnswer>;
}

export interface WebhookAnswer {
  readonly status: number | null;
  readonly trouble: WebhookTrouble | null;
}
