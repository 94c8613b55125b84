import type { ConnectionSecurity } from '../../domain/mail-server-settings';
import type { DashboardBrowser } from '../support/dashboards/dashboard-browser';
import { startDashboardWorld } from '../support/dashboards/dashboard-world';
import { expectNoBarriers } from '../support/dashboards/expect-no-barriers';
import { Keyboard } from '../support/dashboards/keyboard';
import { organizationName } from '../support/real-organization';
import type { RealStack } from '../support/real-stack';
import { eventually } from '../support/eventually';
import { tidyUp } from '../support/tidy-up';

const patienceMs = 180_000;

let real: RealStack;
let browser: DashboardBrowser;
const afterwards = tidyUp(patienceMs);

beforeAll(async () => {
  ({ real, browser } = await startDashboardWorld(afterwards));
}, patienceMs);

/** The demo customer's server, as its admin would enter it. */
function customerServer() {
  const { host, startTlsPort: port } = real.stack.addresses.customerServer;
  const { name: user, password } = real.stack.credentials.customer;
  const security: ConnectionSecurity = 'starttls';
  return { host, port, security, user, password };
}

async function awaitsReview(): Promise<void> {
  await real.organization.submit(customerServer());
  await eventually('the draft awaits its review', async () => {
    const { draft } = await real.organization.view();
    return draft?.status === 'awaiting-review';
  });
}

describe('sales', () => {
  it('adds an organization, unlocks the feature for it on terms, and sees what was agreed', async () => {
    const sales = await browser.person({ language: 'en' });
    await sales.logIn('sales@demo.example', '/sales');
    await sales.page.getByRole('heading', { name: 'No organizations yet' }).waitFor();
    expect(await sales.accessibilityFaults()).toEqual([]);

    await sales.page.getByRole('button', { name: 'Add an organization' }).click();
    const registering = sales.page.getByRole('dialog');
    await registering.getByLabel('Identifier').fill('no id');
    await registering.getByLabel('Name').fill(organizationName);
    await registering.getByLabel('E-mail address of the administration').fill(`${'a'.repeat(65)}@customer.example`);
    await registering.getByLabel('Language of our e-mails').selectOption('de');
    await registering.getByRole('button', { name: 'Add' }).click();
    await registering.getByText(/^Only letters without accents/).waitFor();
    await registering.getByText('This is no valid e-mail address.').waitFor();
    expect(await sales.accessibilityFaults()).toEqual([]);
    await registering.getByLabel('Identifier').fill(real.organization.id);
    await registering.getByLabel('E-mail address of the administration').fill('admin@customer.example');
    await registering.getByRole('button', { name: 'Add' }).click();

    await sales.page.getByRole('heading', { level: 1, name: organizationName }).waitFor();
    await sales.page.getByRole('button', { name: 'Unlock' }).click();
    await sales.page.locator('input:focus').and(sales.page.getByLabel('Contract')).fill('C-2026-0815');
    await sales.page.getByLabel('Last day').fill('2031-12-31');
    await sales.page.getByRole('dialog').getByRole('button', { name: 'Unlock' }).click();
    await sales.page.getByText('Locks itself on 1 January 2032').waitFor();
    expect(await sales.accessibilityFaults()).toEqual([]);
    expect(await real.organization.view()).toMatchObject({
      entitlement: 'unlocked',
      terms: { contractReference: 'C-2026-0815', endsAt: '2031-12-31T23:00:00.000Z', secondApprover: false },
    });
    expect(sales.complaints).toEqual([]);
  });

  it('is told that an identifier is taken, and changes what is known of its organization where that is meant', async () => {
    const sales = await browser.person({ language: 'en' });
    await sales.logIn('sales@demo.example', '/sales');
    await sales.page.getByRole('button', { name: 'Add an organization' }).click();
    const registering = sales.page.getByRole('dialog');
    await registering.getByLabel('Identifier').fill(real.organization.id);
    await registering.getByLabel('Name').fill('Somebody else');
    await registering.getByLabel('E-mail address of the administration').fill('else@customer.example');
    await registering.getByRole('button', { name: 'Add' }).click();
    await registering.getByText(`This identifier belongs to ${organizationName} already.`).waitFor();
    const { body } = await real.organization.ask('sales', 'GET', '');
    expect(body).toMatchObject({ profile: { name: organizationName, adminAddress: 'admin@customer.example' } });
    await registering.getByRole('button', { name: 'Cancel' }).click();
    await sales.page.getByRole('link', { name: organizationName }).click();

    await sales.page.getByRole('button', { name: 'Change details' }).click();
    const changing = sales.page.getByRole('dialog');
    await changing.locator('input:focus').and(changing.getByLabel('Name')).waitFor();
    await changing.getByLabel('E-mail address of the administration').fill('office@customer.example');
    await changing.getByRole('button', { name: 'Save' }).click();
    await sales.page.getByText('office@customer.example').waitFor();
    const changed = await real.organization.ask('sales', 'GET', '');
    expect(changed.body).toMatchObject({
      profile: { name: organizationName, adminAddress: 'office@customer.example' },
    });
    expect(await sales.accessibilityFaults()).toEqual([]);
  });
});

