import { z } from 'zod';

import { organizationId, pageOf, timestamp } from './common';
import { actor } from './mail-server';
import { lifecycleStatuses } from './organization';

const statuses = z.object(lifecycleStatuses).meta({ id: 'LifecycleStatuses' });

const auditEntry = z
  .object({
    organizationId,
    sequence: z.int(),
    at: timestamp,
    actor,
    event: z.string(),
    outcome: z.enum(['accepted', 'refused']),
    errorCode: z.string().nullable(),
    revision: z.int().nullable(),
    reason: z.string().nullable(),
    before: statuses,
    after: statuses,
    causedBy: z.string(),
  })
  .meta({ id: 'AuditEntry' });

export const auditPage = pageOf(auditEntry).meta({ id: 'AuditPage' });
