import { ApiUnderTest, ownOrganization } from '../support/api-under-test';
import { DashboardBrowser } from '../support/dashboards/dashboard-browser';
import { OrganizationSteps, mailServerPath } from '../support/organization-steps';
import { tidyUp } from '../support/tidy-up';

const patienceMs = 60_000;

let api: ApiUnderTest;
let browser: DashboardBrowser;
const afterwards = tidyUp(patienceMs);

beforeAll(async () => {
  api = await ApiUnderTest.start();
  afterwards(async () => await api.stop());
  const steps = new OrganizationSteps(api);
  await steps.unlocked();
  await steps.submit();
  api.lifecycle.passChecks(ownOrganization);
  browser = await DashboardBrowser.start(api.url);
  afterwards(async () => await browser.stop());
}, patienceMs);

function link(): string {
  const run = { organizationId: ownOrganization, revision: 1, run: 1 };
  const { pathname, search } = new URL(api.confirmationLinks.linkFor(run, new Date()));
  return pathname + search;
}

async function draftStatus(): Promise<unknown> {
  const { body } = await api.get(mailServerPath, { as: 'reviewer' });
  return (body['draft'] as { status?: unknown } | null)?.status;
}

it('the link in a test mail asks somebody without a login, confirms by the button alone, and says when it was used', async () => {
  const person = await browser.person({ width: 360, height: 740 });
  await person.open(link());
  const button = person.page.getByRole('button', { name: 'Confirm the test mail' });
  await button.waitFor();
  expect(await person.accessibilityFaults()).toEqual([]);
  expect(await person.overhang()).toBe(0);
  expect(await draftStatus()).toBe('awaiting-confirmation');

  await button.click();
  await person.page.getByRole('heading', { name: 'The test mail is confirmed' }).waitFor();
  expect(await draftStatus()).toBe('awaiting-review');
  expect(await person.accessibilityFaults()).toEqual([]);

  await person.open(link());
  await person.page.getByText('already').first().waitFor();
  expect(await person.page.getByRole('button').count()).toBe(0);
  expect(person.complaints).toEqual([]);
});
