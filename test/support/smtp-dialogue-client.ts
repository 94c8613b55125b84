import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface, type Interface } from 'node:readline';

/** A client that says exactly what a test wants it to say, one command at a time. */
export class DialogueClient {
  readonly socket: Socket;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;

  private constructor(socket: Socket) {
    this.socket = socket;
    this.#reader = createInterface({ input: socket });
    this.#lines = this.#reader[Symbol.asyncIterator]();
    socket.on('error', () => undefined);
  }

  /** `localAddress`: the address to come from. */
  static async open(port: number, host = '127.0.0.1', localAddress?: string): Promise<DialogueClient> {
    const socket = connect({ port, host, ...(localAddress === undefined ? {} : { localAddress }) });
    await once(socket, 'connect');
    return new DialogueClient(socket);
  }

  /** A client that has been greeted and has said hello. */
  static async ready(port: number, hello = 'EHLO client.example'): Promise<DialogueClient> {
    const client = await DialogueClient.open(port);
    await client.reply();
    await client.say(hello);
    return client;
  }

  /** The next whole reply, all its lines joined; empty when the server has closed the connection. */
  async reply(): Promise<string> {
    const lines: string[] = [];
    for (;;) {
      const next = await this.#lines.next();
      if (next.done) return lines.join('\n');
      lines.push(next.value);
      if (/^\d{3}(?: |$)/.test(next.value)) return lines.join('\n');
    }
  }

  async say(command: string): Promise<string> {
    this.socket.write(`${command}\r\n`);
    return await this.reply();
  }

  /** MAIL, RCPT and DATA; the reply to the final dot, or the first one that refuses. */
  async deliver(from: string, to: string, mail: string): Promise<string> {
    for (const command of [`MAIL FROM:<${from}>`, `RCPT TO:<${to}>`, 'DATA']) {
      const reply = await this.say(command);
      if (!/^[23]/.test(reply)) return reply;
    }
    return await this.say(`${mail.replaceAll(/^\./gm, '..')}\r\n.`);
  }

  close(): void {
    this.#reader.close();
    this.socket.destroy();
  }
}
