import type { AuditEntry } from '../domain/audit-entry';
import type { LifecycleState } from '../domain/lifecycle/state';
import { webhookAgeMs, webhookDelayMs, webhookEvent, webhookId } from '../domain/webhooks/webhook-event';
import type { WebhookTrouble } from '../domain/webhooks/webhook-state';
import type { WebhookDelivery, WebhookSender, WebhookStore } from './ports/webhooks';

/** A way by which events leave: a queue of its own, and whoever sends what is in it. */
export interface WebhookChannel {
  readonly store: WebhookStore;
  readonly sender: WebhookSender;
  /** Whether an event goes this way; `state` is the organization's present one. */
  wants(entry: AuditEntry, state: LifecycleState): boolean;
}

const deliveriesPerRound = 20;
/** Nothing that comes by itself would help. */
const finalTroubles: ReadonlySet<WebhookTrouble> = new Set(['NO_ENDPOINT', 'SECRET_UNREADABLE']);

/** An organization hears of what has happened since it named its endpoint. */
export function wantedByOrganization({ sequence }: AuditEntry, { webhook }: LifecycleState): boolean {
  return webhook ? sequence > webhook.sinceVersion : false;
}

/** Keeps an event for this way, once. */
export async function queueWebhook({ store }: WebhookChannel, entry: AuditEntry): Promise<void> {
  const event = webhookEvent(entry);
  const now = Date.now();
  await store.add({
    id: webhookId(entry),
    organizationId: entry.organizationId,
    sequence: entry.sequence,
    type: event.type,
    body: JSON.stringify(event),
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(now + webhookAgeMs).toISOString(),
  });
}

/** Attempts what is due; tells when the next delivery is. */
export async function deliverDue(
  { store, sender }: WebhookChannel,
  organizationId: string,
  signal: AbortSignal,
): Promise<string | null> {
  const due = await store.due(organizationId, new Date().toISOString(), deliveriesPerRound);
  for (const delivery of due) {
    if (signal.aborted) break;
    const answer = await sender.send(delivery, signal);
    const at = new Date();
    const isOver = answer.trouble === null || finalTroubles.has(answer.trouble);
    await store.record({
      id: delivery.id,
      at: at.toISOString(),
      ...answer,
      retryAt: isOver ? null : retryAt(delivery, at),
    });
  }
  return await store.nextDueAt(organizationId);
}

/** Null once the delivery has become too old to be attempted again by itself. */
function retryAt({ attempts, expiresAt }: WebhookDelivery, at: Date): string | null {
  const next = new Date(at.getTime() + webhookDelayMs(attempts + 1, Math.random())).toISOString();
  return next < expiresAt ? next : null;
}
