import type { RouteObject } from 'react-router';

import { ForRole } from '../shared/for-role';
import { viewFor } from '../shared/view-for';

const view = viewFor('sales');

/** The views of sales. */
export const salesRoutes: readonly RouteObject[] = [
  {
    path: 'sales',
    element: <ForRole needed="sales" />,
    children: [
      {
        index: true,
        element: view(async () => (await import('./organizations/organizations-page')).OrganizationsPage),
      },
      {
        path: ':organizationId',
        element: view(async () => (await import('./organization/organization-page')).OrganizationPage),
      },
    ],
  },
];
