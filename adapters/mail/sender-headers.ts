import { fromHeader } from './header-encoding';
import { assertSender } from './message-faults';

export interface Sender {
  readonly name: string;
  readonly address: string;
}

const mostRemembered = 1_000;

/** From header lines, each made once: every mail of an organization bears the same one. */
export class SenderHeaders {
  readonly #lines = new Map<string, Buffer>();

  /** Throws MESSAGE_INVALID for a sender that cannot stand in a From header. */
  headerOf(sender: Sender): Buffer {
    const key = JSON.stringify([sender.name, sender.address]);
    const known = this.#lines.get(key);
    if (known !== undefined) return known;
    assertSender(sender);
    const line = Buffer.from(fromHeader(sender), 'utf8');
    if (this.#lines.size >= mostRemembered) this.#lines.clear();
    this.#lines.set(key, line);
    return line;
  }
}
