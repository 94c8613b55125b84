import { ApiProblem } from '../../../client';

type Listener = () => void;

/** Whether the session has ended while the page was open. */
class SessionEnd {
  #ended = false;
  readonly #listeners = new Set<Listener>();

  readonly hasCome = (): boolean => this.#ended;

  readonly subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly notice = (): void => this.#set(true);

  readonly forget = (): void => this.#set(false);

  #set(ended: boolean): void {
    this.#ended = ended;
    for (const listener of this.#listeners) listener();
  }
}

export const sessionEnd = new SessionEnd();

export function isSessionEnd(error: unknown): boolean {
  return error instanceof ApiProblem && error.code === 'UNAUTHENTICATED';
}
