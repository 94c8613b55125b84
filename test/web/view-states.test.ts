import { en } from '../../web/texts/en';
import type { DashboardBrowser } from '../support/dashboards/dashboard-browser';
import { startDashboardWorld } from '../support/dashboards/dashboard-world';
import { expectNoBarriers } from '../support/dashboards/expect-no-barriers';
import type { Person } from '../support/dashboards/person';
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

/** As many as two processors draw at the same time. */
const tabsAtOnce = 3;

/** Looks at some views at once, each in a tab of its own: most of the time goes by with waiting. */
async function inEachView(email: string, views: readonly string[], look: (tab: Person, view: string) => Promise<void>) {
  const person = await browser.person({ language: 'en' });
  await person.logIn(email);
  const waiting = [...views];
  const goOn = async (tab: Person): Promise<void> => {
    for (let view = waiting.shift(); view !== undefined; view = waiting.shift()) await look(tab, view);
  };
  await Promise.all(Array.from({ length: tabsAtOnce }, async () => await goOn(await person.anotherTab())));
  await person.context.close();
}

describe.each(viewsByRole)('each view of $role', ({ email, stranger, views }) => {
  it(
    'keeps its place while it loads, has words for nothing, and moves nothing when the data come',
    async () => {
      await inEachView(email, views, async (tab, view) => {
        const release = await tab.holdData();
        await tab.open(view);
        await tab.heading.waitFor();
        await tab.page.getByText(en.shared.loading).first().waitFor({ state: 'attached' });
        await expectNoBarriers(tab);
        release();
        await tab.page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
        await expectNoBarriers(tab);
        expect({ view, moved: (await tab.movedLayout()) <= barelyMoved }).toEqual({ view, moved: true });
      });
    },
    patienceMs,
  );

  it(
    'says in words that something went wrong, and comes back when asked again',
    async () => {
      await inEachView(email, views, async (tab, view) => {
        const mend = await tab.breakData();
        await tab.open(view);
        const retry = tab.page.getByRole('button', { name: en.shared.retry });
        await retry.first().waitFor();
        await expectNoBarriers(tab);
        mend();
        await eventually(`${view} is back`, async () => {
          if ((await retry.count()) === 0) return true;
          await retry.first().press('Enter', { timeout: 1000 });
          return false;
        });
      });
    },
    patienceMs,
  );

  it(
    'is for nobody else',
    async () => {
      await inEachView(stranger, views, async (tab, view) => {
        await tab.open(view);
        await tab.page.getByRole('heading', { name: en.shared.forbidden.title }).waitFor();
        expect(tab.complaints).toEqual([]);
      });
    },
    patienceMs,
  );
});
