import { z } from 'zod';

import type { Identity } from '../../activities/ports/access-token-verifier';
import type { Role } from '../../domain/actor';
import type { AuditEntry } from '../../domain/audit-entry';
import { decodeNumberCursor, pageFrom } from '../cursor';
import { projectionOf, refuseWhileLocked } from '../lifecycle-projection';
import { jsonRoute, type Route } from '../route';
import { auditPage } from '../schemas/audit';
import { organizationParams, pageQuery } from '../schemas/common';
import { actorView } from '../views/actor-view';

/** Events whose note our own people write to each other; a customer never reads it. */
const internallyNotedEvents = new Set(['unlock', 'resume']);

const listAuditTrail = jsonRoute({
  method: 'get',
  path: '/v1/organizations/:organizationId/audit',
  operationId: 'listAuditTrail',
  tag: 'Organizations',
  summary: 'What was asked, by whom, and what came of it; the newest first',
  description: 'For the organization’s own admin it does not exist while the own mail server is locked.',
  audience: { kind: 'roles', roles: ['org-admin', 'sales', 'reviewer', 'ops'], organization: 'path' },
  request: z.object({ params: organizationParams, query: pageQuery }),
  response: { status: 200, description: 'A page of the trail', schema: auditPage },
  problems: ['FEATURE_LOCKED', 'STORE_UNAVAILABLE'],
  async handle({ params: { organizationId }, query: { limit, cursor } }, { identity, roles }, dependencies) {
    const before = decodeNumberCursor(cursor);
    refuseWhileLocked(await projectionOf(organizationId, dependencies), roles);
    const found = await dependencies.lifecycles.auditTrail(organizationId, { limit: limit + 1, before });
    const page = pageFrom(found, limit, (entry) => String(entry.sequence));
    return { body: { ...page, items: page.items.map((entry) => entryView(entry, identity, roles)) } };
  },
});

export const auditRoutes: readonly Route[] = [listAuditTrail];

function entryView(entry: AuditEntry, viewer: Identity, roles: readonly Role[]) {
  const isCustomer = roles.every((role) => role === 'org-admin');
  const reason = isCustomer && internallyNotedEvents.has(entry.event) ? null : entry.reason;
  return { ...entry, reason, actor: actorView(entry.actor, viewer) };
}
