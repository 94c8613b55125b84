const hidden = '[secret]';

/**
 * A secret text that does not show itself: serialising, printing or concatenating it yields `[secret]`. Only code that
 * calls `reveal` sees it, which is allowed in adapters alone (rule 10).
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return hidden;
  }

  toJSON(): string {
    return hidden;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return hidden;
  }
}
