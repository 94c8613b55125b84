import { z } from 'zod';

import type { Identity } from '../../activities/ports/access-token-verifier';
import type { AuditFilter, AuditSearchFilter } from '../../activities/ports/audit-search';
import type { Role } from '../../domain/actor';
import type { ChainedAuditEntry } from '../../domain/audit-entry';
import { exportLines, exportMediaTypes, type ExportedEntry, type ExportFormat } from '../audit-export';
import { foundEntries, placeOfFound } from '../audit-search-entries';
import { projectionOf, refuseWhileLocked } from '../lifecycle-projection';
import { openPage, type PlaceOf } from '../list-page';
import { organizationNames } from '../organization-names';
import { jsonRoute, StreamedBody, streamRoute, type Route } from '../route';
import {
  auditExportQuery,
  auditPage,
  auditQuery,
  auditSearchExportQuery,
  auditSearchPage,
  auditSearchQuery,
} from '../schemas/audit';
import { organizationParams } from '../schemas/common';
import { auditEntryView } from '../views/audit-view';

const idOf = ({ organizationId, sequence }: ChainedAuditEntry): string => `${organizationId}/${sequence}`;
const trailPlaces: PlaceOf<ChainedAuditEntry, 'auditTrail'> = { id: idOf, value: ({ sequence }) => sequence };
const searchPlaces: PlaceOf<ChainedAuditEntry, 'auditSearch'> = {
  id: (entry) => placeOfFound(entry).id,
  value: (entry) => placeOfFound(entry).value,
};

const exportResponse = {
  status: 200,
  description: 'The trail from its first entry on, streamed; a connection that breaks off means that it is incomplete',
  contentTypes: Object.values(exportMediaTypes),
  headers: { 'Content-Disposition': 'Names the file' },
};

const listAuditTrail = jsonRoute({
  method: 'get',
  path: '/v1/organizations/:organizationId/audit',
  operationId: 'listAuditTrail',
  tag: 'Organizations',
  summary: 'What was asked, by whom, and what came of it; the newest first',
  description: 'For the organization’s own admin it does not exist while the own mail server is locked.',
  audience: {
    kind: 'roles',
    roles: ['org-admin', 'sales', 'reviewer', 'ops'],
    organization: 'path',
    scope: 'audit:read',
  },
  request: z.object({ params: organizationParams, query: auditQuery }),
  response: { status: 200, description: 'A page of the trail', schema: auditPage },
  problems: ['FEATURE_LOCKED', 'STORE_UNAVAILABLE'],
  async handle({ params: { organizationId }, query }, { identity, roles }, dependencies) {
    const page = openPage('auditTrail', query);
    refuseWhileLocked(await projectionOf(organizationId, dependencies), roles);
    const found = await dependencies.lifecycles.auditTrail(organizationId, page.wanted, filterOf(query));
    const { items, nextCursor } = page.of(found, trailPlaces);
    return { body: { items: items.map((entry) => entryBody(entry, identity, roles)), nextCursor } };
  },
});

const searchAuditTrails = jsonRoute({
  method: 'get',
  path: '/v1/audit',
  operationId: 'searchAuditTrails',
  tag: 'Organizations',
  summary: 'What was asked of any organization, by whom, and what came of it; the newest first',
  description: 'Filters go together: each leaves out more.',
  audience: { kind: 'roles', roles: ['ops'], organization: 'all', scope: 'audit:read' },
  request: z.object({ query: auditSearchQuery }),
  response: { status: 200, description: 'A page of entries of all trails', schema: auditSearchPage },
  problems: ['STORE_UNAVAILABLE'],
  async handle({ query }, { identity, roles }, dependencies) {
    const page = openPage('auditSearch', query);
    const found = await dependencies.auditSearch.search(searchOf(query), page.wanted);
    const { items, nextCursor } = page.of(found, searchPlaces);
    const nameOf = await organizationNames(items, dependencies);
    const named = items.map((entry) => ({
      ...entryBody(entry, identity, roles),
      organizationName: nameOf(entry.organizationId),
    }));
    return { body: { items: named, nextCursor } };
  },
});

