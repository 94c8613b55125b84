import { z } from 'zod';

import { driftKinds, driftOutcomes } from '../../domain/reconciliation/drift';
import { organizationId, organizationName, pageOf, period, timestamp } from './common';
import { listQuery } from './list-query';
import { workflowUrl } from './workflow';

const status = z.string().meta({ description: 'As it stood there, which need not be a known value' });

const side = z
  .object({ version: z.int().nullable(), entitlement: status, draft: status, live: status })
  .meta({ id: 'ComparedLifecycle' });

const driftReport = z
  .object({
    id: z.string(),
    organizationId,
    organizationName,
    workflowUrl: workflowUrl.meta({ description: 'Where the Temporal UI shows its lifecycle' }),
    kind: z.enum(driftKinds).meta({
      description:
        '`projection-…` is mended by the lifecycle itself. `lifecycle-…`: the lifecycle does not exist, has ended, or its workflow tasks fail, so that people have to see to it',
    }),
    fields: z.array(z.string()).meta({
      description: 'Names of the fields that differed, at most 20',
      examples: [['live', 'state.live.status']],
    }),
    projected: side.nullable().meta({ description: 'What the projection said; null where there was none' }),
    actual: side.nullable().meta({ description: 'What the lifecycle said; null where it said nothing' }),
    outcome: z.enum(driftOutcomes).meta({
      description: '`open`: for people to see to. `passed`: a later comparison did not find it any more',
    }),
    foundAt: timestamp,
    seenAt: timestamp.meta({ description: 'When a comparison saw it last' }),
    endedAt: timestamp.nullable(),
  })
  .meta({ id: 'DriftReport', description: 'A projection that was not what its lifecycle had written' });

export const driftPage = pageOf(driftReport).meta({ id: 'DriftReportPage' });

export const driftQuery = listQuery('projectionDrift').extend({
  kind: z.enum(driftKinds).optional(),
  outcome: z.enum(driftOutcomes).optional(),
  organizationId: organizationId.optional(),
  ...period('Found'),
});

const count = (description: string) => z.int().meta({ description, examples: [0] });

export const reconciliation = z
  .object({
    open: z
      .array(z.object({ kind: z.enum(driftKinds), count: z.int() }))
      .meta({ description: 'How much drift is open, by kind; kinds without any are missing' }),
    lastPass: z
      .object({
        startedAt: timestamp,
        endedAt: timestamp,
        compared: count('Organizations that were compared'),
        found: count('Drift that was found'),
        repaired: count('Projections that were written anew'),
      })
      .nullable()
      .meta({ description: 'The last comparison of all organizations; null before the first' }),
  })
  .meta({ id: 'Reconciliation' });

export const reconcileBody = z
  .strictObject({
    organizationId: organizationId.nullable().meta({ description: 'The organization to compare; null for all' }),
  })
  .meta({ id: 'ReconcileRequest' });
