import { z } from 'zod';

import { organizationId } from './common';

export const workflowKinds = ['lifecycle', 'dispatch', 'announcements'] as const;

export const workflowUrl = z.string().nullable().meta({
  format: 'uri',
  description: 'Its page in the Temporal UI; null where the deployment names no UI (TEMPORAL_UI_URL)',
});

export const organizationWorkflows = z
  .object({
    organizationId,
    items: z.array(
      z.object({
        kind: z.enum(workflowKinds).meta({
          description: '`dispatch` and `announcements` run only while there is something to send',
        }),
        workflowId: z.string().meta({ examples: ['mail-server/org-4711'] }),
        url: workflowUrl,
      }),
    ),
    allUrl: workflowUrl.meta({ description: 'All workflows of the organization, checks included' }),
  })
  .meta({ id: 'OrganizationWorkflows' });