const exportAuditTrail = streamRoute({
  method: 'get',
  path: '/v1/organizations/:organizationId/audit/export',
  operationId: 'exportAuditTrail',
  tag: 'Organizations',
  summary: 'The whole trail of an organization as a file',
  description: 'Ops get each entry as it is kept, so that its hash can be checked; others what they may see of it.',
  audience: {
    kind: 'roles',
    roles: ['org-admin', 'sales', 'reviewer', 'ops'],
    organization: 'path',
    scope: 'audit:read',
  },
  request: z.object({ params: organizationParams, query: auditExportQuery }),
  response: exportResponse,
  problems: ['FEATURE_LOCKED', 'STORE_UNAVAILABLE'],
  async handle({ params: { organizationId }, query: { format } }, { identity, roles }, dependencies) {
    refuseWhileLocked(await projectionOf(organizationId, dependencies), roles);
    const entries = dependencies.auditArchive.entries(organizationId);
    const visible = roles.includes('ops')
      ? entries
      : mapped(entries, (entry) => auditEntryView(entry, identity, roles));
    return exportReply(visible, format, `audit-${organizationId}`);
  },
});

const exportAllAuditTrails = streamRoute({
  method: 'get',
  path: '/v1/audit/export',
  operationId: 'exportAllAuditTrails',
  tag: 'Organizations',
  summary: 'The trails of all organizations as a file, or what is found in them',
  description:
    'Each entry as it is kept; one organization after the other, each from its first entry on. With a filter: what ' +
    'searching finds, the oldest first.',
  audience: { kind: 'roles', roles: ['ops'], organization: 'all', scope: 'audit:read' },
  request: z.object({ query: auditSearchExportQuery }),
  response: exportResponse,
  problems: ['STORE_UNAVAILABLE'],
  async handle({ query: { format, ...asked } }, _context, { auditArchive, auditSearch }) {
    const isWhole = Object.values(asked).every((value) => value === undefined);
    const entries = isWhole ? auditArchive.entries(null) : foundEntries(searchOf(asked), auditSearch);
    return await Promise.resolve(exportReply(entries, format, 'audit'));
  },
});

export const auditRoutes: readonly Route[] = [
  listAuditTrail,
  searchAuditTrails,
  exportAuditTrail,
  exportAllAuditTrails,
];

function searchOf(query: Omit<z.output<typeof auditSearchExportQuery>, 'format'>): AuditSearchFilter {
  const { organizationId, actor, part } = query;
  return { ...filterOf(query), organizationId, actor, part };
}

function filterOf(query: Omit<z.output<typeof auditQuery>, 'limit' | 'cursor' | 'sort'>): AuditFilter {
  const { event, outcome, requestId, since, until } = query;
  return { event, outcome, requestId, since: inUtc(since), until: inUtc(until) };
}

/** As the trail writes its moments, so that they compare as text. */
function inUtc(moment: string | undefined): string | undefined {
  return moment === undefined ? undefined : new Date(moment).toISOString();
}

function entryBody(entry: ChainedAuditEntry, identity: Identity, roles: readonly Role[]) {
  const view = auditEntryView(entry, identity, roles);
  return { ...view, changes: [...view.changes] };
}

function exportReply(entries: AsyncIterable<ExportedEntry>, format: ExportFormat, name: string) {
  return {
    body: new StreamedBody(exportLines(entries, format)),
    contentType: exportMediaTypes[format],
    headers: { 'Content-Disposition': `attachment; filename="${name}.${format}"`, 'Cache-Control': 'no-store' },
  };
}

async function* mapped(
  entries: AsyncIterable<ChainedAuditEntry>,
  view: (entry: ChainedAuditEntry) => ExportedEntry,
): AsyncGenerator<ExportedEntry> {
  for await (const entry of entries) yield view(entry);
}
