import type { DashboardBrowser } from '../support/dashboards/dashboard-browser';
import { startDashboardWorld } from '../support/dashboards/dashboard-world';
import { Keyboard } from '../support/dashboards/keyboard';
import type { RealStack } from '../support/real-stack';
import { tidyUp } from '../support/tidy-up';

const patienceMs = 180_000;
const admin = 'admin@customer.example';
const adminPage = '/mail-server/demo-organization';

let real: RealStack;
let browser: DashboardBrowser;
const afterwards = tidyUp(patienceMs);

beforeAll(async () => {
  ({ real, browser } = await startDashboardWorld(afterwards));
  await real.organization.registerAndUnlock();
}, patienceMs);

describe('the frame of the dashboards', () => {
  it('asks people to log in and leads them back to the address that they came for', async () => {
    const person = await browser.person();
    await person.logIn(admin, `${adminPage}?from=mail`);
    await person.heading.waitFor();
    expect(new URL(person.page.url())).toMatchObject({ pathname: adminPage, search: '?from=mail' });
    expect(await person.page.title()).toContain('Mailserver');
    expect(person.complaints).toEqual([]);
  });

  it.each(['de', 'en'] as const)(
    'has a start page without barriers, in %s, on a phone in the dark as well',
    async (language) => {
      const person = await browser.person({ language, colorScheme: 'dark', width: 360, height: 740 });
      await person.open('/?login=LOGIN_REFUSED');
      const text = language === 'de' ? 'Die Anmeldung wurde nicht abgeschlossen' : 'The login was not completed';
      await person.page.getByText(text).waitFor();
      expect(await person.page.locator('html').getAttribute('lang')).toBe(language);
      expect(await person.accessibilityFaults()).toEqual([]);
      expect(await person.overhang()).toBe(0);
      expect(person.complaints).toEqual([]);
    },
  );

  it('keeps the chosen language and appearance', async () => {
    const person = await browser.person();
    await person.open('/');
    await person.page.getByText('EN', { exact: true }).click();
    await person.page.getByRole('button', { name: 'Dark appearance' }).click();
    await person.page.reload();
    await person.page.getByRole('heading', { name: 'Your own mail server' }).waitFor();
    await person.page.getByRole('button', { name: 'Light appearance' }).waitFor();
    expect(await person.page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark');
  });

  it('logs out here and at the identity provider', async () => {
    const person = await browser.person({ language: 'en' });
    await person.logIn(admin);
    await person.page.getByRole('button', { name: /^Account of/ }).click();
    await person.page.getByRole('button', { name: 'Log out' }).click();
    await person.page.waitForURL((url) => url.href.startsWith(real.stack.addresses.oidcIssuer));
    await person.open(adminPage);
    await person.page.getByRole('link', { name: 'Log in' }).waitFor();
    expect((await person.context.cookies(real.stack.addresses.api)).map(({ name }) => name)).not.toContain('session');
  });

  it('tells people of another role that a view is not for them, and people of no organization that it is unknown', async () => {
    const reviewer = await browser.person({ language: 'en' });
    await reviewer.logIn('reviewer@demo.example', adminPage);
    await reviewer.page.getByRole('heading', { name: 'This view is not for your account' }).waitFor();
    expect(await reviewer.accessibilityFaults()).toEqual([]);
    const stranger = await browser.person({ language: 'en' });
    await stranger.logIn(admin, '/mail-server/another-organization');
    await stranger.page.getByRole('heading', { name: 'There is no such organization' }).waitFor();
    expect(await stranger.accessibilityFaults()).toEqual([]);
  });

  it('can be operated by keyboard alone, beginning with a way past the navigation', async () => {
    const person = await browser.person({ language: 'en' });
    await person.logIn(admin, adminPage);
    await person.heading.waitFor();
    await person.page.keyboard.press('Tab');
    expect(await person.page.locator(':focus').innerText()).toBe('Skip to the content');
    await person.page.keyboard.press('Enter');
    expect(await person.page.locator(':focus').getAttribute('id')).toBe('main');
    expect(await new Keyboard(person.page).stopsWithoutSign()).toEqual([]);
  });

  it('leads to the top and the heading of the next view, in the navigation and back', async () => {
    const person = await browser.person({ language: 'en' });
    await person.logIn(admin, adminPage);
    const keys = new Keyboard(person.page);
    await keys.press(person.page.getByRole('link', { name: 'Delivery' }));
    await person.page.getByRole('heading', { level: 1, name: 'Delivery' }).and(person.page.locator(':focus')).waitFor();
    expect(await person.page.evaluate('window.scrollY')).toBe(0);
    await person.page.keyboard.press('Tab');
    expect(await person.page.locator('main :focus').count()).toBe(1);
    await keys.press(person.page.getByRole('link', { name: 'History', exact: true }));
    await person.page.getByRole('heading', { level: 1, name: 'History' }).and(person.page.locator(':focus')).waitFor();
    await person.page.goBack();
    await person.page.getByRole('heading', { level: 1, name: 'Delivery' }).and(person.page.locator(':focus')).waitFor();
  });
});
