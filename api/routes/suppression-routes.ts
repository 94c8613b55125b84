import { z } from 'zod';

import { CatalogueError } from '../../domain/errors';
import { suppressionState, type Suppression } from '../../domain/undeliverables/suppression';
import { actorOf } from '../commands';
import { fingerprint } from '../fingerprint';
import { expectedVersion, ifMatch } from '../if-match';
import { entityTag, projectionOf } from '../lifecycle-projection';
import { openPage, type PlaceOf } from '../list-page';
import { jsonRoute, type CallContext, type Route } from '../route';
import { idempotencyHeaders, organizationParams } from '../schemas/common';
import {
  newSuppression,
  suppression,
  suppressionPage,
  suppressionParams,
  suppressionQuery,
  suppressionRemoval,
} from '../schemas/suppression';
import { actorView } from '../views/actor-view';

const versionHeader = { ETag: 'The version of the entry' };
const list = '/v1/organizations/:organizationId/suppressions';
const readers = {
  kind: 'roles',
  roles: ['org-admin', 'ops', 'sender'],
  organization: 'path',
  scope: 'suppressions:read',
} as const;
const writers = {
  kind: 'roles',
  roles: ['org-admin', 'ops'],
  organization: 'path',
  scope: 'suppressions:write',
} as const;

const places: PlaceOf<Suppression, 'suppressions'> = {
  id: ({ id }) => id,
  value: (entry, by) => entry[by],
};

const listSuppressions = jsonRoute({
  method: 'get',
  path: list,
  operationId: 'listSuppressions',
  tag: 'Undeliverables',
  summary: 'Addresses that mail of the organization is not sent to, the newest first',
  audience: readers,
  request: z.object({ params: organizationParams, query: suppressionQuery }),
  response: { status: 200, description: 'A page of the suppression list', schema: suppressionPage },
  problems: ['STORE_UNAVAILABLE'],
  async handle({ params: { organizationId }, query }, context, dependencies) {
    const { state, cause, reason, address } = query;
    const page = openPage('suppressions', query);
    await projectionOf(organizationId, dependencies);
    const now = dependencies.clock().toISOString();
    const wanted = { organizationId, state, cause, reason, address, now };
    const found = await dependencies.suppressions.list(wanted, page.wanted);
    const { items, nextCursor } = page.of(found, places);
    return { body: { items: items.map((entry) => viewOf(entry, context, now)), nextCursor } };
  },
});

const getSuppression = jsonRoute({
  method: 'get',
  path: `${list}/:suppressionId`,
  operationId: 'getSuppression',
  tag: 'Undeliverables',
  summary: 'One entry of the suppression list, with its trail',
  audience: readers,
  request: z.object({ params: suppressionParams }),
  response: { status: 200, description: 'The entry', schema: suppression, headers: versionHeader },
  problems: ['NOT_FOUND', 'STORE_UNAVAILABLE'],
  async handle({ params: { organizationId, suppressionId } }, context, dependencies) {
    await projectionOf(organizationId, dependencies);
    const found = await dependencies.suppressions.find(organizationId, suppressionId);
    if (!found) throw new CatalogueError('NOT_FOUND');
    return { body: viewOf(found, context, dependencies.clock().toISOString()), headers: entityTag(found.version) };
  },
});

const addSuppression = jsonRoute({
  method: 'post',
  path: list,
  operationId: 'addSuppression',
  tag: 'Undeliverables',
  summary: 'Put an address on the suppression list',
  description: 'Within seconds nothing is sent to it any more; a mail to it becomes undeliverable, with a notice.',
  audience: writers,
  request: z.object({ params: organizationParams, headers: idempotencyHeaders, body: newSuppression }),
  response: { status: 200, description: 'On the list', schema: suppression, headers: versionHeader },
  problems: ['IDEMPOTENCY_KEY_REUSED', 'STORE_UNAVAILABLE'],
  async handle({ params: { organizationId }, headers, body }, context, dependencies) {
    await projectionOf(organizationId, dependencies);
    const now = dependencies.clock().toISOString();
    const expiresAt = body.expiresAt === undefined ? null : new Date(body.expiresAt).toISOString();
    const entry = { organizationId, address: body.address, cause: 'manual', reason: null, mailId: null } as const;
    const command = { event: 'added', ...entry, expiresAt, note: body.note };
    const change = changeOf(context, headers['idempotency-key'], now, body.note);
    await dependencies.suppressions.claim({ ...change, organizationId, fingerprint: fingerprint(command) });
    const added = await dependencies.suppressions.add({ ...entry, expiresAt, change });
    return { body: viewOf(added, context, now), headers: entityTag(added.version) };
  },
});

const removeSuppression = jsonRoute({
  method: 'post',
  path: `${list}/:suppressionId/remove`,
  operationId: 'removeSuppression',
  tag: 'Undeliverables',
  summary: 'Take an address off the suppression list',
  description: 'The entry stays visible as removed. Mail that has become undeliverable meanwhile stays so.',
  audience: writers,
  request: z.object({
    params: suppressionParams,
    headers: idempotencyHeaders.extend({ 'if-match': ifMatch(true) }),
    body: suppressionRemoval,
  }),
  response: { status: 200, description: 'Off the list', schema: suppression, headers: versionHeader },
  problems: [
    'NOT_FOUND',
    'PRECONDITION_FAILED',
    'PRECONDITION_REQUIRED',
    'IDEMPOTENCY_KEY_REUSED',
    'STORE_UNAVAILABLE',
  ],
  async handle({ params: { organizationId, suppressionId: id }, headers, body }, context, dependencies) {
    await projectionOf(organizationId, dependencies);
    const now = dependencies.clock().toISOString();
    const command = { event: 'removed', id, note: body.note };
    const change = changeOf(context, headers['idempotency-key'], now, body.note);
    await dependencies.suppressions.claim({ ...change, organizationId, fingerprint: fingerprint(command) });
    const expected = expectedVersion(headers['if-match']);
    const removed = await dependencies.suppressions.remove({ organizationId, id, change, expectedVersion: expected });
    if (!removed) throw new CatalogueError('NOT_FOUND');
    return { body: viewOf(removed, context, now), headers: entityTag(removed.version) };
  },
});

export const suppressionRoutes: readonly Route[] = [
  listSuppressions,
  getSuppression,
  addSuppression,
  removeSuppression,
];

function changeOf({ identity }: CallContext, key: string, at: string, note: string) {
  return { at, by: actorOf(identity), note, causedBy: `command/${identity.subject}/${key}` };
}

function viewOf(entry: Suppression, { identity }: CallContext, now: string): z.input<typeof suppression> {
  const trail = entry.trail.map((change) => ({ ...change, by: actorView(change.by, identity) }));
  return { ...entry, state: suppressionState(entry, now), trail };
}
