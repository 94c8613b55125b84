import type { Page } from 'playwright-core';

import { DEMO_ORGANIZATION } from '../../dev/oidc/demo-users';
import { checkText } from '../../domain/texts/check-texts';
import { problemText } from '../../domain/texts/problem-texts';
import { AdminDesk } from '../support/dashboards/admin-desk';
import type { DashboardBrowser, PersonOptions } from '../support/dashboards/dashboard-browser';
import { startDashboardWorld } from '../support/dashboards/dashboard-world';
import { expectNoBarriers } from '../support/dashboards/expect-no-barriers';
import { Keyboard } from '../support/dashboards/keyboard';
import { codeOfTestMail, customerServer, withoutReturn } from '../support/going-live';
import { adminAddress, organizationName } from '../support/real-organization';
import type { RealStack } from '../support/real-stack';
import { tidyUp } from '../support/tidy-up';

const patienceMs = 300_000;
const adminPage = `/mail-server/${DEMO_ORGANIZATION}`;

let real: RealStack;
let browser: DashboardBrowser;
const afterwards = tidyUp(patienceMs);

beforeAll(async () => {
  ({ real, browser } = await startDashboardWorld(afterwards, withoutReturn));
  await real.organization.command('backend', '', { name: organizationName, adminAddress, locale: 'de' });
}, patienceMs);

type Look = Required<Pick<PersonOptions, 'language' | 'colorScheme' | 'width'>>;

/** One of the four, at their own browser and page. */
async function desk(email: string, path: string, look: Look): Promise<AdminDesk> {
  const person = await browser.person(look);
  await person.logIn(email, path);
  return new AdminDesk(person, look.language);
}

