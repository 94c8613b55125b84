import { demoLogo } from '../../dev/demo/demo-logo';
import { DEMO_ORGANIZATION } from '../../dev/oidc/demo-users';
import { AdminDesk } from '../support/dashboards/admin-desk';
import type { DashboardBrowser } from '../support/dashboards/dashboard-browser';
import { startDashboardWorld } from '../support/dashboards/dashboard-world';
import { expectNoBarriers } from '../support/dashboards/expect-no-barriers';
import { codeOfTestMail, customerServer, withoutReturn } from '../support/going-live';
import { eventually } from '../support/eventually';
import type { RealStack } from '../support/real-stack';
import { tidyUp } from '../support/tidy-up';

const patienceMs = 240_000;
const email = 'admin@customer.example';
const base = `/mail-server/${DEMO_ORGANIZATION}`;

let real: RealStack;
let browser: DashboardBrowser;
const afterwards = tidyUp(patienceMs);

beforeAll(async () => {
  const environment = { ...withoutReturn.environment, STATISTICS_SECONDS: '1' };
  ({ real, browser } = await startDashboardWorld(afterwards, { environment }));
  await real.organization.registerAndUnlock();
}, patienceMs);

describe('the admin of a live server', () => {
  let desk: AdminDesk;

  beforeAll(async () => {
    const { organization } = real;
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

  it('sees the own mails in numbers, as plots and as tables, and why some did not arrive', async () => {
    const { statistics, mail } = desk.texts;
    await desk.person.open(`${base}/statistics`);
    const states = desk.page.getByRole('region', { name: statistics.states, exact: true });
    await eventually('both mails are counted', async () => {
      await desk.page.reload();
      await states.getByText(statistics.asTable).click({ timeout: 2000 });
      return await states.getByRole('columnheader', { name: mail.states.undeliverable }).isVisible();
    });
    await states.locator('svg .recharts-bar').first().waitFor();
    const routes = desk.page.getByRole('region', { name: statistics.routesTitle, exact: true });
    await routes.getByText(statistics.asTable).click();
    await routes.getByRole('columnheader', { name: statistics.ownRoutes.customer }).waitFor();
    await desk.page.getByText(/^Nobody has this address/).waitFor();
    await expectNoBarriers(desk.person);
    await desk.page.getByText(statistics.ranges.month, { exact: true }).click();
    await states.locator('svg .recharts-bar').first().waitFor();
    expect(new URL(desk.page.url()).search).toBe('?tab=month');
    await desk.page.getByRole('link', { name: statistics.eachFailure }).click();
    await desk.sees(desk.texts.app.views.undeliverables);
  });

  it('suppresses an address with a reason, and releases it again', async () => {
    const { suppressions } = desk.admin;
    await desk.person.open(`${base}/suppressions`);
    await desk.press(suppressions.add);
    const dialog = desk.page.getByRole('dialog');
    const address = dialog.getByRole('textbox', { name: new RegExp(suppressions.address) });
    await address.fill(`${'a'.repeat(65)}@partner.example`);
    await dialog.getByRole('textbox', { name: new RegExp(suppressions.note) }).fill('Asked by phone');
    await dialog.getByRole('button', { name: suppressions.add }).click();
    await dialog.getByText(desk.texts.shared.notAnAddress).waitFor();
    await address.fill('gone@partner.example');
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

  it('keeps every choice about delivery when somebody else saves first, and sees both', async () => {
    const { preferences } = desk.admin;
    const { overtaken } = desk.texts.shared;
    const own = new AdminDesk(await desk.person.anotherTab(), 'en');
    await own.page.route('**/events', async (route) => await route.abort());
    await own.person.open(`${base}/preferences`);
    await own.page.getByRole('radio', { name: preferences.targets['reply-to'] }).click();
    await own.page.getByRole('radio', { name: preferences.suspendedActions.platform }).click();
    await own.page.getByRole('textbox', { name: preferences.afterHours }).fill('12');
    await real.organization.command('admin', '/preferences', {
      ...(await real.organization.view()).preferences,
      replyTo: 'answers@customer.example',
    });

    const form = own.page.locator('form', { hasText: preferences.target });
    const save = form.getByRole('button', { name: own.texts.shared.save });
    await save.click();
    await own.page.getByText(overtaken.title).waitFor();
    expect(await own.page.getByRole('radio', { name: preferences.targets['reply-to'] }).isChecked()).toBe(true);
    expect(await own.page.getByRole('textbox', { name: preferences.replyTo }).inputValue()).toBe(
      'answers@customer.example',
    );
    await expectNoBarriers(own.person);
    await save.click();
    await form.getByText(own.texts.shared.saved, { exact: true }).waitFor();
    expect((await real.organization.view()).preferences).toMatchObject({
      undeliverablesTo: 'reply-to',
      replyTo: 'answers@customer.example',
      whileSuspended: { action: 'platform', afterHours: 12 },
    });
    await own.page.close();
  });

  it('limits how fast the server is used, and is warned before letting a relay deduplicate', async () => {
    const { sendingPolicy, shared } = desk.texts;
    await desk.person.open(`${base}/preferences`);
    const form = desk.page.getByRole('region', { name: sendingPolicy.title });
    await form.getByRole('textbox', { name: sendingPolicy.limits.mailsPerMinute }).fill('60');
    await form.getByRole('combobox').selectOption('X-EE-Idempotency-Key');
    await form.getByText(sendingPolicy.deduplicationWarning).waitFor();
    await expectNoBarriers(desk.person);
    await form.getByRole('button', { name: shared.save }).click();
    await form.getByText(shared.saved, { exact: true }).waitFor();
    const { body } = await real.organization.ask('ops', 'GET', '');
    expect(body['sendingPolicy']).toEqual({
      connections: null,
      mailsPerMinute: 60,
      recipientsPerTransaction: null,
      deduplication: 'X-EE-Idempotency-Key',
    });
    await form.getByRole('textbox', { name: sendingPolicy.limits.mailsPerMinute }).fill('');
    await form.getByRole('combobox').selectOption(sendingPolicy.noDeduplication);
    await form.getByRole('button', { name: shared.save }).click();
    await form.getByText(shared.saved, { exact: true }).waitFor();
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

  it('logs in at Microsoft 365 with an application instead of a password, once all of it is entered', async () => {
    const { settings } = desk.admin;
    await desk.person.open(base);
    await desk.press(settings.change);
    await desk.page.getByRole('combobox', { name: settings.preset }).selectOption('Microsoft 365');
    await desk.page.getByRole('link', { name: 'What Microsoft 365 says about it' }).waitFor();
    await desk.page
      .getByRole('combobox', { name: settings.fields.authentication })
      .selectOption(settings.methods['microsoft-oauth2']);
    await desk.press(settings.submit);
    await desk.page
      .getByText(settings.faults.NOT_A_TENANT)
      .or(desk.page.getByText(settings.faults.EMPTY))
      .first()
      .waitFor();
    await expectNoBarriers(desk.person);
    await desk.field(settings.details.tenant).fill('customer.example');
    await desk.field(settings.details.clientId).fill('2b0b4a5e-0000-4000-8000-000000000001');
    await desk.field(settings.mailbox).fill('contracts@customer.example');
    await desk.field(settings.secrets['microsoft-oauth2']).fill('the secret of the application');
    const path = '**/mail-server/settings';
    await desk.page.route(path, async (route) => await route.abort());
    const sent = desk.page.waitForRequest(path);
    await desk.press(settings.submit);
    expect((await sent).postDataJSON()).toMatchObject({
      settings: {
        host: 'smtp.office365.com',
        authentication: { method: 'microsoft-oauth2', tenant: 'customer.example' },
        user: 'contracts@customer.example',
      },
      password: 'the secret of the application',
    });
    await desk.page.getByText(desk.texts.shared.away.title).first().waitFor();
    await desk.page.unroute(path);
    await desk.person.open(base);
    await desk.press(settings.change);
    await desk.press(settings.discard);
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
    await desk.press(desk.texts.shared.retry);
    await desk.sees(desk.texts.shared.away.title);
    // From here on by itself: the stream comes back, and brings the rest along.
    await real.stack.restart('api');
    await desk.page.getByText(connection.live, { exact: true }).waitFor();
    await desk.page.getByText('no-such-user@partner.example', { exact: true }).waitFor();
  });
});
