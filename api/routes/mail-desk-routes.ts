import { z } from 'zod';

import type { MailRecord } from '../../activities/ports/outbox';
import { CatalogueError } from '../../domain/errors';
import { dispatchWorkflowId } from '../../workflows/contract';
import { rolesReaching } from '../authorization';
import type { ApiDependencies } from '../dependencies';
import { fingerprint } from '../fingerprint';
import { refuseWhenClosed } from '../lifecycle-projection';
import { openPage } from '../list-page';
import { organizationNames } from '../organization-names';
import { resendMessage } from '../resend-message';
import { jsonRoute, type CallContext, type Route } from '../route';
import { idempotencyHeaders } from '../schemas/common';
import { message, messageParams } from '../schemas/message';
import { attentionPage, attentionQuery, messageHistory, resolveHeldBody } from '../schemas/message-desk';
import { workflowPage } from '../temporal-ui-links';
import { messagePlaces, messageView } from '../views/message-view';

const getHistory = jsonRoute({
  method: 'get',
  path: '/v1/messages/:messageId/history',
  operationId: 'getMessageHistory',
  tag: 'Messages',
  summary: 'Every attempt at a mail, and what servers answered for each recipient',
  audience: { kind: 'roles', roles: ['sender', 'org-admin', 'ops'], organization: 'resource', scope: 'messages:read' },
  request: z.object({ params: messageParams }),
  response: { status: 200, description: 'The attempts, the first one first', schema: messageHistory },
  problems: ['NOT_FOUND', 'STORE_UNAVAILABLE'],
  async handle({ params: { messageId } }, context, dependencies) {
    await reachable(messageId, context, dependencies);
    const { attempts, resolutions } = await dependencies.desk.history(messageId);
    return {
      body: {
        attempts: attempts.map((attempt) => ({ ...attempt, outcomes: [...attempt.outcomes] })),
        resolutions: [...resolutions],
      },
    };
  },
});

const listNeedingAttention = jsonRoute({
  method: 'get',
  path: '/v1/messages',
  operationId: 'listMessagesNeedingAttention',
  tag: 'Messages',
  summary: 'Held or deferred mails of all organizations, the oldest first',
  audience: { kind: 'roles', roles: ['ops'], organization: 'all', scope: 'messages:read' },
  request: z.object({ query: attentionQuery }),
  response: { status: 200, description: 'A page of mails', schema: attentionPage },
  problems: ['STORE_UNAVAILABLE'],
  async handle({ query }, _context, dependencies) {
    const { state, organizationId, since, until } = query;
    const page = openPage('messagesNeedingAttention', query);
    const filter = { state, organizationId, since, until };
    const { items, nextCursor } = page.of(await dependencies.desk.needingAttention(filter, page.wanted), messagePlaces);
    const nameOf = await organizationNames(items, dependencies);
    const { temporalUi } = dependencies.settings;
    const named = items.map((record) => ({
      ...messageView(record),
      organizationName: nameOf(record.organizationId),
      workflowUrl: workflowPage(temporalUi, dispatchWorkflowId(record.organizationId)),
    }));
    return { body: { items: named, nextCursor } };
  },
});

const cancelMessage = jsonRoute({
  method: 'post',
  path: '/v1/messages/:messageId/cancel',
  operationId: 'cancelMessage',
  tag: 'Messages',
  summary: 'Cancel a mail that has not been sent',
  description:
    'Recipients that still wait are cancelled. A mail that is being sent at this moment shows as `sending`: this attempt ' +
    'goes on, and none follows it.',
  audience: { kind: 'roles', roles: ['sender', 'ops'], organization: 'resource', scope: 'messages:write' },
  request: z.object({ params: messageParams, headers: idempotencyHeaders }),
  response: { status: 200, description: 'The mail as it stands now', schema: message },
  problems: ['NOT_FOUND', 'MESSAGE_ENDED', 'STORE_UNAVAILABLE'],
  async handle({ params: { messageId } }, context, dependencies) {
    await reachable(messageId, context, dependencies);
    return { body: messageView(await dependencies.desk.cancel(messageId, dependencies.clock().toISOString())) };
  },
});

const resolveHeldMessage = jsonRoute({
  method: 'post',
  path: '/v1/messages/:messageId/resolve',
  operationId: 'resolveHeldMessage',
  tag: 'Messages',
  summary: 'End the uncertainty about a held mail',
  description:
    'A held mail was handed over, and the answer got lost. Say what became of it, or have it sent once more, which can ' +
    'bring a second copy to its recipients.',
  audience: { kind: 'roles', roles: ['ops'], organization: 'resource', scope: 'messages:write' },
  request: z.object({ params: messageParams, headers: idempotencyHeaders, body: resolveHeldBody }),
  response: { status: 200, description: 'The mail as it stands now', schema: message },
  problems: ['NOT_FOUND', 'ORGANIZATION_CLOSED', 'MESSAGE_NOT_HELD', 'IDEMPOTENCY_KEY_REUSED', 'STORE_UNAVAILABLE'],
  async handle({ params: { messageId }, headers, body }, context, dependencies) {
    const { organizationId } = await reachable(messageId, context, dependencies);
    if (body.resolution === 'resend') refuseWhenClosed(await dependencies.lifecycles.find(organizationId));
    const at = dependencies.clock().toISOString();
    const by = context.identity.subject;
    const commandId = fingerprint([by, headers['idempotency-key']]);
    const record = await dependencies.desk.resolveHeld(messageId, { ...body, by, at, commandId });
    dependencies.alarm.wake(record.organizationId);
    return { body: messageView(record) };
  },
});

const resendFailedMessage = jsonRoute({
  method: 'post',
  path: '/v1/messages/:messageId/resend',
  operationId: 'resendMessage',
  tag: 'Messages',
  summary: 'Send a failed mail once more, as a new one',
  description:
    'For the recipients who are undeliverable, expired or cancelled. The new message has an id and a Message-ID of its own ' +
    'and names this one in `resendOf`. What is held is resolved first.',
  audience: { kind: 'roles', roles: ['sender', 'ops'], organization: 'resource', scope: 'messages:write' },
  request: z.object({ params: messageParams, headers: idempotencyHeaders }),
  response: { status: 202, description: 'Accepted', schema: message },
  problems: ['NOT_FOUND', 'ORGANIZATION_CLOSED', 'NOTHING_TO_RESEND', 'IDEMPOTENCY_KEY_REUSED', 'STORE_UNAVAILABLE'],
  async handle({ params: { messageId }, headers }, context, dependencies) {
    const { organizationId } = await reachable(messageId, context, dependencies);
    refuseWhenClosed(await dependencies.lifecycles.find(organizationId));
    const original = await dependencies.desk.original(messageId);
    if (original === null) throw new CatalogueError('NOT_FOUND');
    const request = { idempotencyKey: headers['idempotency-key'], requestId: context.requestId };
    return { body: messageView(await resendMessage(original, request, dependencies)) };
  },
});

export const mailDeskRoutes: readonly Route[] = [
  getHistory,
  listNeedingAttention,
  cancelMessage,
  resendFailedMessage,
  resolveHeldMessage,
];

/** Who may not see a mail is told that it does not exist. */
async function reachable(
  messageId: string,
  { identity, roles }: CallContext,
  { outbox }: Pick<ApiDependencies, 'outbox'>,
): Promise<MailRecord> {
  const found = await outbox.find(messageId);
  if (found && rolesReaching(roles, identity, found.organizationId).length > 0) return found;
  throw new CatalogueError('NOT_FOUND');
}
