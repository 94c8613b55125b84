import {
  webhookStates,
  webhookTroubles,
  type WebhookState,
  type WebhookTrouble,
} from '../../domain/webhooks/webhook-state';
import { storeSchema } from './store-schema';

export interface WebhookDocument {
  readonly _id: string;
  readonly organizationId: string;
  readonly sequence: number;
  readonly type: string;
  readonly body: string;
  readonly state: WebhookState;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly nextAttemptAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly lastStatus: number | null;
  readonly lastTrouble: WebhookTrouble | null;
}

/** Deliveries are kept for 90 days, so that they can be replayed; the audit trail stays. */
const keptSeconds = 90 * 24 * 60 * 60;

/** What the product's backend is told. */
export const webhookSchema = deliveriesIn('webhook_deliveries');
/** What organizations are told, each at an endpoint of its own. */
export const organizationWebhookSchema = deliveriesIn('organization_webhook_deliveries');

function deliveriesIn(collection: string) {
  return storeSchema<WebhookDocument>(
    collection,
    {
      _id: { type: String, required: true },
      organizationId: { type: String, required: true },
      sequence: { type: Number, required: true },
      type: { type: String, required: true },
      body: { type: String, required: true },
      state: { type: String, required: true, enum: webhookStates },
      attempts: { type: Number, required: true },
      createdAt: { type: Date, required: true },
      expiresAt: { type: Date, required: true },
      nextAttemptAt: { type: Date, default: null },
      deliveredAt: { type: Date, default: null },
      lastStatus: { type: Number, default: null },
      lastTrouble: { type: String, default: null, enum: [...webhookTroubles, null] },
    },
    [
      { fields: { organizationId: 1, sequence: -1 }, options: { name: 'newest', unique: true } },
      { fields: { organizationId: 1, state: 1, sequence: -1 }, options: { name: 'newest_in_state' } },
      {
        fields: { organizationId: 1, nextAttemptAt: 1 },
        options: { name: 'due_of_organization', partialFilterExpression: { state: 'pending' } },
      },
      { fields: { nextAttemptAt: 1 }, options: { name: 'due', partialFilterExpression: { state: 'pending' } } },
      { fields: { createdAt: 1 }, options: { name: 'retention', expireAfterSeconds: keptSeconds } },
    ],
  );
}
