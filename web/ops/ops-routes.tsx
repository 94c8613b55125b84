import type { RouteObject } from 'react-router';

import { ForRole } from '../shared/for-role';
import { viewFor } from '../shared/view-for';

const view = viewFor('ops');

/** The views of operations. */
export const opsRoutes: readonly RouteObject[] = [
  {
    path: 'ops',
    element: <ForRole needed="ops" />,
    children: [
      {
        path: 'statistics',
        element: view(async () => (await import('./statistics/statistics-page')).StatisticsPage),
      },
      { path: 'mails', element: view(async () => (await import('./mails/mails-page')).MailsPage) },
      {
        path: 'organizations',
        element: view(async () => (await import('./organizations/organizations-page')).OrganizationsPage),
      },
      {
        path: 'organizations/:organizationId',
        element: view(async () => (await import('./organization/organization-page')).OrganizationPage),
      },
      { path: 'audit', element: view(async () => (await import('./audit/audit-page')).AuditPage) },
      { path: 'inbound', element: view(async () => (await import('./inbound/inbound-page')).InboundPage) },
      { path: 'drift', element: view(async () => (await import('./drift/drift-page')).DriftPage) },
    ],
  },
];
