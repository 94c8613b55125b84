import { demoLogo } from '../../../dev/demo/demo-logo';
import { DEMO_ORGANIZATION } from '../../../dev/oidc/demo-users';
import type { Person } from '../../support/dashboards/person';
import { mailsInTrouble, mailTraffic } from './mail-traffic';
import { bringNeighboursHere } from './neighbours';
import type { Scene } from './scene';

const admin = 'admin@customer.example';
const sales = 'sales@demo.example';
const ops = 'ops@demo.example';
const base = `/mail-server/${DEMO_ORGANIZATION}`;
const opsPage = `/ops/organizations/${DEMO_ORGANIZATION}`;

/** A server that sends, and what can be done and seen then. */
export const liveScenes: readonly Scene[] = [
  {
    name: 'admin-live',
    email: admin,
    path: base,
    async prepare(real) {
      await real.organization.approve((await real.organization.view()).revision);
      await mailTraffic(real);
      await bringNeighboursHere(real, 0, 2);
    },
  },
  {
    name: 'admin-rotation',
    email: admin,
    path: base,
    async act({ page }) {
      await page.getByRole('button', { name: /^(?:Passwort wechseln|Change the password|Rotate)/ }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'admin-history', email: admin, path: `${base}/history` },
  {
    name: 'admin-mails',
    email: admin,
    path: `${base}/mails`,
    async act({ page }) {
      await page.getByText('Bitte unterzeichnen: Geheimhaltungsvereinbarung', { exact: true }).click();
    },
  },
  { name: 'admin-statistics', email: admin, path: `${base}/statistics`, act: plotsAreDrawn },
  { name: 'admin-undeliverables', email: admin, path: `${base}/undeliverables` },
  {
    name: 'admin-suppressions',
    email: admin,
    path: `${base}/suppressions`,
    async prepare({ organization }) {
      const body = { address: 'pensionist@partner.example', note: 'Am Telefon gebeten, nichts mehr zu senden' };
      await organization.ask('admin', 'POST', '/suppressions', { body });
    },
  },
  {
    name: 'admin-branding',
    email: admin,
    path: `${base}/branding`,
    async act({ page }) {
      const chooser = page.locator('input[type=file]');
      await chooser.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: demoLogo() });
      const toggle = page.getByRole('switch');
      if (!(await toggle.isChecked())) await toggle.click();
      await page.getByRole('figure').getByRole('img').waitFor();
    },
  },
  { name: 'admin-preferences', email: admin, path: `${base}/preferences` },
  { name: 'sales-organization', email: sales, path: `/sales/${DEMO_ORGANIZATION}` },
  {
    name: 'sales-revoke',
    email: sales,
    path: `/sales/${DEMO_ORGANIZATION}`,
    async act({ page }) {
      await page.getByRole('button', { name: /^(?:Sperren|Lock|Revoke)/ }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'ops-held',
    email: ops,
    path: '/ops/mails',
    prepare: mailsInTrouble,
  },
  {
    name: 'ops-resolve',
    email: ops,
    path: '/ops/mails',
    async act({ page }) {
      await page.getByRole('button', { name: /^(?:Klären|Settle)/ }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'ops-deferred', email: ops, path: '/ops/mails?tab=deferred' },
  {
    name: 'admin-suspended',
    email: admin,
    path: base,
    async prepare(real) {
      const reason = 'Mehrere Empfänger haben sich über Nachrichten beschwert, die sie nicht erwartet haben.';
      await real.organization.command('ops', '/mail-server/suspend', { reason });
      await bringNeighboursHere(real, 2, 4);
    },
  },
  { name: 'ops-statistics', email: ops, path: '/ops/statistics', act: plotsAreDrawn },
  { name: 'ops-organizations', email: ops, path: '/ops/organizations' },
  { name: 'ops-found', email: ops, path: '/ops/organizations?text=gr%C3%BCnau' },
  { name: 'ops-nothing-found', email: ops, path: '/ops/organizations?text=Meier+%26+Co' },
  { name: 'ops-suspended', email: ops, path: '/ops/organizations?tab=suspended' },
  { name: 'ops-organization', email: ops, path: opsPage },
  { name: 'ops-audit', email: ops, path: '/ops/audit' },
  { name: 'ops-inbound', email: ops, path: '/ops/inbound?tab=all' },
  { name: 'ops-drift', email: ops, path: '/ops/drift' },
  { name: 'forbidden', email: ops, path: '/sales' },
  { name: 'not-found', email: ops, path: '/ops/nothing-here' },
];

async function plotsAreDrawn({ page }: Person): Promise<void> {
  await page.locator('svg.recharts-surface').first().waitFor();
}
