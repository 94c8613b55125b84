import type { Locator, Page } from 'playwright-core';

/** More stops than any view has. */
const mostStops = 80;

const nameOfStop = `(() => {
  const { tagName, textContent, id } = document.activeElement ?? {};
  return [tagName, id, (textContent ?? '').slice(0, 30)].join(' ').trim();
})()`;

/** Somebody without a mouse: everything is reached by the Tab key, in the order of the page. */
export class Keyboard {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Goes on from stop to stop until the place has the focus. Throws where it cannot be reached. */
  async goTo(place: Locator): Promise<void> {
    await place.waitFor();
    const stops: string[] = [];
    while (stops.length < mostStops) {
      if ((await place.and(this.#page.locator(':focus')).count()) > 0) return;
      await this.#page.keyboard.press('Tab');
      stops.push(await this.#page.evaluate<string>(nameOfStop));
    }
    throw new Error(`The keyboard does not reach ${String(place)} but ${stops.join(' | ')}`);
  }

  async fill(field: Locator, text: string): Promise<void> {
    await this.goTo(field);
    await this.#page.keyboard.press('ControlOrMeta+a');
    await this.#page.keyboard.type(text);
  }

  async press(button: Locator): Promise<void> {
    await this.goTo(button);
    await this.#page.keyboard.press('Enter');
  }

  async tick(box: Locator): Promise<void> {
    await this.goTo(box);
    await this.#page.keyboard.press('Space');
  }
}
