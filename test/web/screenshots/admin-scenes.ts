import { codeOfTestMail, customerServer } from '../../support/dashboards/walk';
import { adminAddress, organizationName } from '../../support/real-organization';
import { DEMO_ORGANIZATION } from '../../../dev/oidc/demo-users';
import type { Scene } from './scene';

const email = 'admin@customer.example';
const base = `/mail-server/${DEMO_ORGANIZATION}`;

/** The admin's way, from the locked page to a live server. */
export const adminScenes: readonly Scene[] = [
  { name: 'start', email: null, path: '/' },
  {
    name: 'admin-locked',
    email,
    path: base,
    async prepare({ organization }) {
      await organization.command('backend', '', { name: organizationName, adminAddress, locale: 'de' });
    },
  },
  {
    name: 'admin-settings',
    email,
    path: base,
    async prepare({ organization }) {
      await organization.command('sales', '/mail-server/unlock', { contractReference: 'C-1', note: null });
    },
    async act({ page }) {
      await page.getByLabel(/^(?:Mailserver|Mail server)/).first().fill('smtp.office365.com');
      await page.getByLabel(/^(?:Benutzername|User name)/).fill('vertraege@muster.at ');
      await page.getByLabel(/^(?:Absendername|Sender name)/).fill('Muster GmbH');
    },
  },
  {
    name: 'admin-check-failed',
    email,
    path: base,
    async prepare(real) {
      await real.organization.submit(customerServer(real, { password: 'wrong' }));
      await real.organization.checkedDraft();
    },
  },
  {
    name: 'admin-confirmation',
    email,
    path: base,
    async prepare(real) {
      await real.organization.submit(customerServer(real));
      await real.organization.checkedDraft();
    },
  },
  {
    name: 'admin-review',
    email,
    path: base,
    async prepare(real) {
      const { revision } = await real.organization.view();
      const code = await codeOfTestMail(real);
      await real.organization.command('admin', '/mail-server/confirm-test-mail', { revision, code });
    },
  },
  {
    name: 'admin-live',
    email,
    path: base,
    async prepare({ organization }) {
      const { revision } = await organization.view();
      await organization.approve(revision);
    },
  },
];
