import { readFile } from 'node:fs/promises';

import type { DashboardBrowser } from '../support/dashboards/dashboard-browser';
import { startDashboardWorld } from '../support/dashboards/dashboard-world';
import { expectNoBarriers } from '../support/dashboards/expect-no-barriers';
import { eventually } from '../support/eventually';
import { organizationName } from '../support/real-organization';
import type { RealStack } from '../support/real-stack';
import { tidyUp } from '../support/tidy-up';

const patienceMs = 180_000;
const ops = 'ops@demo.example';

let real: RealStack;
let browser: DashboardBrowser;
let organizationPage: string;
const afterwards = tidyUp(patienceMs);

beforeAll(async () => {
  ({ real, browser } = await startDashboardWorld(afterwards, { environment: { STATISTICS_SECONDS: '1' } }));
  const { host, startTlsPort: port } = real.stack.addresses.customerServer;
  const { name: user, password } = real.stack.credentials.customer;
  await real.organization.registerAndUnlock();
  await real.organization.submit({ host, port, security: 'starttls', user, password });
  await statusOf('draft', 'awaiting-review');
  await real.organization.approve(1);
  organizationPage = `/ops/organizations/${real.organization.id}`;
}, patienceMs);

async function statusOf(part: 'draft' | 'live', status: string): Promise<void> {
  await eventually(`${part} is ${status}`, async () => (await real.organization.view())[part]?.status === status);
}

