import { z } from 'zod';

import { CatalogueError } from '../../domain/errors';
import type { CommandReceipt } from '../../domain/lifecycle/command';
import { signingSecrets } from '../../domain/lifecycle/webhook-rules';
import { webhookUrlFault } from '../../domain/webhooks/webhook-url';
import { executeCommand } from '../commands';
import type { ApiDependencies } from '../dependencies';
import { entityTag, projectionOf } from '../lifecycle-projection';
import { credentialIdFor } from '../password-commands';
import { jsonRoute, type Route } from '../route';
import { organizationParams } from '../schemas/common';
import {
  webhookEndpoint,
  webhookEndpointBody,
  webhookRemovalBody,
  webhookRotationBody,
  webhookSecretReceipt,
} from '../schemas/webhook';
import { answeringCommandRoute, commandRoute } from './command-route';

/** Apart from the ids of passwords, which are made of commands in the same way. */
const secretIdFor = (organizationId: string, commandId: string): string =>
  `webhook-${credentialIdFor(organizationId, commandId)}`;

/** What keeps a secret from being made. */
const vaultProblems = ['CREDENTIAL_UNREADABLE', 'KEYS_UNAVAILABLE'] as const;

const setWebhookEndpoint = answeringCommandRoute({
  command: 'setWebhookEndpoint',
  method: 'put',
  path: 'webhook-endpoint',
  tag: 'Organizations',
  summary: 'Have the organization’s events sent to an address of its own',
  description:
    'From now on, and signed with a new secret, which the answer shows and nothing else ever will. Secrets of an address that is replaced sign nothing any more.',
  body: webhookEndpointBody,
  problems: ['WEBHOOK_URL_INVALID', 'ORGANIZATION_UNKNOWN', ...vaultProblems],
  answer: webhookSecretReceipt,
  async execute({ body, state: _state, ...request }, dependencies) {
    const fault = webhookUrlFault(body.url);
    if (fault !== null) {
      throw new CatalogueError('WEBHOOK_URL_INVALID', undefined, { faults: [{ pointer: '/url', code: fault }] });
    }
    return withSecret(request, dependencies, (credentialId) => {
      const payload = { url: body.url, credentialId };
      return executeCommand({ ...request, name: 'setWebhookEndpoint', content: body, payload }, dependencies);
    });
  },
});

const rotateWebhookSecret = answeringCommandRoute({
  command: 'rotateWebhookSecret',
  path: 'webhook-endpoint/rotate-secret',
  tag: 'Organizations',
  summary: 'Replace the secret that signs the organization’s events',
  description:
    'The secret before signs beside the new one for as long as is asked for, so that the receiver can change it without a gap.',
  body: webhookRotationBody,
  problems: ['NO_WEBHOOK_ENDPOINT', 'ORGANIZATION_UNKNOWN', ...vaultProblems],
  answer: webhookSecretReceipt,
  async execute({ body, state: _state, ...request }, dependencies) {
    return withSecret(request, dependencies, (credentialId) => {
      const payload = { credentialId, keepHours: body.keepHours };
      return executeCommand({ ...request, name: 'rotateWebhookSecret', content: body, payload }, dependencies);
    });
  },
});

const removeWebhookEndpoint = commandRoute({
  command: 'removeWebhookEndpoint',
  path: 'webhook-endpoint/remove',
  tag: 'Organizations',
  summary: 'Send the organization’s events nowhere any more',
  description: 'Destroys its secrets; deliveries that wait end as failed.',
  body: webhookRemovalBody,
  problems: ['NO_WEBHOOK_ENDPOINT'],
  payload: (body) => body,
});

const getWebhookEndpoint = jsonRoute({
  method: 'get',
  path: '/v1/organizations/:organizationId/webhook-endpoint',
  operationId: 'getWebhookEndpoint',
  tag: 'Organizations',
  summary: 'Where the organization’s events go; never their secret',
  audience: { kind: 'roles', roles: ['org-admin', 'sender', 'ops'], organization: 'path', scope: 'webhooks:read' },
  request: z.object({ params: organizationParams }),
  response: {
    status: 200,
    description: 'The endpoint',
    schema: webhookEndpoint,
    headers: { ETag: 'The version of the lifecycle' },
  },
  problems: ['NOT_FOUND', 'STORE_UNAVAILABLE'],
  async handle({ params: { organizationId } }, _context, dependencies) {
    const state = await projectionOf(organizationId, dependencies);
    if (!state.webhook) throw new CatalogueError('NOT_FOUND');
    const { url, at } = state.webhook;
    const [, former] = signingSecrets(state, dependencies.clock().toISOString());
    const body = { organizationId, url, since: at, formerSecretUntil: former?.until ?? null };
    return { body, headers: entityTag(state.version) };
  },
});

export const webhookEndpointRoutes: readonly Route[] = [
  setWebhookEndpoint,
  rotateWebhookSecret,
  removeWebhookEndpoint,
  getWebhookEndpoint,
];

/** Makes the command's secret, which a repetition finds again, and shows it once the command is accepted. */
async function withSecret(
  { organizationId, commandId }: { readonly organizationId: string; readonly commandId: string },
  dependencies: ApiDependencies,
  execute: (credentialId: string) => Promise<CommandReceipt>,
): Promise<CommandReceipt & { readonly secret: string | null }> {
  await projectionOf(organizationId, dependencies);
  const credentialId = secretIdFor(organizationId, commandId);
  const secret = await dependencies.webhookSecrets.issue(organizationId, credentialId);
  const receipt = await execute(credentialId);
  return { ...receipt, secret: secret?.reveal() ?? null };
}
