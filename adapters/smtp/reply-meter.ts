import type { Socket } from 'node:net';

/** More than all replies to what we say at once, with pipelining and hundreds of recipients. */
const mostBytes = 256 * 1024;
const mostLines = 5_000;
const lineFeed = 10;

/**
 * Bounds what a server may say before we speak again. The library bounds each reply by itself; it queues every complete
 * line, though, empty ones as well, faster than it takes them out again, so that a stream of line ends would cost memory
 * and hold up the process for as long as the server likes.
 */
export class ReplyMeter {
  readonly #onTooMuch: () => void;
  #socket: Socket | null = null;
  #bytes = 0;
  #lines = 0;

  constructor(onTooMuch: () => void) {
    this.#onTooMuch = onTooMuch;
  }

  /** Counts anew, on the socket that the dialogue runs on now. Only after the library listens: listening makes bytes flow. */
  restart(socket: Socket | null): void {
    this.#bytes = 0;
    this.#lines = 0;
    if (socket === null || socket === this.#socket) return;
    this.#socket?.off('data', this.#count);
    // Before the library's own listener, which takes nothing any more once the connection has been given up.
    this.#socket = socket.prependListener('data', this.#count);
  }

  readonly #count = (chunk: Buffer): void => {
    this.#bytes += chunk.length;
    for (const byte of chunk) if (byte === lineFeed) this.#lines += 1;
    if (this.#bytes > mostBytes || this.#lines > mostLines) this.#onTooMuch();
  };
}
