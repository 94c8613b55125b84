import { z } from 'zod';

import { projectionOf, refuseWhenClosed } from '../lifecycle-projection';
import { jsonRoute, type Route } from '../route';
import { incomingFile, storedAttachment } from '../schemas/attachment';
import { idempotencyHeaders, organizationParams } from '../schemas/common';

const hourMs = 3_600_000;

const uploadAttachment = jsonRoute({
  method: 'post',
  path: '/v1/organizations/:organizationId/attachments',
  operationId: 'uploadAttachment',
  tag: 'Messages',
  summary: 'Upload a file that messages can name as attachment',
  description:
    'The body is the file itself, of any media type. It is stored while it comes; compare `sha256` with your own. One ' +
    'that no message names is removed after `keptUntil`. Small files can stand in the message itself instead.',
  audience: { kind: 'roles', roles: ['sender'], organization: 'path', scope: 'messages:send' },
  request: z.object({ params: organizationParams, headers: idempotencyHeaders, body: incomingFile }),
  bodyFormat: { size: 'attachment', mediaTypes: ['*/*'], isStreamed: true },
  response: { status: 201, description: 'Stored', schema: storedAttachment },
  problems: ['ORGANIZATION_CLOSED', 'IDEMPOTENCY_KEY_REUSED', 'STORE_UNAVAILABLE'],
  async handle({ params: { organizationId }, headers, body }, _context, dependencies) {
    refuseWhenClosed(await projectionOf(organizationId, dependencies));
    const { attachmentLimitBytes: mostBytes, attachmentHours } = dependencies.settings;
    const now = dependencies.clock();
    const stored = await dependencies.attachments.store({
      ...body,
      organizationId,
      idempotencyKey: headers['idempotency-key'],
      mostBytes,
      now: now.toISOString(),
      keptUntil: new Date(now.getTime() + attachmentHours * hourMs).toISOString(),
    });
    return { body: stored };
  },
});

export const attachmentRoutes: readonly Route[] = [uploadAttachment];
