import type { Texts } from '../texts';

/** The states, in words that fit on a badge. */
export const lifecycle: Texts['lifecycle'] = {
  organization: 'Organization',
  settings: 'Settings',
  organizations: 'Organizations',
  state: 'State',
  entitlement: { locked: 'Locked', unlocked: 'Unlocked' },
  draft: {
    none: 'No draft',
    checking: 'Being checked',
    'check-failed': 'Check failed',
    'awaiting-confirmation': 'Test mail unconfirmed',
    'awaiting-review': 'Waiting for approval',
    'changes-requested': 'Changes requested',
    rejected: 'Rejected',
    withdrawn: 'Withdrawn',
    expired: 'Expired',
  },
  live: { none: 'No server', active: 'Active', suspended: 'Suspended' },
  suspendedBy: {
    health: 'Suspended because checks fail',
    ops: 'Suspended by operations',
    customer: 'Suspended by the organization',
  },
  verdict: { pass: 'Passed', warn: 'With warnings', fail: 'Failed', inconclusive: 'Inconclusive' },
  field: {
    host: 'Server',
    port: 'Port',
    security: 'Encryption',
    user: 'User name',
    authentication: 'Login',
    trust: 'Certificate',
    senderAddress: 'Sender address',
    senderName: 'Sender name',
  },
  security: { starttls: 'STARTTLS', tls: 'TLS from the start' },
  authentication: {
    password: 'User name and password',
    'microsoft-oauth2': 'Microsoft 365 (OAuth 2.0)',
    'google-service-account': 'Google service account (OAuth 2.0)',
    oauth2: 'OAuth 2.0',
  },
  trust: {
    public: 'Public authority',
    authority: 'Own authority',
    certificate: 'Exactly one certificate',
  },
};
