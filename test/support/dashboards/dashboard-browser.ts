import { chromium, type Browser } from 'playwright-core';
import { resolveChromium } from '../../../dev/resolvers/chromium';
import { Person } from './person';

export interface PersonOptions {
  readonly language?: 'de' | 'en';
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
}

const patienceMs = 20_000;

/** A real Chromium in front of a running stack. Everybody has a profile of their own. */
export class DashboardBrowser {
  readonly #browser: Browser;
  readonly #base: string;

  private constructor(browser: Browser, base: string) {
    this.#browser = browser;
    this.#base = base;
  }

  static async start(base: string): Promise<DashboardBrowser> {
    const executablePath = await resolveChromium((line) => process.stderr.write(`${line}\n`));
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
    return new DashboardBrowser(browser, base);
  }

  async person(options: PersonOptions = {}): Promise<Person> {
    const { language = 'de', colorScheme = 'light', width = 1280, height = 800 } = options;
    const context = await this.#browser.newContext({
      locale: language === 'de' ? 'de-AT' : 'en-GB',
      timezoneId: 'Europe/Vienna',
      colorScheme,
      viewport: { width, height },
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(patienceMs);
    return await Person.inFrontOf(context, this.#base);
  }

  async stop(): Promise<void> {
    await this.#browser.close();
  }
}
