import { z } from 'zod';

import { systemParts } from '../../domain/actor';
import { commandNames, factNames } from '../../domain/lifecycle/events';
import { line, organizationId, organizationName, pageOf, period, timestamp } from './common';
import { listQuery } from './list-query';
import { actor } from './mail-server';
import { lifecycleStatuses } from './organization';

export const statuses = z.object(lifecycleStatuses).meta({ id: 'LifecycleStatuses' });
const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const hash = z.string().meta({ description: 'SHA-256 in hexadecimal digits' });

const auditChange = z
  .object({
    field: z.string().meta({ description: 'Dotted name of the field', examples: ['draft.settings.host'] }),
    before: value,
    after: value,
  })
  .meta({ id: 'AuditChange' });

const auditEntry = z
  .object({
    organizationId,
    sequence: z.int().meta({ description: 'Position in the trail, from 1 without gaps', examples: [7] }),
    at: timestamp,
    actor,
    event: z.string(),
    outcome: z.enum(['accepted', 'refused']),
    errorCode: z.string().nullable(),
    revision: z.int().nullable(),
    reason: z.string().nullable(),
    before: statuses,
    after: statuses,
    changes: z.array(auditChange).meta({ description: 'What the event changed besides the statuses' }),
    causedBy: z.string(),
    requestId: z.string().nullable().meta({ description: 'The X-Request-Id of the request that brought the command' }),
    previousHash: hash.nullable(),
    hash,
  })
  .meta({ id: 'AuditEntry', description: 'Each entry carries the hash of the one before' });

export const auditPage = pageOf(auditEntry).meta({ id: 'AuditPage' });

const foundAuditEntry = auditEntry.extend({ organizationName }).meta({ id: 'FoundAuditEntry' });

export const auditSearchPage = pageOf(foundAuditEntry).meta({ id: 'AuditSearchPage' });

const auditFilters = {
  event: z
    .enum([...commandNames, ...factNames])
    .optional()
    .meta({ description: 'Only this command or fact', examples: ['decide'] }),
  outcome: z.enum(['accepted', 'refused']).optional(),
  requestId: line(128).optional().meta({ description: 'Only what the request with this X-Request-Id brought about' }),
  ...period('Entries of what happened'),
};

export const auditQuery = listQuery('auditTrail').extend(auditFilters);

const auditSearchFilters = {
  ...auditFilters,
  organizationId: organizationId.optional().meta({ description: 'Only this organization’s trail' }),
  actor: line(254)
    .optional()
    .meta({ description: 'Only what this person did: their subject or mail address, exactly as their tokens say it' }),
  part: z.enum(systemParts).optional().meta({ description: 'Only what this part of the service did by itself' }),
};

export const auditSearchQuery = listQuery('auditSearch').extend(auditSearchFilters);

export const auditExportQuery = z.strictObject({
  format: z
    .enum(['csv', 'jsonl'])
    .default('jsonl')
    .meta({ description: 'Comma-separated values, or a JSON object a line' }),
});

export const auditSearchExportQuery = auditExportQuery.extend(auditSearchFilters);
