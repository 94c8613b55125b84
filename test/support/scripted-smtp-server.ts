import { EventEmitter, once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { TLSSocket, type SecureContextOptions, type SecureVersion } from 'node:tls';

/** Stages at which a script can answer; `end` is the reply to the final dot. */
export type ScriptStep =
  'greeting' | 'ehlo' | 'ehlo-after-tls' | 'starttls' | 'auth' | 'mail' | 'rcpt' | 'data' | 'end' | 'rset';

/** Closes the connection, breaks it, says nothing, or gives the go-ahead and never reads again. */
export interface Act {
  readonly act: 'drop' | 'reset' | 'silent' | 'deaf';
}

export const drop: Act = { act: 'drop' };
export const reset: Act = { act: 'reset' };
export const silent: Act = { act: 'silent' };
export const deaf: Act = { act: 'deaf' };

/** Writes the text over and over for as long as the client takes it. */
export interface Flood {
  readonly flood: string;
}

/** What the server does at a step: text is written as it is, byte for byte. */
export type Answer = string | Buffer | Act | Flood;

export interface Script {
  readonly answers?: Partial<Readonly<Record<ScriptStep, Answer | readonly Answer[]>>>;
  /** Speak TLS from the first byte. */
  readonly implicitTls?: boolean;
  readonly tls?: SecureContextOptions & { readonly maxVersion?: SecureVersion; readonly minVersion?: SecureVersion };
  /** Write answers one byte at a time, with this pause in milliseconds. */
  readonly dripMs?: number;
  /** Bytes written in clear right behind the go-ahead to STARTTLS. */
  readonly injection?: string;
  /** Bytes written in clear when the client has begun its handshake, instead of an answer to it. */
  readonly lateInjection?: string;
}

const defaults: Readonly<Record<ScriptStep, string>> = {
  greeting: '220 mail.example.test ESMTP\r\n',
  ehlo: '250-mail.example.test\r\n250-STARTTLS\r\n250 SIZE 1000000\r\n',
  'ehlo-after-tls': '250-mail.example.test\r\n250-AUTH PLAIN LOGIN\r\n250-8BITMIME\r\n250 SIZE 1000000\r\n',
  starttls: '220 2.0.0 go ahead\r\n',
  auth: '235 2.7.0 welcome\r\n',
  mail: '250 2.1.0 sender ok\r\n',
  rcpt: '250 2.1.5 recipient ok\r\n',
  data: '354 go ahead\r\n',
  end: '250 2.0.0 queued as 4711\r\n',
  rset: '250 2.0.0 flushed\r\n',
};

/** What one connection received: in clear before TLS, and inside TLS. */
export interface Capture {
  clear: string;
  encrypted: string;
}

/** A server that follows a script, byte for byte, and keeps all it received. */
export class ScriptedSmtpServer {
  readonly captures: Capture[] = [];
  readonly #script: Script;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #secured = new Set<TLSSocket>();
  readonly #asked = new Map<ScriptStep, number>();
  readonly #arrivals = new EventEmitter();
  #flooded = 0;

  private constructor(script: Script) {
    this.#script = script;
    this.#server = createServer((socket) => this.#serve(socket));
  }

  static async start(script: Script, host = '127.0.0.1'): Promise<ScriptedSmtpServer> {
    const scripted = new ScriptedSmtpServer(script);
    scripted.#server.listen(0, host);
    await once(scripted.#server, 'listening');
    return scripted;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get connections(): number {
    return this.captures.length;
  }

  /** All that arrived inside TLS, over all connections. */
  get encrypted(): string {
    return this.captures.map(({ encrypted }) => encrypted).join('');
  }

  get clear(): string {
    return this.captures.map(({ clear }) => clear).join('');
  }

  /** Connections that are still open. */
  get open(): number {
    return this.#sockets.size;
  }

  /** Bytes of floods that clients, and the buffers on the way to them, have taken. */
  get flooded(): number {
    return this.#flooded;
  }

  /** Says something on every connection that TLS was agreed on, though nobody asked. */
  say(text: string): void {
    for (const socket of this.#secured) socket.write(text);
  }

  /** Resolves when no client is connected any more. */
  async abandoned(): Promise<void> {
    while (this.#sockets.size > 0) await once(this.#arrivals, 'closed');
  }

  /** Resolves when a text has arrived, on whatever connection. */
  async received(text: string): Promise<void> {
    while (!`${this.clear}${this.encrypted}`.includes(text)) await once(this.#arrivals, 'bytes');
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(socket: Socket): void {
    const capture: Capture = { clear: '', encrypted: '' };
    this.captures.push(capture);
    this.#sockets.add(socket);
    socket
      .on('error', () => undefined)
      .on('close', () => {
        this.#sockets.delete(socket);
        this.#arrivals.emit('closed');
      });
    const answer = (on: Socket, step: ScriptStep): number => this.#answer(on, step);
    const dialogue = new ServerDialogue(answer, () => this.#secure(socket, capture, dialogue));
    if (this.#script.implicitTls) this.#secure(socket, capture, dialogue, true);
    else {
      socket.on('data', (bytes) => {
        if (dialogue.secured) return;
        capture.clear += bytes.toString('latin1');
        this.#arrivals.emit('bytes');
        dialogue.receive(socket, bytes.toString('latin1'));
      });
      this.#answer(socket, 'greeting');
    }
  }

  #secure(socket: Socket, capture: Capture, dialogue: ServerDialogue, greet = false): void {
    socket.removeAllListeners('data');
    dialogue.secured = true;
    const { lateInjection } = this.#script;
    if (lateInjection !== undefined) {
      socket.once('data', () => socket.write(lateInjection));
      return;
    }
    const secured = new TLSSocket(socket, { isServer: true, ...this.#script.tls });
    this.#secured.add(secured);
    secured.on('error', () => undefined).on('close', () => this.#secured.delete(secured));
    secured.on('data', (bytes: Buffer) => {
      capture.encrypted += bytes.toString('latin1');
      this.#arrivals.emit('bytes');
      dialogue.receive(secured, bytes.toString('latin1'));
    });
    if (greet) secured.once('secure', () => this.#answer(secured, 'greeting'));
  }

  /** The code of the answer as far as it lets the client go on; 0 where it does not. */
  #answer(socket: Socket, step: ScriptStep): number {
    const scripted = this.#script.answers?.[step] ?? defaults[step];
    const turn = this.#asked.get(step) ?? 0;
    this.#asked.set(step, turn + 1);
    const answer = isList(scripted) ? (scripted[Math.min(turn, scripted.length - 1)] ?? silent) : scripted;
    if (typeof answer === 'string' || Buffer.isBuffer(answer)) {
      this.#write(socket, step === 'starttls' ? `${String(answer)}${this.#script.injection ?? ''}` : answer);
      return Number(/^[23]\d\d/.exec(String(answer))?.[0] ?? 0);
    }
    if ('flood' in answer) {
      this.#flood(socket, answer.flood);
      return 0;
    }
    if (answer.act === 'drop') socket.end();
    if (answer.act === 'reset') socket.destroy();
    if (answer.act === 'deaf') socket.pause().write('354 go ahead\r\n');
    return 0;
  }

  #flood(socket: Socket, text: string): void {
    const chunk = Buffer.from(text.repeat(Math.ceil(65_536 / text.length)));
    const pour = (): void => {
      if (socket.destroyed) return;
      socket.write(chunk, (error) => {
        if (error) return;
        this.#flooded += chunk.length;
        setImmediate(pour);
      });
    };
    pour();
  }

  #write(socket: Socket, bytes: string | Buffer): void {
    if (this.#script.dripMs === undefined) {
      socket.write(bytes);
      return;
    }
    const all = Buffer.from(bytes);
    let next = 0;
    const timer = setInterval(() => {
      if (next >= all.length || socket.destroyed) clearInterval(timer);
      else socket.write(all.subarray(next, (next += 1)));
    }, this.#script.dripMs);
    socket.on('close', () => clearInterval(timer));
  }
}

function isList(answer: Answer | readonly Answer[]): answer is readonly Answer[] {
  return Array.isArray(answer);
}

/** The server's side of one dialogue: finds commands in the stream, and knows the login and the mail in between. */
class ServerDialogue {
  secured = false;
  readonly #answer: (socket: Socket, step: ScriptStep) => number;
  readonly #startTls: () => void;
  #rest = '';
  #inData = false;
  #loginLines = 0;

  constructor(answer: (socket: Socket, step: ScriptStep) => number, startTls: () => void) {
    this.#answer = answer;
    this.#startTls = startTls;
  }

  receive(socket: Socket, text: string): void {
    this.#rest += text;
    const end = this.#inData ? '\r\n.\r\n' : '\r\n';
    const at = this.#rest.indexOf(end);
    if (at === -1) return;
    const line = this.#rest.slice(0, at);
    this.#rest = this.#rest.slice(at + end.length);
    if (this.#inData) {
      this.#inData = false;
      this.#answer(socket, 'end');
    } else this.#command(socket, line);
    this.receive(socket, '');
  }

  #command(socket: Socket, line: string): void {
    if (this.#loginLines > 0) {
      this.#loginLine(socket);
      return;
    }
    const verb = line.split(/[ :]/)[0]?.toUpperCase() ?? '';
    const step = verb === 'EHLO' || verb === 'HELO' ? this.#ehloStep() : stepsByVerb[verb];
    if (verb === 'AUTH') this.#login(socket, line);
    else if (verb === 'QUIT') socket.end('221 2.0.0 bye\r\n');
    else if (step === undefined) socket.write('500 5.5.2 what?\r\n');
    else this.#follow(socket, step);
  }

  #follow(socket: Socket, step: ScriptStep): void {
    const code = this.#answer(socket, step);
    if (step === 'starttls' && code === 220) this.#startTls();
    if (step === 'data') this.#inData = code > 0;
  }

  #ehloStep(): ScriptStep {
    return this.secured ? 'ehlo-after-tls' : 'ehlo';
  }

  #login(socket: Socket, line: string): void {
    if (/^AUTH (?:PLAIN|XOAUTH2) /i.test(line)) {
      this.#loginLines = this.#answer(socket, 'auth') === 334 ? 1 : 0;
      return;
    }
    this.#loginLines = 2;
    socket.write('334 VXNlcm5hbWU6\r\n');
  }

  #loginLine(socket: Socket): void {
    this.#loginLines -= 1;
    if (this.#loginLines === 0) this.#answer(socket, 'auth');
    else socket.write('334 UGFzc3dvcmQ6\r\n');
  }
}

const stepsByVerb: Readonly<Record<string, ScriptStep>> = {
  STARTTLS: 'starttls',
  MAIL: 'mail',
  RCPT: 'rcpt',
  DATA: 'data',
  RSET: 'rset',
};
