import type { RouteObject } from 'react-router';

import { ForRole } from '../shared/for-role';
import { viewFor } from '../shared/view-for';

const view = viewFor('admin');

/** The views of an organization's admin. */
export const adminRoutes: readonly RouteObject[] = [
  {
    path: 'mail-server/:organizationId',
    element: <ForRole needed="org-admin" />,
    children: [
      { index: true, element: view(async () => (await import('./overview/overview-page')).OverviewPage) },
      { path: 'history', element: view(async () => (await import('./history/history-page')).HistoryPage) },
      { path: 'mails', element: view(async () => (await import('./mails/mails-page')).MailsPage) },
      {
        path: 'statistics',
        element: view(async () => (await import('./statistics/statistics-page')).StatisticsPage),
      },
      {
        path: 'undeliverables',
        element: view(async () => (await import('./undeliverables/undeliverables-page')).UndeliverablesPage),
      },
      {
        path: 'suppressions',
        element: view(async () => (await import('./suppressions/suppressions-page')).SuppressionsPage),
      },
      { path: 'branding', element: view(async () => (await import('./branding/branding-page')).BrandingPage) },
      {
        path: 'preferences',
        element: view(async () => (await import('./preferences/preferences-page')).PreferencesPage),
      },
    ],
  },
];
