import type { RouteObject } from 'react-router';

import { ForRole } from '../shared/for-role';
import { view } from '../shared/view';

/** The views of an organization's admin. */
export const adminRoutes: readonly RouteObject[] = [
  {
    path: 'mail-server/:organizationId',
    element: <ForRole needed="org-admin" />,
    children: [{ index: true, element: view(async () => (await import('./overview/overview-page')).OverviewPage) }],
  },
];
