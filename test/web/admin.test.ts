import { checkText } from '../../domain/texts/check-texts';
import { problemText } from '../../domain/texts/problem-texts';
import { demoLogo } from '../../dev/demo/demo-logo';
import { DEMO_ORGANIZATION } from '../../dev/oidc/demo-users';
import { AdminDesk } from '../support/dashboards/admin-desk';
import { buildForTests } from '../support/dashboards/built-for-tests';
import { DashboardBrowser } from '../support/dashboards/dashboard-browser';
import type { Person } from '../support/dashboards/person';
import { codeOfTestMail, customerServer, withoutReturn } from '../support/dashboards/walk';
import { adminAddress, organizationName } from '../support/real-organization';
import { RealStack, temporaryDataDirectory } from '../support/real-stack';
import { tidyUp } from '../support/tidy-up';

const patienceMs = 240_000;
const email = 'admin@customer.example';
const base = `/mail-server/${DEMO_ORGANIZATION}`;

let real: RealStack;
let browser: DashboardBrowser;
const afterwards = tidyUp(patienceMs);

beforeAll(async () => {
  const { path, remove } = await temporaryDataDirectory();
  afterwards(remove);
  await buildForTests();
  real = await RealStack.start(path, withoutReturn);
  afterwards(async () => await real.stop());
  await real.organization.command('backend', '', { name: organizationName, adminAddress, locale: 'de' });
  browser = await DashboardBrowser.start(real.stack.addresses.api);
  afterwards(async () => await browser.stop());
}, patienceMs);

async function unlock(): Promise<void> {
  if ((await real.organization.view()).entitlement === 'unlocked') return;
  await real.organization.command('sales', '/mail-server/unlock', { contractReference: 'C-1', note: null });
}

async function expectNoBarriers(person: Person): Promise<void> {
  expect(await person.accessibilityFaults()).toEqual([]);
  expect(await person.overhang()).toBe(0);
  expect(person.complaints).toEqual([]);
}

describe('the admin’s way to an own mail server', () => {
  it.each([
    ['de', 'light', 1280],
    ['en', 'dark', 360],
  ] as const)(
    'goes from the locked page to a live server, in %s, %s, %d pixels wide',
    async (language, colorScheme, width) => {
      const person = await browser.person({ language, colorScheme, width });
      const desk = new AdminDesk(person, language);
      const { admin } = desk;
      await person.logIn(email, base);
      await desk.sees(admin.locked.title);
      await expectNoBarriers(person);

      await unlock();
      await desk.sees(admin.settings.title);
      await desk.press(admin.settings.submit);
      await desk.page.getByText(admin.settings.faults.EMPTY).first().waitFor();
      expect(await desk.page.locator(':focus').getAttribute('aria-invalid')).toBe('true');
      await expectNoBarriers(person);

      await desk.enter(customerServer(real, { password: ' wrong' }));
      await desk.page.getByText(admin.settings.warnings.spacesAround).waitFor();
      await desk.press(admin.settings.trim);
      expect(await desk.field(admin.settings.secrets.password).inputValue()).toBe('wrong');
      await desk.press(admin.settings.submit);
      await desk.sees(admin.failed.title);
      await desk.page.getByText(checkText(language, 'AUTH_REFUSED', {}).title).waitFor();
      expect(await desk.field(admin.settings.secrets.password).inputValue()).toBe('');
      await expectNoBarriers(person);

      await desk.enter(customerServer(real));
      await desk.press(admin.settings.submit);
      await desk.sees(admin.confirmation.title);
      await desk.field(admin.confirmation.code).fill('AAAA-AAAA');
      await desk.press(admin.confirmation.submit);
      await desk.page.getByText(problemText(language, 'CONFIRMATION_CODE_WRONG').title).waitFor();
      await expectNoBarriers(person);
      await desk.field(admin.confirmation.code).fill(await codeOfTestMail(real));
      await desk.press(admin.confirmation.submit);
      await desk.sees(admin.review.title);
      await expectNoBarriers(person);

      await real.organization.approve((await real.organization.view()).revision);
      await desk.sees(admin.live.title);
      await desk.page.getByText(admin.live.states.active, { exact: true }).waitFor();
      await expectNoBarriers(person);
      await real.organization.command('sales', '/mail-server/revoke', { reason: 'The trial is over' });
      await desk.sees(admin.locked.title);
      await real.inbox.clear();
      await person.context.close();
    },
    patienceMs,
  );
});

