import { DEMO_ORGANIZATION } from '../../../dev/oidc/demo-users';

/** Every view, by whom it is for: the demo user, and one whose role has no business there. */
export const viewsByRole = [
  {
    role: 'org-admin',
    email: 'admin@customer.example',
    stranger: 'ops@demo.example',
    views: [
      '',
      '/history',
      '/mails',
      '/statistics',
      '/undeliverables',
      '/suppressions',
      '/branding',
      '/preferences',
    ].map((view) => `/mail-server/${DEMO_ORGANIZATION}${view}`),
  },
  {
    role: 'reviewer',
    email: 'reviewer@demo.example',
    stranger: 'sales@demo.example',
    views: ['/reviews', `/reviews/${DEMO_ORGANIZATION}`],
  },
  {
    role: 'sales',
    email: 'sales@demo.example',
    stranger: 'reviewer@demo.example',
    views: ['/sales', `/sales/${DEMO_ORGANIZATION}`],
  },
  {
    role: 'ops',
    email: 'ops@demo.example',
    stranger: 'sales@demo.example',
    views: [
      '/ops/statistics',
      '/ops/mails',
      '/ops/organizations',
      `/ops/organizations/${DEMO_ORGANIZATION}`,
      '/ops/audit',
      '/ops/inbound',
      '/ops/drift',
    ],
  },
] as const;
