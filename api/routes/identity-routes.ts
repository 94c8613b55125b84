import { z } from 'zod';

import { jsonRoute, type Route } from '../route';
import { me } from '../schemas/service';

const getMe = jsonRoute({
  method: 'get',
  path: '/v1/me',
  operationId: 'getMe',
  tag: 'Identity',
  summary: 'Who the access token speaks for',
  audience: { kind: 'signed-in' },
  request: z.object({}),
  response: { status: 200, description: 'The caller', schema: me },
  problems: [],
  async handle(_request, { identity }) {
    const { subject, name = null, email = null, roles, organizations, scopes } = identity;
    const bound = { organizations: organizations && [...organizations], scopes: [...scopes] };
    return { body: { subject, name, email, roles: [...roles], ...bound } };
  },
});

export const identityRoutes: readonly Route[] = [getMe];