describe('the admin of a live server', () => {
  let desk: AdminDesk;

  beforeAll(async () => {
    const { organization } = real;
    await unlock();
    await organization.submit(customerServer(real));
    await organization.checkedDraft();
    await organization.confirmAndApprove(await codeOfTestMail(real));
    const person = await browser.person({ language: 'en' });
    desk = new AdminDesk(person, 'en');
    await person.logIn(email, base);
    await desk.sees(desk.admin.live.title);
  }, patienceMs);

  it('pauses with a reason, and continues after a check', async () => {
    const { live } = desk.admin;
    await desk.press(live.pause);
    const dialog = desk.page.getByRole('dialog', { name: live.pauseTitle });
    await dialog.getByRole('textbox', { name: /^Reason/ }).fill('The server moves');
    await dialog.getByRole('button', { name: live.pause }).click();
    await desk.page.getByText(live.suspended.customer).waitFor();
    await desk.page.getByText('The server moves').waitFor();
    expect(await real.organization.view()).toMatchObject({ live: { status: 'suspended' } });
    await expectNoBarriers(desk.person);
    await desk.press(live.continue);
    await desk.page.getByText(live.states.active, { exact: true }).waitFor();
  });

  it('is told that a new password was refused, and that the old one stays', async () => {
    const { live } = desk.admin;
    await desk.press(live.rotate);
    await desk.page.getByRole('dialog').getByLabel(live.newPassword).first().fill('wrong');
    await desk.press(live.rotateSubmit);
    await desk.page.getByText(live.rotationRefused).waitFor();
    await desk.page.getByText(live.states.active, { exact: true }).waitFor();
    expect(await real.organization.view()).toMatchObject({ live: { lastRotation: { check: { verdict: 'fail' } } } });
  });

  it('finds mails by their recipient, with what the server said, and why one did not arrive', async () => {
    const { mail, admin } = desk.texts;
    await real.organization.hand('somebody@partner.example');
    await real.organization.hand('no-such-user@partner.example');
    await desk.person.open(`${base}/mails`);
    await desk.page.getByText('To no-such-user@partner.example', { exact: true }).waitFor();
    await desk.page.getByRole('textbox', { name: mail.recipient }).fill('no-such-user@partner.example');
    await desk.press(mail.search);
    await desk.page.getByText('To somebody@partner.example', { exact: true }).waitFor({ state: 'detached' });
    await desk.page.getByText(mail.states.undeliverable).first().waitFor();
    await desk.page.getByText('To no-such-user@partner.example', { exact: true }).click();
    await desk.page.getByText(/^no-such-user@partner\.example: Undeliverable – 5\d\d/).waitFor();
    expect(new URL(desk.page.url()).searchParams.get('recipient')).toBe('no-such-user@partner.example');
    await expectNoBarriers(desk.person);
    await desk.person.open(`${base}/undeliverables`);
    await desk.page.getByText(admin.undeliverables.causes.refused).waitFor();
    await expectNoBarriers(desk.person);
  });

  it('suppresses an address with a reason, and releases it again', async () => {
    const { suppressions } = desk.admin;
    await desk.person.open(`${base}/suppressions`);
    await desk.press(suppressions.add);
    const dialog = desk.page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: new RegExp(suppressions.address) }).fill('gone@partner.example');
    await dialog.getByRole('textbox', { name: new RegExp(suppressions.note) }).fill('Asked by phone');
    await dialog.getByRole('button', { name: suppressions.add }).click();
    await desk.page.getByText('Asked by phone').waitFor();
    await expectNoBarriers(desk.person);
    await desk.press('Release gone@partner.example');
    await desk.page.getByRole('dialog').getByRole('textbox').fill('Works again');
    await desk.page.getByRole('dialog').getByRole('button', { name: suppressions.remove, exact: true }).click();
    await desk.page.getByText('gone@partner.example', { exact: true }).waitFor({ state: 'detached' });
  });

  it('uploads a logo, is told why another file is none, and sees it in the preview once branding is on', async () => {
    const { branding } = desk.admin;
    await desk.person.open(`${base}/branding`);
    const chooser = desk.page.locator('input[type=file]');
    await desk.page.getByRole('button', { name: /upload/i }).waitFor();
    await chooser.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
    await desk.page.getByText(branding.faults.NOT_PNG_OR_JPEG).waitFor();
    await chooser.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: demoLogo() });
    await desk.page.getByText(branding.uploaded).waitFor();
    await desk.page.getByRole('switch', { name: branding.switch }).click();
    await desk.page.getByRole('figure').getByRole('img', { name: branding.current }).waitFor();
    expect((await real.organization.view()).preferences.branding).toBe(true);
    await expectNoBarriers(desk.person);
  });

  it('chooses where undeliverable mail is reported', async () => {
    const { preferences } = desk.admin;
    await desk.person.open(`${base}/preferences`);
    await desk.page.getByRole('radio', { name: preferences.targets['reply-to'] }).click();
    await desk.press(desk.texts.shared.save);
    await desk.page.getByText(desk.texts.shared.saved, { exact: true }).waitFor();
    expect((await real.organization.view()).preferences.undeliverablesTo).toBe('reply-to');
    await expectNoBarriers(desk.person);
  });

  it('reads what happened, in words', async () => {
    await desk.person.open(`${base}/history`);
    await desk.page.getByText('Sending paused').waitFor();
    await desk.page.getByText('The server moves').waitFor();
    await expectNoBarriers(desk.person);
  });

  it('loses nothing when somebody else sends settings first, whether the news arrive or not', async () => {
    const { settings, stale, checking } = desk.admin;
    const second = new AdminDesk(await desk.person.anotherTab(), 'en');
    await second.page.route('**/events', async (route) => await route.abort());
    for (const each of [desk, second]) {
      await each.person.open(base);
      await each.press(settings.change);
    }
    await second.page.getByText(desk.texts.app.connection.away).waitFor();
    await second.enter(customerServer(real, { user: 'another-user' }));
    await desk.enter(customerServer(real));
    await desk.field(settings.fields.senderName).fill('Another sender');
    await desk.press(settings.submit);
    await desk.page
      .getByRole('heading', { name: checking.title })
      .or(desk.page.getByText('test mail'))
      .first()
      .waitFor();

    await second.press(settings.submit);
    await second.page.getByText(stale.title).waitFor();
    await expectNoBarriers(second.person);
    const { revision } = await real.organization.view();
    await real.organization.checkedDraft();
    await real.organization.command('admin', '/mail-server/withdraw', { revision });
    await second.page.reload();
    await second.press(settings.change);
    await second.page.getByText(settings.restored).waitFor();
    expect(await second.field(settings.fields.user).inputValue()).toBe('another-user');
    expect(await second.field(settings.secrets.password).inputValue()).toBe('');
    await second.page.close();
  });

  it('is told when the session ends, and comes back to the place and the entries after the next login', async () => {
    const { settings } = desk.admin;
    const { sessionEnd } = desk.texts.app;
    await desk.person.open(base);
    await desk.press(settings.change);
    await desk.field(settings.fields.senderName).fill('Not sent yet');
    await desk.field(settings.secrets.password).fill('secret');
    await desk.person.context.clearCookies({ name: 'session' });
    await desk.press(settings.submit);
    const dialog = desk.page.getByRole('dialog', { name: sessionEnd.title });
    await dialog.waitFor();
    await expectNoBarriers(desk.person);
    await dialog.getByRole('link', { name: sessionEnd.logIn }).click();
    await desk.press(settings.change);
    expect(await desk.field(settings.fields.senderName).inputValue()).toBe('Not sent yet');
    await desk.press(settings.discard);
  });

  it('sees that the service is away, and everything again when it is back', async () => {
    const { connection } = desk.texts.app;
    await desk.person.open(base);
    await desk.page.getByText(connection.live, { exact: true }).waitFor();
    await real.stack.kill('api');
    await desk.page.getByText(connection.away).waitFor();
    await desk.page.getByRole('link', { name: desk.texts.app.views.undeliverables }).click();
    await desk.sees(desk.texts.shared.away.title);
    await expectNoBarriers(desk.person);
    await real.stack.restart('api');
    await desk.press(desk.texts.shared.retry);
    await desk.page.getByText(connection.live, { exact: true }).waitFor();
    await desk.page.getByText('no-such-user@partner.example', { exact: true }).waitFor();
  });
});
