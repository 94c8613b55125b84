import { z } from 'zod';

import { webhookStates, webhookTroubles } from '../../domain/webhooks/webhook-state';
import { longestSecretOverlapHours, longestWebhookUrl } from '../../domain/webhooks/webhook-url';
import { commandReceipt } from './command';
import { line, organizationId, organizationParams, pageOf, period, prose, timestamp } from './common';
import { listQuery } from './list-query';

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

export const webhookEndpointBody = z
  .strictObject({
    url: z
      .string()
      .trim()
      .max(longestWebhookUrl)
      .meta({
        format: 'uri',
        description: 'An https address with a full host name, without user name, password and fragment',
        examples: ['https://hooks.customer.example/mail-server'],
      }),
  })
  .meta({ id: 'WebhookEndpointCommand' });

export const webhookRotationBody = z
  .strictObject({
    keepHours: z
      .int()
      .min(0)
      .max(longestSecretOverlapHours)
      .default(24)
      .meta({ description: 'For how many hours the secret before signs beside the new one', examples: [24] }),
  })
  .meta({ id: 'WebhookRotationCommand' });

export const webhookRemovalBody = z
  .strictObject({ reason: prose(2000).nullable().default(null).meta({ description: 'Kept in the audit trail' }) })
  .meta({ id: 'WebhookRemovalCommand' });

export const webhookSecretReceipt = z
  .object({
    ...commandReceipt.shape,
    secret: z
      .string()
      .nullable()
      .meta({
        format: 'password',
        description:
          'Signs from now on; shown for this command alone. Null where the request repeats one whose secret was replaced since',
        examples: ['whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'],
      }),
  })
  .meta({ id: 'WebhookSecretReceipt' });

export const webhookEndpoint = z
  .object({
    organizationId,
    url: z.string().meta({ examples: ['https://hooks.customer.example/mail-server'] }),
    since: timestamp.meta({ description: 'Events from then on go there' }),
    formerSecretUntil: timestamp.nullable().meta({ description: 'Until when the secret before signs as well' }),
  })
  .meta({ id: 'WebhookEndpoint' });

export const webhookPage = pageOf(webhookDelivery).meta({ id: 'WebhookPage' });
export const webhookQuery = listQuery('webhookDeliveries').extend({
  state: state.optional(),
  type: line(100)
    .optional()
    .meta({ description: 'Only events of this type', examples: ['mail-server.decide'] }),
  ...period('Of events'),
});
export const webhookParams = z.object({
  ...organizationParams.shape,
  sequence: z.coerce
    .number()
    .int()
    .min(1)
    .meta({ description: 'Position of the event in the audit trail', examples: [7] }),
});
