import { en } from '../../web/texts/en';
import type { DashboardBrowser } from '../support/dashboards/dashboard-browser';
import { startDashboardWorld } from '../support/dashboards/dashboard-world';
import { expectNoBarriers } from '../support/dashboards/expect-no-barriers';
import { viewsByRole } from '../support/dashboards/views';
import { eventually } from '../support/eventually';
import type { RealStack } from '../support/real-stack';
import { tidyUp } from '../support/tidy-up';

const patienceMs = 240_000;
/** A tenth of what the web calls good. */
const barelyMoved = 0.01;

let real: RealStack;
let browser: DashboardBrowser;
const afterwards = tidyUp(patienceMs);

beforeAll(async () => {
  ({ real, browser } = await startDashboardWorld(afterwards));
  await real.organization.registerAndUnlock();
}, patienceMs);

describe.each(viewsByRole)('each view of $role', ({ email, stranger, views }) => {
  it(
    'keeps its place while it loads, has words for nothing, and moves nothing when the data come',
    async () => {
      const person = await browser.person({ language: 'en' });
      await person.logIn(email);
      for (const view of views) {
        const release = await person.holdData();
        await person.open(view);
        await person.heading.waitFor();
        await person.page.getByText(en.shared.loading).first().waitFor({ state: 'attached' });
        await expectNoBarriers(person);
        release();
        await person.page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
        await expectNoBarriers(person);
        expect({ view, moved: (await person.movedLayout()) <= barelyMoved }).toEqual({ view, moved: true });
      }
      await person.context.close();
    },
    patienceMs,
  );

  it(
    'says in words that something went wrong, and comes back when asked again',
    async () => {
      const person = await browser.person({ language: 'en' });
      await person.logIn(email);
      for (const view of views) {
        const mend = await person.breakData();
        await person.open(view);
        const retry = person.page.getByRole('button', { name: en.shared.retry });
        await retry.first().waitFor();
        await expectNoBarriers(person);
        mend();
        await eventually(`${view} is back`, async () => {
          if ((await retry.count()) === 0) return true;
          await retry.first().click({ timeout: 1000 });
          return false;
        });
      }
      await person.context.close();
    },
    patienceMs,
  );

  it(
    'is for nobody else',
    async () => {
      const person = await browser.person({ language: 'en' });
      await person.logIn(stranger);
      for (const view of views) {
        await person.open(view);
        await person.page.getByRole('heading', { name: en.shared.forbidden.title }).waitFor();
      }
      await expectNoBarriers(person);
      await person.context.close();
    },
    patienceMs,
  );
});
