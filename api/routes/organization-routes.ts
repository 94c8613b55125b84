import { z } from 'zod';

import { CatalogueError } from '../../domain/errors';
import { sortNameOf } from '../../domain/lifecycle/projection';
import type { LifecycleState } from '../../domain/lifecycle/state';
import { executeCommand } from '../commands';
import { entityTag, projectionOf } from '../lifecycle-projection';
import { openPage, type PlaceOf } from '../list-page';
import { jsonRoute, type Route } from '../route';
import { reasonBody } from '../schemas/command';
import { organizationParams } from '../schemas/common';
import {
  mailPreferences,
  organization,
  organizationPage,
  organizationProfile,
  organizationQuery,
  sendingPolicy,
} from '../schemas/organization';
import { organizationView } from '../views/organization-view';
import { commandRoute, customCommandRoute } from './command-route';

const register = customCommandRoute({
  command: 'register',
  method: 'put',
  path: '',
  tag: 'Organizations',
  summary: 'Register an organization, or change what is known of it',
  description: 'One that was closed is there again, locked and without a server.',
  body: organizationProfile,
  problems: ['LIFECYCLE_LOST'],
  async execute({ body: profile, state: _state, ...request }, dependencies) {
    const isKnown = (await dependencies.lifecycles.find(request.organizationId)) !== null;
    const given = { name: 'register', content: profile, payload: { profile }, startingPoint: { isKnown } } as const;
    try {
      return await executeCommand({ ...request, ...given }, dependencies);
    } catch (error) {
      // A new lifecycle would begin a second audit trail under the same id.
      const isLost = isKnown && error instanceof CatalogueError && error.code === 'ORGANIZATION_UNKNOWN';
      throw isLost ? new CatalogueError('LIFECYCLE_LOST', undefined, { cause: error }) : error;
    }
  },
});

const closeOrganization = commandRoute({
  command: 'closeOrganization',
  path: 'close',
  tag: 'Organizations',
  summary: 'Close an organization that leaves',
  description:
    'Its server stops, every password and the endpoint for events are destroyed, mail that has not left is cancelled, and no ' +
    'more is taken. Its records and audit trail stay for as long as any others. Registering it again opens it, locked.',
  body: reasonBody,
  problems: ['ORGANIZATION_UNKNOWN'],
  payload: (body) => body,
});

const setPreferences = commandRoute({
  command: 'setPreferences',
  method: 'put',
  path: 'preferences',
  tag: 'Organizations',
  summary: 'Set what happens to undeliverable mail and to that of a suspended server, the Reply-To and the branding',
  body: mailPreferences,
  replaces: true,
  problems: ['RETURN_PATH_NOT_ACCEPTED'],
  payload: ({ returnPath, whileSuspended, ...preferences }) => ({
    preferences: {
      ...preferences,
      ...(returnPath === undefined ? {} : { returnPath }),
      ...(whileSuspended === undefined ? {} : { whileSuspended }),
    },
  }),
});

const setSendingPolicy = commandRoute({
  command: 'setSendingPolicy',
  method: 'put',
  path: 'sending-policy',
  tag: 'Organizations',
  summary: 'Set how fast the organization’s own server is used, and whether it deduplicates',
  description:
    'What is null follows what is known of the server’s provider. Takes effect with the next round of sending.',
  body: sendingPolicy,
  problems: [],
  payload: (policy) => ({ policy }),
});

const organizationPlaces: PlaceOf<LifecycleState, 'organizations'> = {
  id: ({ organizationId }) => organizationId,
  value: (state, by) => (by === 'name' ? sortNameOf(state) : state.organizationId),
};

const listOrganizations = jsonRoute({
  method: 'get',
  path: '/v1/organizations',
  operationId: 'listOrganizations',
  tag: 'Organizations',
  summary: 'All organizations, by id or by name, and those that are looked for',
  description: 'Filters go together: each leaves out more. Names are sorted without regard to case and accents.',
  audience: { kind: 'roles', roles: ['sales', 'reviewer', 'ops'], organization: 'all', scope: 'organizations:read' },
  request: z.object({ query: organizationQuery }),
  response: { status: 200, description: 'A page of organizations', schema: organizationPage },
  problems: ['STORE_UNAVAILABLE'],
  async handle({ query }, _context, { lifecycles }) {
    const { entitlement, draft, live, text } = query;
    const page = openPage('organizations', query);
    const found = await lifecycles.list(page.wanted, { entitlement, draft, live, text });
    const { items, nextCursor } = page.of(found, organizationPlaces);
    return { body: { items: items.map(organizationView), nextCursor } };
  },
});

const getOrganization = jsonRoute({
  method: 'get',
  path: '/v1/organizations/:organizationId',
  operationId: 'getOrganization',
  tag: 'Organizations',
  summary: 'One organization',
  audience: {
    kind: 'roles',
    roles: ['sales', 'org-admin', 'reviewer', 'ops', 'sender'],
    organization: 'path',
    scope: 'organizations:read',
  },
  request: z.object({ params: organizationParams }),
  response: {
    status: 200,
    description: 'The organization',
    schema: organization,
    headers: { ETag: 'The version of the lifecycle' },
  },
  problems: ['STORE_UNAVAILABLE'],
  async handle({ params: { organizationId } }, _context, dependencies) {
    const state = await projectionOf(organizationId, dependencies);
    return { body: organizationView(state), headers: entityTag(state.version) };
  },
});

export const organizationRoutes: readonly Route[] = [
  register,
  closeOrganization,
  setPreferences,
  setSendingPolicy,
  listOrganizations,
  getOrganization,
];