describe('operations', () => {
  it('suspend a server with a reason and have it checked before it sends again', async () => {
    const person = await browser.person({ language: 'en' });
    await person.logIn(ops, '/ops/organizations');
    await person.page.getByRole('link', { name: organizationName }).click();
    await person.page.getByRole('button', { name: 'Suspend' }).click();
    const suspending = person.page.getByRole('dialog');
    await suspending.getByLabel('Reason').fill('Complaints of recipients.');
    await suspending.getByRole('button', { name: 'Suspend' }).click();
    await person.page.getByText('Suspended by operations').waitFor();
    await statusOf('live', 'suspended');
    expect(await person.accessibilityFaults()).toEqual([]);
    await person.open('/ops/organizations?tab=suspended');
    await person.page.getByText(/^Suspended by operations · /).waitFor();
    expect(await person.accessibilityFaults()).toEqual([]);
    await person.page.getByRole('link', { name: organizationName }).click();

    await person.page.getByRole('button', { name: 'Resume' }).click();
    const resuming = person.page.getByRole('dialog');
    await resuming.getByLabel('Resume without a check').check();
    expect(await resuming.getByLabel('Note').getAttribute('required')).toBe('');
    await resuming.getByLabel('Resume without a check').uncheck();
    await resuming.getByRole('button', { name: 'Resume' }).click();
    await statusOf('live', 'active');
    expect(person.complaints).toEqual([]);
  });

  it('find the very workflow in the Temporal UI, and who did what in the audit trail', async () => {
    const person = await browser.person({ language: 'de', width: 360, height: 740 });
    await person.logIn(ops, organizationPage);
    const link = person.page.getByRole('link', { name: `mail-server/${real.organization.id}` });
    const workflow = await (await fetch((await link.getAttribute('href')) ?? '')).text();
    expect(workflow).toContain('<html');
    await person.page.getByText('Complaints of recipients.').first().waitFor();
    expect(await person.accessibilityFaults()).toEqual([]);
    expect(await person.overhang()).toBe(0);
    const download = person.page.waitForEvent('download');
    await person.page.getByRole('link', { name: 'Als CSV herunterladen' }).click();
    expect((await download).suggestedFilename()).toBe(`audit-${real.organization.id}.csv`);
    expect(person.complaints).toEqual([]);
  });

  it('search what was done in all organizations, and take just that along as a file', async () => {
    const person = await browser.person({ language: 'en' });
    await person.logIn(ops, '/ops/audit');
    await person.page.getByRole('link', { name: organizationName }).first().waitFor();
    await person.page.getByLabel('What', { exact: true }).selectOption('suspend');
    await person.page.getByLabel('Who', { exact: true }).fill(ops);
    await person.page.getByRole('button', { name: 'Search' }).click();
    const rows = person.page.getByRole('row');
    await eventually('only the suspension is left', async () => (await rows.count()) === 2);
    await rows.getByText('Complaints of recipients.').waitFor();
    await rows.getByText('Details').click();
    await rows.getByText('Request id').waitFor();
    await expectNoBarriers(person);
    expect(Object.fromEntries(new URL(person.page.url()).searchParams)).toEqual({ actor: ops, event: 'suspend' });
    const download = person.page.waitForEvent('download');
    await person.page.getByRole('link', { name: 'Download as JSON Lines' }).click();
    const lines = (await readFile(await (await download).path(), 'utf8')).trimEnd().split('\n');
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([{ event: 'suspend', actor: { email: ops } }]);
    await person.page.getByLabel('Outcome').selectOption('Refused');
    await person.page.getByRole('button', { name: 'Search' }).click();
    await person.page.getByRole('heading', { name: 'Nothing found' }).waitFor();
    await expectNoBarriers(person);
    await person.page.getByRole('button', { name: 'Show everything' }).click();
    await eventually('everything is back', async () => (await rows.count()) > 2);
  });

  it('see mails and organizations in numbers, as plots and as tables', async () => {
    await real.organization.hand('somebody@partner.example');
    await real.organization.hand('no-such-user@partner.example');
    const person = await browser.person({ language: 'en', colorScheme: 'dark', width: 360, height: 740 });
    await person.logIn(ops, '/ops/statistics');
    const states = person.page.getByRole('region', { name: 'Mails by state', exact: true });
    await eventually(
      'both mails are counted',
      async () => {
        await person.page.reload();
        await states.getByText('As a table').click({ timeout: 2000 });
        const isCounted = await states.getByRole('columnheader', { name: 'Undeliverable' }).isVisible();
        return isCounted && (await person.page.getByText('userunknown').isVisible());
      },
      patienceMs / 2,
    );
    await states.locator('svg .recharts-bar').first().waitFor();
    expect(await person.accessibilityFaults()).toEqual([]);
    expect(await person.overhang()).toBe(0);
    await person.page.getByText('30 days', { exact: true }).click();
    await person.page
      .getByRole('region', { name: 'Organizations by state', exact: true })
      .locator('svg .recharts-bar')
      .first()
      .waitFor();
    expect(new URL(person.page.url()).search).toBe('?tab=month');
    expect(person.complaints).toEqual([]);
  });

  it('see a projection that differs, have all compared, and see it mended', async () => {
    await real.database
      .collection<{ _id: string }>('organizations')
      .updateOne({ _id: real.organization.id }, { $set: { live: 'none' } });
    const person = await browser.person({ language: 'en', colorScheme: 'dark' });
    await person.logIn(ops, '/ops/drift');
    await person.page.getByRole('button', { name: 'Compare now' }).click();
    await person.page.getByText('The comparison runs in the background.').waitFor();
    await eventually('the projection is mended', async () => {
      const found = await real.database.collection('organizations').findOne({ live: 'active' });
      return found !== null;
    });
    await person.open('/ops/drift?tab=repaired');
    await person.page.getByText('Record differs').waitFor();
    expect(await person.accessibilityFaults()).toEqual([]);
    expect(person.complaints).toEqual([]);
  });

  it('find a mail in trouble by the name of its organization, and the workflow that sends it', async () => {
    const { organization, database } = real;
    await database
      .collection('outbox')
      .updateOne(
        { organizationId: organization.id, state: 'sent' },
        { $set: { state: 'held', 'recipients.0.state': 'held' } },
      );
    const person = await browser.person({ language: 'de', width: 360, height: 740 });
    await person.logIn(ops, '/ops/mails');
    await person.page.getByRole('link', { name: organizationName, exact: true }).waitFor();
    const link = person.page.getByRole('link', { name: `Workflow in Temporal: ${organizationName}` });
    expect(await link.getAttribute('href')).toMatch(/\/workflows\/dispatch%2F[^/]+$/);
    await expectNoBarriers(person);
    await database
      .collection('outbox')
      .updateOne({ state: 'held' }, { $set: { state: 'sent', 'recipients.0.state': 'sent' } });
  });

  it('look at what is held, deferred, unreadable and refused, each with words for nothing', async () => {
    const person = await browser.person({ language: 'en' });
    await person.logIn(ops, '/ops/mails');
    await person.page.getByRole('heading', { name: 'Nothing is uncertain' }).waitFor();
    await person.page.getByText('Deferred', { exact: true }).click();
    await person.page.getByRole('heading', { name: 'Nothing is deferred' }).waitFor();
    expect(new URL(person.page.url()).search).toBe('?tab=deferred');
    expect(await person.accessibilityFaults()).toEqual([]);
    await person.open('/ops/inbound');
    await person.page.getByRole('heading', { name: 'Nothing there' }).waitFor();
    expect(await person.accessibilityFaults()).toEqual([]);
    await person.page.getByText('All', { exact: true }).click();
    await person.page.getByText('Test mail examined').waitFor();
    expect(await person.accessibilityFaults()).toEqual([]);
    expect(person.complaints).toEqual([]);
  });
});
