import type { BrowserContext, Page, Route } from 'playwright-core';
import { source as axeSource, type AxeResults } from 'axe-core';

/** Standards that every view has to meet, and what axe calls good practice besides. */
const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Adds up by how much things move on the page that nobody has touched (Layout Instability API). */
const watchLayout = `
  window.movedLayout = 0;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.movedLayout += shift.value;
  }).observe({ type: 'layout-shift', buffered: true });
`;

/** What people see while the page is there and the API is asked; who is logged in is known. */
const aboutData = (url: URL): boolean => url.pathname.startsWith('/v1/') && !/^\/v1\/me$|\/events$/.test(url.pathname);

/** Somebody in front of a browser, with what the browser complains about. */
export class Person {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Scripts that failed, and what the page's policy has kept from happening. */
  readonly complaints: string[] = [];
  readonly #base: string;
  #isTreated = false;
  #treatment = async (route: Route): Promise<void> => await route.continue();

  private constructor(context: BrowserContext, page: Page, base: string) {
    this.context = context;
    this.page = page;
    this.#base = base;
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) this.complaints.push(message.text());
    });
  }

  static async inFrontOf(context: BrowserContext, base: string): Promise<Person> {
    const page = await context.newPage();
    await page.addInitScript(watchLayout);
    return new Person(context, page, base);
  }

  /** The same person in another tab of the same browser. */
  async anotherTab(): Promise<Person> {
    return await Person.inFrontOf(this.context, this.#base);
  }

  async open(path: string): Promise<void> {
    await this.page.goto(new URL(path, this.#base).href);
  }

  /** Comes to a page without being logged in, logs in as a demo user, and is led back to it. */
  async logIn(email: string, path = '/'): Promise<void> {
    await this.open(path);
    await this.page.getByRole('link', { name: /^(?:Anmelden|Log in)$/ }).click();
    await this.chooseUser(email);
  }

  /** The identity provider's page. */
  async chooseUser(email: string): Promise<void> {
    await this.page.locator(`button[value="${email}"]`).click();
    await this.page.waitForURL((url) => url.origin === new URL(this.#base).origin);
  }

  get heading() {
    return this.page.getByRole('heading', { level: 1 });
  }

  /** What axe has against the page as it stands: rule, and the elements. */
  async accessibilityFaults(): Promise<string[]> {
    await this.page.evaluate(axeSource);
    const run = `axe.run(document, { runOnly: ${JSON.stringify(axeTags)}, resultTypes: ['violations'] })`;
    const { violations } = await this.page.evaluate<AxeResults>(run);
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, failureSummary = '' }) => `${id}: ${target.join(' ')} ${failureSummary.replaceAll(/\s+/g, ' ')}`,
      ),
    );
  }

  /** How much has moved by itself since the page was opened; 0.1 is what the web calls good. */
  async movedLayout(): Promise<number> {
    return await this.page.evaluate<number>('window.movedLayout');
  }

  /** Keeps the API's data back until the answer is called. */
  async holdData(): Promise<() => void> {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    await this.#treatData(async (route) => {
      await gate;
      await route.continue();
    });
    return () => release();
  }

  /** Has the API answer with trouble of its own until the answer is called. */
  async breakData(): Promise<() => void> {
    const problem = { status: 500, code: 'INTERNAL', detail: 'For the test', requestId: 'request-of-the-test' };
    const body = JSON.stringify(problem);
    let isBroken = true;
    await this.#treatData(async (route) => {
      if (!isBroken) await route.continue();
      else await route.fulfill({ status: 500, contentType: 'application/problem+json', body });
    });
    return () => {
      isBroken = false;
    };
  }

  /** What was done with the API's data before is forgotten. */
  async #treatData(treatment: (route: Route) => Promise<void>): Promise<void> {
    this.#treatment = treatment;
    if (this.#isTreated) return;
    this.#isTreated = true;
    await this.page.route(aboutData, async (route) => await this.#treatment(route));
  }

  /** How far the page is wider than the window, in pixels: on a phone nobody wants to push it from side to side. */
  async overhang(): Promise<number> {
    return await this.page.evaluate<number>(
      'Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)',
    );
  }
}
