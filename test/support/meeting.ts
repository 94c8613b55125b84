/** Where so many parties wait for each other: when the last one has come, something happens, and then all of them go on. */
export class Meeting {
  readonly #happens: () => Promise<void> | void;
  readonly #over: Promise<void>;
  #missing: number;
  #goOn: (happening: Promise<void>) => void = () => undefined;

  constructor(parties: number, happens: () => Promise<void> | void) {
    this.#missing = parties;
    this.#happens = happens;
    this.#over = new Promise((resolve) => {
      this.#goOn = resolve;
    });
  }

  /** Rejects, for everybody, where what was to happen went wrong. */
  async attend(): Promise<void> {
    this.#missing -= 1;
    if (this.#missing === 0) this.#goOn(Promise.resolve(this.#happens()));
    await this.#over;
  }
}