async function unlock(sales: AdminDesk): Promise<void> {
  const { unlock: words, terms } = sales.texts.sales;
  await sales.press(words.button);
  const dialog = sales.page.getByRole('dialog', { name: words.title });
  await dialog.getByRole('textbox', { name: terms.contract }).fill('C-2026-0815');
  await expectNoBarriers(sales.person);
  await dialog.getByRole('button', { name: words.confirm }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** Sends nothing, then a wrong password with a blank from pasting, then the right one: by keyboard alone. */
async function enterServer(admin: AdminDesk, language: 'de' | 'en'): Promise<void> {
  const { settings, failed } = admin.admin;
  const keys = new Keyboard(admin.page);
  const { host, port, user, password } = customerServer(real);
  const submit = admin.page.getByRole('button', { name: settings.submit });
  await keys.press(submit);
  await admin.page.getByText(settings.faults.EMPTY).first().waitFor();
  expect(await admin.page.locator(':focus').getAttribute('aria-invalid')).toBe('true');
  await expectNoBarriers(admin.person);

  await keys.fill(admin.field(settings.fields.host), host);
  await keys.fill(admin.field(settings.fields.port), String(port));
  await keys.fill(admin.field(settings.fields.user), user);
  await keys.fill(admin.field(settings.secrets.password), ' wrong');
  await admin.page.getByText(settings.warnings.spacesAround).waitFor();
  await keys.press(admin.page.getByRole('button', { name: settings.trim }));
  expect(await admin.field(settings.secrets.password).inputValue()).toBe('wrong');
  await keys.fill(admin.field(settings.fields.senderName), 'Verträge');
  await keys.fill(admin.field(settings.fields.senderAddress), 'contracts@customer.example');
  await keys.press(submit);

  await admin.sees(failed.title);
  await admin.page.getByText(checkText(language, 'AUTH_REFUSED', {}).title).waitFor();
  expect(await admin.field(settings.secrets.password).inputValue()).toBe('');
  await expectNoBarriers(admin.person);
  await keys.fill(admin.field(settings.secrets.password), password);
  await keys.press(submit);
}

/** What had the focus has gone; the keyboard goes on from the view's heading. */
async function focusOnHeading(page: Page): Promise<void> {
  await page.locator('h1:focus').waitFor();
}

/** Enters the code of the test mail by keyboard alone, the first time after a wrong one. */
async function confirm(admin: AdminDesk, language: 'de' | 'en', isFirst: boolean): Promise<void> {
  const { confirmation, review } = admin.admin;
  const keys = new Keyboard(admin.page);
  await admin.sees(confirmation.title);
  if (isFirst) {
    await keys.fill(admin.field(confirmation.code), 'AAAA-AAAA');
    await admin.page.keyboard.press('Enter');
    await admin.page.getByText(problemText(language, 'CONFIRMATION_CODE_WRONG').title).waitFor();
    // What went wrong is read out, and the next stop is the code again.
    expect(await admin.page.locator(':focus').getAttribute('role')).toBe('alert');
    await expectNoBarriers(admin.person);
  }
  await keys.fill(admin.field(confirmation.code), await codeOfTestMail(real));
  await admin.page.keyboard.press('Enter');
  await admin.sees(review.title);
  await focusOnHeading(admin.page);
  await expectNoBarriers(admin.person);
}

async function requestChanges(reviewer: AdminDesk): Promise<void> {
  const { decision, queue } = reviewer.texts.reviewer;
  const { page } = reviewer;
  await page.getByRole('link', { name: organizationName }).click();
  await page.getByRole('heading', { level: 1, name: organizationName }).waitFor();
  await page.getByText(decision.verdicts['request-changes'], { exact: true }).click();
  await page.getByLabel(decision.ready).selectOption('SENDER_NAME_MISLEADING');
  await expectNoBarriers(reviewer.person);
  await page.getByRole('button', { name: `${decision.verdicts['request-changes']} …` }).click();
  await page.getByRole('dialog').getByRole('button', { name: decision.verdicts['request-changes'] }).click();
  await reviewer.sees(queue.none);
}

/** Submits what the reviewer asked for, in the very field that is marked. */
async function mend(admin: AdminDesk): Promise<void> {
  const { changes, settings } = admin.admin;
  await admin.page.getByText(changes.title).waitFor();
  await expectNoBarriers(admin.person);
  const name = settings.markedField.replace('{{name}}', settings.fields.senderName);
  await admin.field(name).fill('Käufer & Söhne Verträge');
  await admin.field(settings.secrets.password).fill(customerServer(real).password);
  await real.inbox.clear();
  await admin.press(settings.submit);
}

/** From the queue to the decision by keyboard alone. */
async function approve(reviewer: AdminDesk): Promise<void> {
  const { decision, queue, claim } = reviewer.texts.reviewer;
  const { page } = reviewer;
  const keys = new Keyboard(page);
  await page.getByRole('link', { name: organizationName }).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await keys.press(page.getByRole('button', { name: claim.take, exact: true }));
  await page.getByRole('button', { name: claim.release, exact: true }).waitFor();
  const boxes = page.getByRole('group', { name: decision.checklist }).getByRole('checkbox');
  for (const box of await boxes.all()) await keys.tick(box);
  await keys.press(page.getByRole('button', { name: `${decision.verdicts.approve} …` }));
  await keys.press(page.getByRole('dialog').getByRole('button', { name: decision.verdicts.approve }));
  await reviewer.sees(queue.none);
}

/** A mail goes through the server; its sender's admin and operations see it. */
async function send(admin: AdminDesk, ops: AdminDesk): Promise<void> {
  const { live } = admin.admin;
  await admin.page.getByText(live.states.active, { exact: true }).waitFor();
  await expectNoBarriers(admin.person);
  await real.organization.hand('somebody@partner.example');
  await real.inbox.wait({ recipient: 'somebody@partner.example', listener: 'mx' });
  await admin.person.open(`${adminPage}/mails`);
  await admin.page.getByText('To somebody@partner.example').first().waitFor();
  await admin.page.getByText(admin.texts.mail.states.sent).first().waitFor();
  await ops.page.getByText(ops.texts.ops.live.title).waitFor();
  await ops.page.reload();
  await ops.page.getByRole('rowheader', { name: ops.texts.ops.live.firstMail }).waitFor();
  await expectNoBarriers(ops.person);
}

async function revoke(sales: AdminDesk): Promise<void> {
  const words = sales.texts.sales.revoke;
  await sales.page.reload();
  await sales.press(words.button);
  const dialog = sales.page.getByRole('dialog', { name: words.title });
  await dialog.getByText(words.live.replace('{{host}}', customerServer(real).host)).waitFor();
  await dialog.getByRole('textbox', { name: words.reason }).fill('The trial is over');
  await expectNoBarriers(sales.person);
  await dialog.getByRole('button', { name: words.confirm }).click();
}

/** And comes back: what is there for everybody is used by others. */
async function leave(sales: AdminDesk): Promise<void> {
  const words = sales.texts.sales.close;
  await sales.press(words.button);
  const dialog = sales.page.getByRole('dialog', { name: words.title });
  await dialog.getByRole('textbox', { name: words.reason }).fill('The customer leaves');
  await dialog.getByRole('button', { name: words.confirm }).click();
  await sales.page.getByText(/The customer leaves$/).waitFor();
  await expectNoBarriers(sales.person);
  await sales.press(words.back);
  await sales.page.getByRole('button', { name: sales.texts.sales.unlock.button }).waitFor();
}

describe('the whole way to an own mail server', () => {
  it.each<Look>([
    { language: 'de', colorScheme: 'light', width: 1280 },
    { language: 'en', colorScheme: 'dark', width: 360 },
  ])(
    'goes from hand to hand between four people, in $language, $colorScheme, $width pixels wide',
    async (look) => {
      const { language } = look;
      const sales = await desk('sales@demo.example', `/sales/${DEMO_ORGANIZATION}`, look);
      const admin = await desk('admin@customer.example', adminPage, look);
      await admin.sees(admin.admin.locked.title);
      await expectNoBarriers(admin.person);
      await unlock(sales);
      await admin.sees(admin.admin.settings.title);
      await enterServer(admin, language);
      await confirm(admin, language, true);
      const reviewer = await desk('reviewer@demo.example', '/reviews', look);
      await requestChanges(reviewer);
      await mend(admin);
      await confirm(admin, language, false);
      await reviewer.person.open('/reviews');
      await approve(reviewer);
      const ops = await desk('ops@demo.example', `/ops/organizations/${DEMO_ORGANIZATION}`, look);
      await send(admin, ops);
      await revoke(sales);
      await admin.person.open(adminPage);
      await admin.sees(admin.admin.locked.title);
      await leave(sales);
      await real.inbox.clear();
      for (const { person } of [sales, admin, reviewer, ops]) await person.context.close();
    },
    patienceMs,
  );
});
