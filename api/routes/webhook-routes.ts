import { z } from 'zod';

import { loggable } from '../../adapters/logging/loggable-error';
import { CatalogueError } from '../../domain/errors';
import { webhookAgeMs } from '../../domain/webhooks/webhook-event';
import { decodeNumberCursor, pageFrom } from '../cursor';
import { jsonRoute, type Route } from '../route';
import { idempotencyHeaders, organizationParams } from '../schemas/common';
import { webhookDelivery, webhookPage, webhookParams, webhookQuery } from '../schemas/webhook';

const audience = { kind: 'roles', roles: ['ops', 'sender'], organization: 'path' } as const;

const listWebhookDeliveries = jsonRoute({
  method: 'get',
  path: '/v1/organizations/:organizationId/webhook-deliveries',
  operationId: 'listWebhookDeliveries',
  tag: 'Organizations',
  summary: 'What the product’s backend was told of an organization; the newest first',
  audience,
  request: z.object({ params: organizationParams, query: webhookQuery }),
  response: { status: 200, description: 'A page of deliveries', schema: webhookPage },
  problems: ['STORE_UNAVAILABLE'],
  async handle({ params: { organizationId }, query: { limit, cursor, state = null } }, _context, { webhooks }) {
    const before = decodeNumberCursor(cursor);
    const found = await webhooks.list({ organizationId, state, limit: limit + 1, before });
    return { body: pageFrom(found, limit, ({ sequence }) => String(sequence)) };
  },
});

const replayWebhook = jsonRoute({
  method: 'post',
  path: '/v1/organizations/:organizationId/webhook-deliveries/:sequence/replay',
  operationId: 'replayWebhook',
  tag: 'Organizations',
  summary: 'Send an event to the product’s backend again',
  description: 'With the same id and body as before, so that a receiver that has it already can tell. Repeatable.',
  audience,
  request: z.object({ params: webhookParams, headers: idempotencyHeaders }),
  response: { status: 200, description: 'The delivery, waiting to be sent', schema: webhookDelivery },
  problems: ['NOT_FOUND', 'STORE_UNAVAILABLE'],
  async handle({ params: { organizationId, sequence } }, { log }, { webhooks, announcer, clock }) {
    const now = clock();
    const expiresAt = new Date(now.getTime() + webhookAgeMs).toISOString();
    const delivery = await webhooks.replay(organizationId, sequence, now.toISOString(), expiresAt);
    if (!delivery) throw new CatalogueError('NOT_FOUND');
    await announcer.announce(organizationId).catch((error: unknown) => {
      log.warn({ organizationId, error: loggable(error) }, 'A replay waits for the next sweep');
    });
    return { body: delivery };
  },
});

export const webhookRoutes: readonly Route[] = [listWebhookDeliveries, replayWebhook];
