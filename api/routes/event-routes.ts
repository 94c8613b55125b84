import { z } from 'zod';

import { CatalogueError } from '../../domain/errors';
import { decodeFeedPlace, decodePlace } from '../events/event-place';
import { eventStream, type EventSource } from '../events/event-stream';
import { lifecycleChanges } from '../events/lifecycle-changes';
import { organizationEvents } from '../events/organization-events';
import type { ApiDependencies } from '../dependencies';
import { EndlessBody, streamRoute, type CallContext, type Route } from '../route';
import { organizationParams } from '../schemas/common';
import { lifecycleStream, organizationStream, resumeHeaders } from '../schemas/event';

const contentType = 'text/event-stream';
/** Nothing on the way may keep events back: no cache, no transformation, no buffer of a proxy. */
const headers = { 'Cache-Control': 'no-store, no-transform', 'X-Accel-Buffering': 'no' };

const streamOrganizationEvents = streamRoute({
  method: 'get',
  path: '/v1/organizations/:organizationId/events',
  operationId: 'streamOrganizationEvents',
  tag: 'Organizations',
  summary: 'What happens to an organization, as server-sent events',
  description:
    'Events `lifecycle` (decisions and everything else in the audit trail), `check` (how far a check has come, stage by ' +
    'stage) and `message` (a mail whose state has changed), as far as your roles may read what they are about. ' +
    '`Last-Event-ID` resumes without loss; nothing comes twice. Open the stream before you read what it is about. ' +
    'Comments keep the connection open; a stream ends with `end` when your session or your role does.',
  audience: {
    kind: 'roles',
    roles: ['org-admin', 'sales', 'reviewer', 'ops', 'sender'],
    organization: 'path',
    scope: 'events:read',
  },
  request: z.object({ params: organizationParams, headers: resumeHeaders }),
  response: { status: 200, description: 'Events', contentTypes: [contentType], schema: organizationStream },
  problems: ['TOO_MANY_STREAMS', 'STORE_UNAVAILABLE'],
  async handle({ params: { organizationId }, headers: { 'last-event-id': last } }, context, dependencies) {
    const now = await dependencies.events.organizationPlace(organizationId);
    if (!now) throw new CatalogueError('ORGANIZATION_UNKNOWN');
    const start = last ? decodePlace(last) : now;
    const { identity, roles } = context;
    return reply(organizationEvents({ organizationId, identity, roles }, start, dependencies), context, dependencies);
  },
});

const streamLifecycleChanges = streamRoute({
  method: 'get',
  path: '/v1/events',
  operationId: 'streamLifecycleChanges',
  tag: 'Organizations',
  summary: 'Changes of all organizations and of the review queue, as server-sent events',
  description:
    'Events `organization`: an organization whose lifecycle has changed, as it is by now, and for reviewers and ops its ' +
    'item in the queue while it waits for a decision. `Last-Event-ID` resumes without loss.',
  audience: { kind: 'roles', roles: ['sales', 'reviewer', 'ops'], organization: 'all', scope: 'events:read' },
  request: z.object({ headers: resumeHeaders }),
  response: { status: 200, description: 'Events', contentTypes: [contentType], schema: lifecycleStream },
  problems: ['TOO_MANY_STREAMS', 'STORE_UNAVAILABLE'],
  async handle({ headers: { 'last-event-id': last } }, context, dependencies) {
    const start = last ? decodeFeedPlace(last) : await dependencies.events.lifecyclesPlace();
    return reply(lifecycleChanges(context, start, dependencies), context, dependencies);
  },
});

export const eventRoutes: readonly Route[] = [streamOrganizationEvents, streamLifecycleChanges];

function reply<Place>(
  source: EventSource<Place>,
  { caller, identity: { subject } }: CallContext,
  { streams: slots, metrics }: ApiDependencies,
) {
  const body = new EndlessBody(eventStream({ source, caller, subject, slots, metrics }));
  return { body, contentType, headers };
}
