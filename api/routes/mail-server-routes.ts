import { z } from 'zod';

import { entityTag, projectionOf, refuseWhileLocked } from '../lifecycle-projection';
import { jsonRoute, type Route } from '../route';
import { organizationParams } from '../schemas/common';
import { mailServer } from '../schemas/mail-server';
import { mailServerView } from '../views/mail-server-view';

const getMailServer = jsonRoute({
  method: 'get',
  path: '/v1/organizations/:organizationId/mail-server',
  operationId: 'getMailServer',
  tag: 'Mail server',
  summary: 'Where the own mail server stands',
  description: 'Entitlement, draft, live server, and who must act next. For its admin it does not exist while locked.',
  audience: {
    kind: 'roles',
    roles: ['org-admin', 'sales', 'reviewer', 'ops'],
    organization: 'path',
    scope: 'mail-server:read',
  },
  request: z.object({ params: organizationParams }),
  response: {
    status: 200,
    description: 'The state',
    schema: mailServer,
    headers: { ETag: 'The version of the lifecycle' },
  },
  problems: ['FEATURE_LOCKED', 'STORE_UNAVAILABLE'],
  async handle({ params: { organizationId } }, { identity, roles }, dependencies) {
    const state = await projectionOf(organizationId, dependencies);
    refuseWhileLocked(state, roles);
    return { body: mailServerView(state, identity, roles), headers: entityTag(state.version) };
  },
});

export const mailServerRoutes: readonly Route[] = [getMailServer];
