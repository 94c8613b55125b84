import type { Socket } from 'node:net';

/** More than all replies to what we say at once, with pipelining and hundreds of recipients. */
const mostBytes = 256 * 1024;
const mostLines = 5_000;
const lineFeed = 10;
/** Code and separator: what tells a reply's last line from those before it (RFC 5321 section 4.2.1). */
const headLength = 4;
const unfinished = /^\d+-/;
const goAhead = 354;
/** Said at any time by a server that closes (RFC 5321 section 3.8). */
const closing = 421;

export interface ReplyMeterEvents {
  /** The server has said more than anybody has to before we speak again. */
  readonly onTooMuch: () => void;
  /** A whole reply came that answers nothing: it would be taken for the answer to the next command. */
  readonly onUnasked: () => void;
}

/**
 * Bounds what a server may say before we speak again, and counts its replies as their bytes arrive. The library bounds each
 * reply by itself; it queues every complete line, though, empty ones as well, faster than it takes them out again, and gives
 * a reply that nobody asked for to the command that comes next.
 */
export class ReplyMeter {
  readonly #events: ReplyMeterEvents;
  #socket: Socket | null = null;
  #bytes = 0;
  #lines = 0;
  /** Replies that are due; below zero where one came before its time. */
  #owed = 0;
  #lastCode = Number.NaN;
  /** The beginning of the line that is being received. */
  #head = '';
  #isBlank = true;
  #isWithinReply = false;

  constructor(events: ReplyMeterEvents) {
    this.#events = events;
  }

  /** One more reply is due. */
  expectReply(): void {
    this.#owed += 1;
  }

  /** Bounds anew, on the socket that the dialogue runs on now. Only after the library listens: listening makes bytes flow. */
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
    for (const byte of chunk) {
      if (byte === lineFeed) this.#endLine();
      else this.#read(byte);
    }
    if (this.#bytes > mostBytes || this.#lines > mostLines) this.#events.onTooMuch();
  };

  #read(byte: number): void {
    if (this.#head.length < headLength) this.#head += String.fromCodePoint(byte);
    if (byte > 0x20) this.#isBlank = false;
  }

  /** An empty line is nobody's reply; the library skips it. */
  #endLine(): void {
    this.#lines += 1;
    const [head, isBlank, isWithinReply] = [this.#head, this.#isBlank, this.#isWithinReply];
    this.#head = '';
    this.#isBlank = true;
    this.#isWithinReply = unfinished.test(head);
    if (this.#isWithinReply || (isBlank && !isWithinReply)) return;
    this.#reply(Number.parseInt(head, 10));
  }

  #reply(code: number): void {
    // A mail may be refused before all of it is there.
    const isEarlyRefusal = code >= 400 && this.#lastCode === goAhead;
    this.#lastCode = code;
    if (this.#owed > 0 || isEarlyRefusal) this.#owed -= 1;
    else if (code !== closing) this.#events.onUnasked();
  }
}
