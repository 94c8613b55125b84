import { readFile } from 'node:fs/promises';

import { projectionOf } from '../../domain/lifecycle/projection';
import { initialState } from '../../domain/lifecycle/state';
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
    await person.page.getByLabel('What', { exact: true }).selectOption('');
    await person.page.getByLabel('Who', { exact: true }).fill('');
    await person.page.getByLabel('Part of the service').selectOption('Server check');
    await person.page.getByRole('button', { name: 'Search' }).click();
    const byChecks = rows.filter({ hasText: /The service.*Server check/ });
    await eventually('only what checks did is left', async () => (await byChecks.count()) === (await rows.count()) - 1);
    expect(await byChecks.count()).toBeGreaterThan(0);
    expect(new URL(person.page.url()).search).toBe('?part=check');
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

  it('find a mail in trouble by the name of its organization, with the workflow that sends it, and say what became of it', async () => {
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

    await person.page.getByRole('button', { name: 'Klären …' }).click();
    const dialog = person.page.getByRole('dialog');
    const [arrived, settle] = [dialog.getByLabel('Sie kam an'), dialog.getByRole('button', { name: 'Festhalten' })];
    await person.page.locator('input:focus').and(arrived).waitFor();
    await dialog.getByRole('textbox', { name: /^Begründung/ }).fill('Das Protokoll des Servers nennt sie.');
    await settle.click();
    expect(await dialog.locator('input:invalid').count()).toBeGreaterThan(0);
    await expectNoBarriers(person);
    await arrived.check();
    await settle.click();
    await person.page.getByRole('heading', { name: 'Nichts ist ungewiss' }).waitFor();
    expect(await database.collection('outbox').countDocuments({ state: 'held' })).toBe(0);
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

  it('look an organization up while they write, sorted, and read on in just what they look for', async () => {
    await addCustomers(60);
    const person = await browser.person({ language: 'en' });
    await person.logIn(ops, '/ops/organizations');
    await person.page.getByRole('link', { name: organizationName }).waitFor();
    const asked: string[] = [];
    person.page.on('request', (request) => {
      const { pathname, searchParams } = new URL(request.url());
      if (pathname === '/v1/organizations') asked.push(searchParams.get('text') ?? '');
    });
    const search = person.page.getByRole('searchbox', { name: 'Find an organization' });
    await search.pressSequentially('KÜNDE 0', { delay: 20 });
    await person.page.getByText('10 organizations found').waitFor({ state: 'attached' });
    expect(asked).toEqual(['KÜNDE 0']);
    expect(await search.inputValue()).toBe('KÜNDE 0');
    await expectNoBarriers(person);

    const links = person.page.getByRole('table').getByRole('link');
    await search.fill('künde');
    await search.press('Enter');
    await person.page.getByText('More than 50 organizations found').waitFor({ state: 'attached' });
    await person.page.getByRole('button', { name: 'Load more' }).click();
    await eventually('all are there', async () => (await links.count()) === 60);
    await person.page.getByLabel('Sort by').selectOption('Name, Z to A');
    await eventually('the list begins anew', async () => (await links.first().textContent()) === 'Künde 59');
    expect(await links.count()).toBe(50);
    expect(Object.fromEntries(new URL(person.page.url()).searchParams)).toEqual({ text: 'künde', sort: '-name' });

    await person.page.getByText('Suspended servers', { exact: true }).click();
    await person.page.getByRole('heading', { name: 'Nothing found for “künde”' }).waitFor();
    await expectNoBarriers(person);
    await person.page.getByRole('button', { name: 'Clear the search' }).last().click();
    await person.page.getByRole('heading', { name: 'No server is suspended' }).waitFor();
    expect(await search.inputValue()).toBe('');
    await person.open('/ops/organizations?text=kunde+59');
    await eventually('a link leads to what was found', async () => (await links.count()) === 1);
    expect(await search.inputValue()).toBe('kunde 59');
    expect(person.complaints).toEqual([]);
  });

  it('and sales find those who have been unlocked and have no server yet', async () => {
    const person = await browser.person({ language: 'de', width: 360, height: 740 });
    await person.logIn('sales@demo.example', '/sales?sort=-organizationId');
    const links = person.page.getByRole('table').getByRole('link');
    await links.first().waitFor();
    await person.page.getByLabel('Stand', { exact: true }).selectOption('Freigeschaltet, noch ohne Server');
    await eventually('only they are left', async () => (await links.count()) === 30);
    expect(await links.first().textContent()).toBe('Künde 58');
    await expectNoBarriers(person);
    await person.page.getByLabel('Stand', { exact: true }).selectOption('Wartet auf Freigabe');
    await person.page.getByRole('heading', { name: 'In diesem Stand ist keine Organisation' }).waitFor();
    await expectNoBarriers(person);
  });
});

/** Shows customers in the lists beside the one that is really there, every other one unlocked. */
async function addCustomers(count: number): Promise<void> {
  const organizations = Array.from({ length: count }, (_, index) => {
    const organizationId = `customer-${String(index).padStart(2, '0')}`;
    const profile = {
      name: `Künde ${organizationId.slice(-2)}`,
      adminAddress: 'a@customer.example',
      locale: 'de',
    } as const;
    const entitlement = index % 2 === 0 ? 'unlocked' : 'locked';
    return { _id: organizationId, ...projectionOf({ ...initialState(organizationId), profile, entitlement }) };
  });
  await real.database.collection<{ _id: string }>('organizations').insertMany(organizations);
}
