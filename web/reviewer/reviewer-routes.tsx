import type { RouteObject } from 'react-router';

import { ForRole } from '../shared/for-role';
import { viewFor } from '../shared/view-for';

const view = viewFor('reviewer');

/** The views of reviewers. */
export const reviewerRoutes: readonly RouteObject[] = [
  {
    path: 'reviews',
    element: <ForRole needed="reviewer" />,
    children: [
      { index: true, element: view(async () => (await import('./queue/queue-page')).QueuePage) },
      { path: ':organizationId', element: view(async () => (await import('./review/review-page')).ReviewPage) },
    ],
  },
];
