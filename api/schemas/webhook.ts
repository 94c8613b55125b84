import { z } from 'zod';

import { webhookStates, webhookTroubles } from '../../domain/webhooks/webhook-state';
import { organizationId, organizationParams, pageOf, pageQuery, timestamp } from './common';

const state = z.enum(webhookStates);

export const webhookDelivery = z
  .object({
    id: z.string().meta({ description: 'The `webhook-id` of every attempt', examples: ['evt_org-4711_7'] }),
    organizationId,
    sequence: z.int().meta({ description: 'Position of the event in the audit trail', examples: [7] }),
    type: z.string().meta({ examples: ['mail-server.decide'] }),
    state: state.meta({ description: '`failed` is not attempted any more until it is replayed' }),
    attempts: z.int(),
    createdAt: timestamp,
    nextAttemptAt: timestamp.nullable(),
    deliveredAt: timestamp.nullable(),
    lastStatus: z
      .int()
      .nullable()
      .meta({ description: 'HTTP status of the last answer', examples: [503] }),
    lastTrouble: z.enum(webhookTroubles).nullable(),
  })
  .meta({ id: 'WebhookDelivery' });

export const webhookPage = pageOf(webhookDelivery).meta({ id: 'WebhookPage' });
export const webhookQuery = z.strictObject({ ...pageQuery.shape, state: state.optional() });
export const webhookParams = z.object({
  ...organizationParams.shape,
  sequence: z.coerce
    .number()
    .int()
    .min(1)
    .meta({ description: 'Position of the event in the audit trail', examples: [7] }),
});
