import { z } from 'zod';

import type { Undeliverable } from '../../activities/ports/undeliverable-store';
import { CatalogueError } from '../../domain/errors';
import { projectionOf } from '../lifecycle-projection';
import { openPage, type PlaceOf } from '../list-page';
import { jsonRoute, type Route } from '../route';
import { organizationParams } from '../schemas/common';
import { undeliverable, undeliverablePage, undeliverableParams, undeliverableQuery } from '../schemas/undeliverable';

const audience = {
  kind: 'roles',
  roles: ['org-admin', 'ops', 'sender'],
  organization: 'path',
  scope: 'undeliverables:read',
} as const;

const places: PlaceOf<Undeliverable, 'undeliverables'> = {
  id: ({ id }) => id,
  value: (one, by) => one[by],
};

const listUndeliverables = jsonRoute({
  method: 'get',
  path: '/v1/organizations/:organizationId/undeliverables',
  operationId: 'listUndeliverables',
  tag: 'Undeliverables',
  summary: 'Mails that did not reach a recipient, and who was told; the newest first',
  audience,
  request: z.object({ params: organizationParams, query: undeliverableQuery }),
  response: { status: 200, description: 'A page of undeliverables', schema: undeliverablePage },
  problems: ['STORE_UNAVAILABLE'],
  async handle({ params: { organizationId }, query }, _context, dependencies) {
    const { limit: _limit, cursor: _cursor, sort: _sort, messageId: mailId, ...filter } = query;
    const page = openPage('undeliverables', query);
    await projectionOf(organizationId, dependencies);
    const found = await dependencies.undeliverables.list({ organizationId, ...filter, mailId }, page.wanted);
    return { body: page.of(found, places) };
  },
});

const getUndeliverable = jsonRoute({
  method: 'get',
  path: '/v1/organizations/:organizationId/undeliverables/:undeliverableId',
  operationId: 'getUndeliverable',
  tag: 'Undeliverables',
  summary: 'One recipient that a mail did not reach: why, how that is known, and who was told',
  audience,
  request: z.object({ params: undeliverableParams }),
  response: { status: 200, description: 'The undeliverable', schema: undeliverable },
  problems: ['NOT_FOUND', 'STORE_UNAVAILABLE'],
  async handle({ params: { organizationId, undeliverableId } }, _context, dependencies) {
    await projectionOf(organizationId, dependencies);
    const found = await dependencies.undeliverables.find(organizationId, undeliverableId);
    if (!found) throw new CatalogueError('NOT_FOUND');
    return { body: found };
  },
});

export const undeliverableRoutes: readonly Route[] = [listUndeliverables, getUndeliverable];
