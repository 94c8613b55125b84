import { z } from 'zod';

import { CatalogueError } from '../../domain/errors';
import { acceptMessage } from '../accept-message';
import { rolesReaching } from '../authorization';
import { projectionOf } from '../lifecycle-projection';
import { openPage } from '../list-page';
import { jsonRoute, type Route } from '../route';
import { idempotencyHeaders, organizationParams } from '../schemas/common';
import { acceptedMessage, message, messagePage, messageParams, messageQuery, newMessage } from '../schemas/message';
import { messagePlaces, messageView } from '../views/message-view';
import { sendMessages } from './message-batch-route';

const sendMessage = jsonRoute({
  method: 'post',
  path: '/v1/messages',
  operationId: 'sendMessage',
  tag: 'Messages',
  summary: 'Hand a mail over',
  description:
    'Once accepted, the mail is stored durably and reaches an end that can be asked for. Transactional mail leaves ' +
    'through the organization’s own server while it is live, everything else through the platform’s.',
  audience: { kind: 'roles', roles: ['sender'], organization: 'body', scope: 'messages:send' },
  request: z.object({ headers: idempotencyHeaders, body: newMessage }),
  bodyFormat: { size: 'message' },
  response: {
    status: 202,
    description: 'Accepted; its state is at the address in Location',
    schema: acceptedMessage,
    headers: { Location: 'Address of the message' },
  },
  problems: [
    'ORGANIZATION_UNKNOWN',
    'ORGANIZATION_CLOSED',
    'MESSAGE_INVALID',
    'IDEMPOTENCY_KEY_REUSED',
    'STORE_UNAVAILABLE',
  ],
  async handle({ headers, body }, { identity, roles, requestId }, dependencies) {
    if (rolesReaching(roles, identity, body.organizationId).length === 0) {
      throw new CatalogueError('ORGANIZATION_UNKNOWN');
    }
    const request = { idempotencyKey: headers['idempotency-key'], requestId };
    const accepted = await acceptMessage(body, request, dependencies);
    return { body: accepted, headers: { Location: `/v1/messages/${accepted.id}` } };
  },
});

const getMessage = jsonRoute({
  method: 'get',
  path: '/v1/messages/:messageId',
  operationId: 'getMessage',
  tag: 'Messages',
  summary: 'What became of a mail',
  audience: { kind: 'roles', roles: ['sender', 'org-admin', 'ops'], organization: 'resource', scope: 'messages:read' },
  request: z.object({ params: messageParams }),
  response: { status: 200, description: 'The mail and its recipients', schema: message },
  problems: ['NOT_FOUND', 'STORE_UNAVAILABLE'],
  async handle({ params: { messageId } }, { identity, roles }, { outbox }) {
    const found = await outbox.find(messageId);
    if (!found || rolesReaching(roles, identity, found.organizationId).length === 0) {
      throw new CatalogueError('NOT_FOUND');
    }
    return { body: messageView(found) };
  },
});

const listMessages = jsonRoute({
  method: 'get',
  path: '/v1/organizations/:organizationId/messages',
  operationId: 'listMessages',
  tag: 'Messages',
  summary:
    'The mails of an organization, by recipient, state, category, route and time where asked for; the newest first',
  audience: { kind: 'roles', roles: ['sender', 'org-admin', 'ops'], organization: 'path', scope: 'messages:read' },
  request: z.object({ params: organizationParams, query: messageQuery }),
  response: { status: 200, description: 'A page of mails', schema: messagePage },
  problems: ['STORE_UNAVAILABLE'],
  async handle({ params: { organizationId }, query }, _context, dependencies) {
    const { limit: _limit, cursor: _cursor, sort: _sort, ...filter } = query;
    const page = openPage('messages', query);
    const found = await dependencies.outbox.list({ organizationId, ...filter }, page.wanted);
    // Whoever has mail exists.
    if (found.length === 0) await projectionOf(organizationId, dependencies);
    const { items, nextCursor } = page.of(found, messagePlaces);
    return { body: { items: items.map(messageView), nextCursor } };
  },
});

export const messageRoutes: readonly Route[] = [sendMessage, sendMessages, getMessage, listMessages];