describe('a reviewer', () => {
  it('finds what waits by keyboard, claims it, is told what is missing, and approves it', async () => {
    await awaitsReview();
    const reviewer = await browser.person({ language: 'en' });
    await reviewer.logIn('reviewer@demo.example', '/reviews');
    await reviewer.page.getByRole('link', { name: organizationName }).waitFor();
    expect(await reviewer.accessibilityFaults()).toEqual([]);
    await reviewer.page.getByText('Mine', { exact: true }).click();
    await reviewer.page.getByRole('heading', { name: 'No such review' }).waitFor();
    await reviewer.page.getByText('Unclaimed', { exact: true }).click();
    await reviewer.page.getByRole('link', { name: organizationName }).waitFor();
    await reviewer.page.keyboard.press('j');
    await reviewer.page.keyboard.press('Enter');

    await reviewer.page.getByRole('heading', { level: 1, name: organizationName }).waitFor();
    await reviewer.page.getByRole('button', { name: 'Claim' }).click();
    await reviewer.page.getByText(/^You are at it, until \d+ \w+ \d{4}, /).waitFor();
    const colleague = await browser.person({ language: 'de' });
    await colleague.logIn('second-reviewer@demo.example', `/reviews/${real.organization.id}`);
    await colleague.page.getByText(/^Rita Reviewer kümmert sich darum/).waitFor();
    await colleague.page.getByText('Jemand anderes prüft das gerade').waitFor();
    await colleague.page.getByText('Gerade auch hier: Rita Reviewer.').waitFor();
    await reviewer.page.getByText('Also looking at this right now: Rolf Reviewer.').waitFor();
    expect(await colleague.accessibilityFaults()).toEqual([]);

    await reviewer.page.getByText('Dialogue with the server').click();
    await reviewer.page.getByText(/→ MAIL FROM:/).waitFor();
    const approve = reviewer.page.getByRole('button', { name: 'Approve …' });
    expect(await approve.isDisabled()).toBe(true);
    for (const box of await reviewer.page
      .getByRole('group', { name: 'I have looked at' })
      .getByRole('checkbox')
      .all()) {
      await box.check();
    }
    expect(await reviewer.accessibilityFaults()).toEqual([]);
    await approve.click();
    await reviewer.page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
    await reviewer.page.getByRole('heading', { name: 'Nothing to review' }).waitFor();
    await reviewer.page.getByText(`The server of ${organizationName} is approved`).waitFor();
    expect(await reviewer.accessibilityFaults()).toEqual([]);
    expect(await real.organization.view()).toMatchObject({ live: { status: 'active' } });
    await colleague.page.getByRole('heading', { name: 'Hier ist nichts zu entscheiden' }).waitFor();
    expect(reviewer.complaints).toEqual([]);
  });

  it('asks for changes with a ready-made reason, which fills in its text and its fields', async () => {
    await awaitsReview();
    const reviewer = await browser.person({ language: 'de', width: 360, height: 740 });
    await reviewer.logIn('second-reviewer@demo.example', `/reviews/${real.organization.id}`);
    await reviewer.page.getByText('Änderungen erbitten', { exact: true }).click();
    await reviewer.page.getByLabel('Fertiger Grund').selectOption('SENDER_NAME_MISLEADING');
    const written = await reviewer.page.getByRole('textbox', { name: /^Grund/ }).inputValue();
    expect(written).not.toBe('');
    expect(await reviewer.page.getByRole('checkbox', { name: 'Absendername' }).isChecked()).toBe(true);
    expect(await reviewer.accessibilityFaults()).toEqual([]);
    expect(await reviewer.overhang()).toBe(0);
    await reviewer.page.getByRole('button', { name: 'Änderungen erbitten …' }).click();
    await reviewer.page.getByRole('dialog').getByRole('button', { name: 'Änderungen erbitten' }).click();
    await reviewer.page.getByRole('heading', { name: 'Nichts zu prüfen' }).waitFor();
    expect((await real.organization.view()).draft).toMatchObject({
      status: 'changes-requested',
      decision: { reason: written, fields: ['senderName'] },
    });
    expect(reviewer.complaints).toEqual([]);
  });
});

