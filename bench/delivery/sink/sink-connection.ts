import type { Socket } from 'node:net';

import type { SinkBehaviour } from './sink-protocol';

const END = '\r\n.\r\n';
const TARPIT_BYTE_MS = 1000;

export interface SinkListener {
  readonly behaviour: () => SinkBehaviour;
  readonly delivered: (messageId: string, at: number) => void;
}

/** One client's dialogue: says yes to everything, as fast as it can, and notes when it has a whole mail. */
export class SinkConnection {
  readonly #socket: Socket;
  readonly #listener: SinkListener;
  #pending: Buffer = Buffer.alloc(0);
  #inData = false;
  #loginLines = 0;
  #isTarpit = false;

  constructor(socket: Socket, listener: SinkListener) {
    this.#socket = socket;
    this.#listener = listener;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', () => socket.destroy());
    this.#answer('220 sink.example ESMTP\r\n');
  }

  #receive(chunk: Buffer): void {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    let answers = '';
    for (let part = this.#next(); part !== undefined; part = this.#next()) answers += part;
    if (answers !== '') this.#answer(answers);
  }

  /** The answer to the next whole command or mail; undefined while there is none. */
  #next(): string | undefined {
    const end = this.#inData ? END : '\r\n';
    const at = this.#pending.indexOf(end);
    if (at === -1) return undefined;
    const part = this.#pending.subarray(0, at);
    this.#pending = this.#pending.subarray(at + end.length);
    return this.#inData ? this.#mail(part) : this.#command(part.toString('latin1'));
  }

  #mail(bytes: Buffer): string {
    this.#inData = false;
    const head = bytes.subarray(0, Math.max(bytes.indexOf('\r\n\r\n'), 0)).toString('latin1');
    const messageId = /^message-id:\s*(<[^>]+>)/im.exec(head)?.[1] ?? '';
    this.#listener.delivered(messageId, performance.timeOrigin + performance.now());
    return '250 2.0.0 kept\r\n';
  }

  #command(line: string): string {
    if (this.#loginLines > 0) return this.#loginLine(line);
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO' || verb === 'HELO') return this.#capabilities();
    if (verb === 'AUTH') return this.#login(line);
    if (verb === 'QUIT') return '221 2.0.0 bye\r\n';
    this.#inData = verb === 'DATA';
    return this.#inData ? '354 go ahead\r\n' : '250 2.0.0 ok\r\n';
  }

  #capabilities(): string {
    const pipelining = this.#listener.behaviour().pipelining ? ['PIPELINING'] : [];
    const lines = [
      'sink.example',
      ...pipelining,
      '8BITMIME',
      'SMTPUTF8',
      'ENHANCEDSTATUSCODES',
      'DSN',
      'SIZE 30000000',
    ];
    return `${lines.map((line) => `250-${line}\r\n`).join('')}250 AUTH PLAIN LOGIN\r\n`;
  }

  #login(line: string): string {
    const [, method = '', response] = line.split(' ');
    if (method.toUpperCase() === 'PLAIN' && response !== undefined)
      return this.#welcome(fromBase64(response).split('\0')[1]);
    this.#loginLines = 2;
    return '334 VXNlcm5hbWU6\r\n';
  }

  #loginLine(line: string): string {
    this.#loginLines -= 1;
    if (this.#loginLines === 0) return '235 2.7.0 welcome\r\n';
    this.#welcome(fromBase64(line));
    return '334 UGFzc3dvcmQ6\r\n';
  }

  #welcome(user: string | undefined): string {
    this.#isTarpit = this.#listener.behaviour().tarpits.includes(user ?? '');
    return '235 2.7.0 welcome\r\n';
  }

  #answer(text: string): void {
    const { roundTripMs } = this.#listener.behaviour();
    if (this.#isTarpit) this.#drip(text);
    else if (roundTripMs > 0) setTimeout(() => this.#write(text), roundTripMs);
    else this.#write(text);
  }

  #drip(text: string): void {
    if (text === '' || this.#socket.destroyed) return;
    this.#write(text.slice(0, 1));
    setTimeout(() => this.#drip(text.slice(1)), TARPIT_BYTE_MS);
  }

  #write(text: string): void {
    if (!this.#socket.destroyed) this.#socket.write(text);
  }
}

function fromBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}
