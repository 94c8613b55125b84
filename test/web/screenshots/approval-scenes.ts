import { DEMO_ORGANIZATION } from '../../../dev/oidc/demo-users';
import { codeOfTestMail, customerServer } from '../../support/going-live';
import { adminAddress, organizationName } from '../../support/real-organization';
import type { RealStack } from '../../support/real-stack';
import { bringNeighboursHere, registerNeighbours } from './neighbours';
import type { Scene } from './scene';

const admin = 'admin@customer.example';
const sales = 'sales@demo.example';
const reviewer = 'reviewer@demo.example';
const base = `/mail-server/${DEMO_ORGANIZATION}`;
const salesPage = `/sales/${DEMO_ORGANIZATION}`;
const reviewPage = `/reviews/${DEMO_ORGANIZATION}`;

/** From the locked page to the first question of a reviewer, as each of them sees it. */
export const approvalScenes: readonly Scene[] = [
  { name: 'start', email: null, path: '/' },
  {
    name: 'admin-locked',
    email: admin,
    path: base,
    async prepare(real) {
      await real.organization.command('backend', '', { name: organizationName, adminAddress, locale: 'de' });
      await registerNeighbours(real);
    },
  },
  { name: 'sales-organizations', email: sales, path: '/sales' },
  {
    name: 'sales-unlock',
    email: sales,
    path: salesPage,
    async act({ page }) {
      await page.getByRole('button', { name: /^(?:Freischalten|Unlock)$/ }).click();
      await page.getByRole('dialog').getByLabel(/^(?:Vertrag|Contract)/).fill('V-2026-0815');
    },
  },
  {
    name: 'admin-settings',
    email: admin,
    path: base,
    async prepare({ organization }) {
      const terms = { contractReference: 'V-2026-0815', note: 'Pilotkundin, Frau Berger fragt nach' };
      await organization.command('sales', '/mail-server/unlock', terms);
    },
    async act({ page }) {
      await page.getByLabel(/^(?:Mailserver|Mail server)/).first().fill('smtp.office365.com');
      await page.getByLabel(/^(?:Benutzername|User name)/).fill('vertraege@muster.at ');
      await page.getByLabel(/^(?:Absendername|Sender name)/).fill('Muster GmbH');
    },
  },
  {
    name: 'admin-settings-oauth',
    email: admin,
    path: base,
    async act({ page }) {
      await page.getByRole('combobox', { name: /^(?:Anmeldung|Login)/ }).selectOption('microsoft-oauth2');
      await page.getByText(/^(?:Zertifikat des Servers|The server’s certificate)/).click();
    },
  },
  {
    name: 'admin-checking',
    email: admin,
    path: base,
    async prepare(real) {
      await real.organization.submit(customerServer(real));
      real.freeze('worker');
    },
  },
  {
    name: 'admin-check-failed',
    email: admin,
    path: base,
    async prepare(real) {
      real.thaw('worker');
      await real.organization.checkedDraft();
      await real.organization.withdraw();
      await real.inbox.clear();
      await real.organization.submit(customerServer(real, { password: 'wrong' }));
      await real.organization.checkedDraft();
    },
  },
  {
    name: 'admin-confirmation',
    email: admin,
    path: base,
    async prepare(real) {
      await real.organization.submit(customerServer(real));
      await real.organization.checkedDraft();
    },
  },
  { name: 'admin-review', email: admin, path: base, prepare: confirm },
  {
    name: 'reviewer-queue',
    email: reviewer,
    path: '/reviews',
    async prepare(real) {
      await bringNeighboursHere(real, 0, 3);
    },
  },
  { name: 'reviewer-review', email: reviewer, path: reviewPage },
  {
    name: 'reviewer-request-changes',
    email: reviewer,
    path: reviewPage,
    async act({ page }) {
      await page.getByText(/^(?:Änderungen erbitten|Request changes)$/).click();
      await page.getByLabel(/^(?:Fertiger Grund|Ready-made reason)/).selectOption('SENDER_NAME_MISLEADING');
    },
  },
  {
    name: 'admin-changes-requested',
    email: admin,
    path: base,
    async prepare({ organization }) {
      const { revision } = await organization.view();
      const reason = 'Der Absendername „Verträge“ sagt nicht, von wem die Nachricht kommt.';
      await decide({ organization }, { revision, verdict: 'request-changes', reason, fields: ['senderName'] });
    },
  },
  {
    name: 'admin-rejected',
    email: admin,
    path: base,
    async prepare(real) {
      await real.inbox.clear();
      await real.organization.submit(customerServer(real));
      await real.organization.checkedDraft();
      await confirm(real);
      const { revision } = await real.organization.view();
      await decide(real, { revision, verdict: 'reject', reason: 'Die Absenderdomain gehört Ihnen nicht.', fields: [] });
    },
  },
  {
    name: 'reviewer-appeal',
    email: reviewer,
    path: reviewPage,
    async prepare({ organization }) {
      const { revision } = await organization.view();
      const comment = 'Die Domain ist auf unsere Tochtergesellschaft eingetragen; der Auszug liegt bei Ihrem Vertrieb.';
      await organization.command('admin', '/mail-server/appeal', { revision, comment });
    },
  },
];

async function confirm(real: RealStack): Promise<void> {
  const { revision } = await real.organization.view();
  const code = await codeOfTestMail(real);
  await real.organization.command('admin', '/mail-server/confirm-test-mail', { revision, code });
}

async function decide({ organization }: Pick<RealStack, 'organization'>, decision: object): Promise<void> {
  const { body } = await organization.ask('reviewer', 'GET', '/mail-server/review');
  const seen = { reportId: body['reportId'], checklist: [], internalNote: null };
  await organization.command('reviewer', '/mail-server/decide', { ...seen, ...decision });
}
