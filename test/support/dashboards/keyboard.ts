import type { Locator, Page } from 'playwright-core';

/** More stops than any view has. */
const mostStops = 80;

const nameOfStop = `(() => {
  const { tagName, textContent, id } = document.activeElement ?? {};
  return [tagName, id, (textContent ?? '').slice(0, 30)].join(' ').trim();
})()`;

/** Whether what has the focus looks otherwise than without it: itself, what it stands in, or the sign beside it. */
const hasSign = `(() => {
  const stop = document.activeElement;
  const look = () => [stop, stop.parentElement, stop.nextElementSibling].filter(Boolean).map((part) => {
    const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(part);
    return [outlineStyle, outlineStyle === 'none' ? '' : outlineWidth, boxShadow, borderColor].join();
  }).join(' | ');
  const focused = look();
  stop.blur();
  const plain = look();
  stop.focus({ preventScroll: true });
  return focused !== plain;
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

  /** Goes from stop to stop through the whole page. Gives those that do not show that they have the focus. */
  async stopsWithoutSign(): Promise<string[]> {
    const unseen: string[] = [];
    for (let stops = 0; stops < mostStops; stops += 1) {
      await this.#page.keyboard.press('Tab');
      const name = await this.#page.evaluate<string>(nameOfStop);
      if (name.startsWith('BODY')) return unseen;
      if (!(await this.#page.evaluate<boolean>(hasSign))) unseen.push(name);
    }
    throw new Error(`The page has more than ${mostStops} stops`);
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