describe('a rejection', () => {
  it('is answered once by the organization, by keyboard alone, and read by a reviewer beside what was said before', async () => {
    await awaitsReview();
    const reviewer = await browser.person({ language: 'en' });
    await reviewer.logIn('reviewer@demo.example', `/reviews/${real.organization.id}`);
    await reviewer.page.getByText('Reject', { exact: true }).click();
    await reviewer.page.getByRole('textbox', { name: /^Reason/ }).fill('Die Domain gehört Ihnen nicht.');
    await reviewer.page.getByRole('button', { name: 'Reject …' }).click();
    await reviewer.page.getByRole('dialog').getByRole('button', { name: 'Reject' }).click();
    await reviewer.page.getByRole('heading', { name: 'Nothing to review' }).waitFor();

    const admin = await browser.person({ language: 'de', width: 360, height: 740 });
    await admin.logIn('admin@customer.example', `/mail-server/${real.organization.id}`);
    await admin.page.getByText('Die Domain gehört Ihnen nicht.').waitFor();
    await admin.page.getByText('Antworten Sie auf die Ablehnung').waitFor();
    await expectNoBarriers(admin);
    const keys = new Keyboard(admin.page);
    await keys.fill(admin.page.getByRole('textbox', { name: /^Ihre Stellungnahme/ }), 'Sie gehört unserer Tochter.');
    await keys.press(admin.page.getByRole('button', { name: 'Stellungnahme senden' }));
    await admin.page.getByRole('heading', { name: 'Ihr Mailserver liegt uns zur Freigabe vor' }).waitFor();
    await admin.page.locator('h1:focus').waitFor();

    await reviewer.page.getByText('Appeal', { exact: true }).waitFor();
    await reviewer.page.getByRole('link', { name: organizationName }).click();
    await reviewer.page.getByText('Sie gehört unserer Tochter.').first().waitFor();
    await reviewer.page.getByText('Die Domain gehört Ihnen nicht.').first().waitFor();
    await expectNoBarriers(reviewer);
  });
});

describe('sales, once more', () => {
  it('is told what goes with the feature before taking it away', async () => {
    const sales = await browser.person({ language: 'de' });
    await sales.logIn('sales@demo.example', `/sales/${real.organization.id}`);
    await sales.page.getByRole('button', { name: 'Sperren' }).click();
    const dialog = sales.page.getByRole('dialog');
    await dialog.getByText(`Über ${customerServer().host} wird nichts mehr versendet.`).waitFor();
    expect(await sales.accessibilityFaults()).toEqual([]);
    await dialog.getByRole('textbox', { name: /^Grund/ }).fill('Der Vertrag ist beendet.');
    await dialog.getByRole('button', { name: 'Jetzt sperren' }).click();
    await sales.page.getByText('ist für diese Organisation gesperrt').waitFor();
    expect(await real.organization.view()).toMatchObject({ entitlement: 'locked', live: null, draft: null });
    expect(sales.complaints).toEqual([]);

    const admin = await browser.person({ language: 'de' });
    await admin.logIn('admin@customer.example', `/mail-server/${real.organization.id}/preferences`);
    await admin.page.getByRole('heading', { name: 'Der eigene Mailserver ist nicht freigeschaltet' }).waitFor();
    expect(await admin.page.getByRole('button', { name: 'Noch einmal versuchen' }).count()).toBe(0);
  });
});
