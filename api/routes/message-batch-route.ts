import { z } from 'zod';

import type { MailRecord } from '../../activities/ports/outbox';
import { loggable } from '../../adapters/logging/loggable-error';
import { CatalogueError, errorCatalogue } from '../../domain/errors';
import { acceptMessage } from '../accept-message';
import { rolesReaching } from '../authorization';
import type { ApiDependencies } from '../dependencies';
import { toCatalogueError } from '../error-translation';
import { entryFault } from '../parse-request';
import { toProblem } from '../problem';
import { jsonRoute, type CallContext } from '../route';
import { batchResults, messageBatch, type ReadEntry } from '../schemas/message-batch';

const path = '/v1/messages/batch';

/** Hands many mails over, each by itself: what is wrong with one keeps no other out. */
export const sendMessages = jsonRoute({
  method: 'post',
  path,
  operationId: 'sendMessages',
  tag: 'Messages',
  summary: 'Hand up to 100 mails over',
  description:
    'Each entry has its own `idempotencyKey`, which is the same as the header of a single message, and a result of its ' +
    'own: the accepted message or a problem. Entries whose problem is retryable can be sent again, in any batch or alone. ' +
    'Each entry counts as a request of its organization: those beyond its limit are `RATE_LIMITED`.',
  audience: { kind: 'roles', roles: ['sender'], organization: 'body', scope: 'messages:send' },
  request: z.object({ body: messageBatch }),
  bodyFormat: { size: 'message' },
  response: { status: 200, description: 'One result for each entry, in their order', schema: batchResults },
  problems: [],
  async handle({ body: { messages } }, context, dependencies) {
    const results = await Promise.all(messages.map(async (entry) => await resultOf(entry, context, dependencies)));
    return { body: { results } };
  },
});

async function resultOf(entry: ReadEntry, context: CallContext, dependencies: ApiDependencies) {
  const idempotencyKey = entry.message === null ? entry.idempotencyKey : entry.message.idempotencyKey;
  try {
    return { idempotencyKey, accepted: await accept(entry, context, dependencies), problem: null };
  } catch (thrown) {
    return { idempotencyKey, accepted: null, problem: problemOf(thrown, context, dependencies) };
  }
}

async function accept(
  entry: ReadEntry,
  { identity, roles, requestId, countOrganization }: CallContext,
  dependencies: ApiDependencies,
): Promise<MailRecord> {
  if (entry.message === null) throw entryFault(entry.issues);
  const { idempotencyKey, ...message } = entry.message;
  if (rolesReaching(roles, identity, message.organizationId).length === 0) {
    throw new CatalogueError('ORGANIZATION_UNKNOWN');
  }
  await countOrganization(message.organizationId);
  return await acceptMessage(message, { idempotencyKey, requestId }, dependencies);
}

function problemOf(thrown: unknown, { requestId, log }: CallContext, { settings }: ApiDependencies) {
  const error = toCatalogueError(thrown);
  if (errorCatalogue[error.code].status >= 500) {
    log.error({ code: error.code, error: loggable(thrown) }, 'A message of a batch failed');
  }
  return toProblem(error, { publicUrl: settings.publicUrl, path, requestId });
}
