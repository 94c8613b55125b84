/** Someone who can log in at the demo identity provider, without a password. */
export interface DemoUser {
  /** The subject of the tokens. */
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly organizations: readonly string[];
  readonly locale: string;
  /** What this user is for, for the login page. */
  readonly purpose: string;
}

/** The organization that the demo users administer. */
export const DEMO_ORGANIZATION = 'demo-organization';

/** One user per role, a second reviewer, and one who must not review what they submitted. */
export const demoUsers: readonly DemoUser[] = [
  {
    id: 'demo-sales',
    email: 'sales@demo.example',
    name: 'Sara Sales',
    roles: ['sales'],
    organizations: [],
    locale: 'de',
    purpose: 'unlocks the feature for an organization',
  },
  {
    id: 'demo-admin',
    email: 'admin@customer.example',
    name: 'Anna Admin',
    roles: ['org-admin'],
    organizations: [DEMO_ORGANIZATION],
    locale: 'de',
    purpose: "enters the organization's mail server",
  },
  {
    id: 'demo-reviewer',
    email: 'reviewer@demo.example',
    name: 'Rita Reviewer',
    roles: ['reviewer'],
    organizations: [],
    locale: 'en',
    purpose: 'decides on mail servers',
  },
  {
    id: 'demo-second-reviewer',
    email: 'second-reviewer@demo.example',
    name: 'Rolf Reviewer',
    roles: ['reviewer'],
    organizations: [],
    locale: 'de',
    purpose: 'decides on mail servers, too',
  },
  {
    id: 'demo-ops',
    email: 'ops@demo.example',
    name: 'Otto Ops',
    roles: ['ops'],
    organizations: [],
    locale: 'en',
    purpose: 'watches, suspends and resumes',
  },
  {
    id: 'demo-dual',
    email: 'dual@customer.example',
    name: 'Dora Dual',
    roles: ['org-admin', 'reviewer'],
    organizations: [DEMO_ORGANIZATION],
    locale: 'en',
    purpose: 'administers the organization and reviews: may not approve their own submission',
  },
];

/** The client that plays the product's backend. */
export const BACKEND_CLIENT = 'product-backend';

/** The public client of the command line and the demo. */
export const CLI_CLIENT = 'demo-cli';

/** What the command line's client is called back with; the port is any. */
export const CLI_REDIRECT_URI = 'http://127.0.0.1/callback';

/** The client of the dashboards. */
export const DASHBOARD_CLIENT = 'dashboard';

/** The audience of the API's access tokens. */
export const API_AUDIENCE = 'urn:mail-server-approval:api';

/** What an access token asks for besides identity. */
export const API_SCOPE = 'api';

/** The role of machines that hand over mails. */
export const SENDER_ROLE = 'sender';
