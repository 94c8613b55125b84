import { z } from 'zod';

import type { WebhookDelivery } from '../../activities/ports/webhooks';
import { loggable } from '../../adapters/logging/loggable-error';
import type { Role } from '../../domain/actor';
import { CatalogueError } from '../../domain/errors';
import { webhookAgeMs } from '../../domain/webhooks/webhook-event';
import { openPage, type PlaceOf } from '../list-page';
import { jsonRoute, type Route } from '../route';
import { idempotencyHeaders, organizationParams } from '../schemas/common';
import { webhookDelivery, webhookPage, webhookParams, webhookQuery } from '../schemas/webhook';

/** One of the two queues of deliveries, as routes show it. */
interface DeliveryQueue {
  readonly queue: 'webhooks' | 'organizationWebhooks';
  readonly roles: readonly Role[];
  readonly path: string;
  readonly to: string;
  readonly list: string;
  readonly replay: string;
}

const backendQueue: DeliveryQueue = {
  queue: 'webhooks',
  roles: ['ops', 'sender'],
  path: '/v1/organizations/:organizationId/webhook-deliveries',
  to: 'the product’s backend',
  list: 'listWebhookDeliveries',
  replay: 'replayWebhook',
};

const organizationQueue: DeliveryQueue = {
  queue: 'organizationWebhooks',
  roles: ['org-admin', 'sender', 'ops'],
  path: '/v1/organizations/:organizationId/webhook-endpoint/deliveries',
  to: 'the organization’s own endpoint',
  list: 'listOwnWebhookDeliveries',
  replay: 'replayOwnWebhook',
};

const places: PlaceOf<WebhookDelivery, 'webhookDeliveries'> = {
  id: ({ id }) => id,
  value: ({ sequence }) => sequence,
};

const listDeliveries = ({ queue, roles, path, to, list }: DeliveryQueue) =>
  jsonRoute({
    method: 'get',
    path,
    operationId: list,
    tag: 'Organizations',
    summary: `Events of an organization on their way to ${to}; the newest first`,
    audience: { kind: 'roles', roles, organization: 'path', scope: 'webhooks:read' },
    request: z.object({ params: organizationParams, query: webhookQuery }),
    response: { status: 200, description: 'A page of deliveries', schema: webhookPage },
    problems: ['STORE_UNAVAILABLE'],
    async handle({ params: { organizationId }, query }, _context, dependencies) {
      const { state, type, since, until } = query;
      const page = openPage('webhookDeliveries', query);
      const found = await dependencies[queue].list({ organizationId, state, type, since, until }, page.wanted);
      return { body: page.of(found, places) };
    },
  });

const replayDelivery = ({ queue, roles, path, to, replay }: DeliveryQueue) =>
  jsonRoute({
    method: 'post',
    path: `${path}/:sequence/replay`,
    operationId: replay,
    tag: 'Organizations',
    summary: `Send an event to ${to} again`,
    description: 'With the same id and body as before, so that a receiver that has it already can tell. Repeatable.',
    audience: { kind: 'roles', roles, organization: 'path', scope: 'webhooks:write' },
    request: z.object({ params: webhookParams, headers: idempotencyHeaders }),
    response: { status: 200, description: 'The delivery, waiting to be sent', schema: webhookDelivery },
    problems: ['NOT_FOUND', 'STORE_UNAVAILABLE'],
    async handle({ params: { organizationId, sequence } }, { log }, { announcer, clock, ...dependencies }) {
      const now = clock();
      const expiresAt = new Date(now.getTime() + webhookAgeMs).toISOString();
      const delivery = await dependencies[queue].replay(organizationId, sequence, now.toISOString(), expiresAt);
      if (!delivery) throw new CatalogueError('NOT_FOUND');
      await announcer.announce(organizationId).catch((error: unknown) => {
        log.warn({ organizationId, error: loggable(error) }, 'A replay waits for the next sweep');
      });
      return { body: delivery };
    },
  });

export const webhookRoutes: readonly Route[] = [backendQueue, organizationQueue].flatMap((queue) => [
  listDeliveries(queue),
  replayDelivery(queue),
]);
