import { z } from 'zod';

import { announcementWorkflowId, dispatchWorkflowId, lifecycleWorkflowId } from '../../workflows/contract';
import { projectionOf } from '../lifecycle-projection';
import { jsonRoute, type Route } from '../route';
import { organizationParams } from '../schemas/common';
import { organizationWorkflows } from '../schemas/workflow';
import { workflowPage, workflowSearch } from '../temporal-ui-links';

const getWorkflows = jsonRoute({
  method: 'get',
  path: '/v1/organizations/:organizationId/workflows',
  operationId: 'getWorkflows',
  tag: 'Organizations',
  summary: 'The workflows of an organization, and where the Temporal UI shows them',
  audience: { kind: 'roles', roles: ['ops'], organization: 'path', scope: 'operations:read' },
  request: z.object({ params: organizationParams }),
  response: { status: 200, description: 'The workflows', schema: organizationWorkflows },
  problems: ['STORE_UNAVAILABLE'],
  async handle({ params: { organizationId } }, _context, dependencies) {
    await projectionOf(organizationId, dependencies);
    const { temporalUi } = dependencies.settings;
    const item = (kind: 'lifecycle' | 'dispatch' | 'announcements', workflowId: string) => {
      return { kind, workflowId, url: workflowPage(temporalUi, workflowId) };
    };
    const items = [
      item('lifecycle', lifecycleWorkflowId(organizationId)),
      item('dispatch', dispatchWorkflowId(organizationId)),
      item('announcements', announcementWorkflowId(organizationId)),
    ];
    return { body: { organizationId, items, allUrl: workflowSearch(temporalUi, organizationId) } };
  },
});

export const workflowRoutes: readonly Route[] = [getWorkflows];
