import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** A bounce on its way: to a return address of its own, and no two alike. */
export interface OutgoingBounce {
  readonly to: string;
  readonly raw: string;
}

/** How a client of the listener behaves. */
export interface SenderHabits {
  readonly port: number;
  readonly connections: number;
  /** How many bounces go over one connection before it is closed: 1 for a server that connects anew for each. */
  readonly perConnection: number;
}

/** What became of the bounces: how long each took from its connection or the one before to its answer. */
export interface SentFigures {
  readonly stored: number;
  readonly seconds: number;
  readonly latenciesMs: readonly number[];
}

/** Sends all as quickly as they are taken. Throws at the first answer that is no 250: such figures would mean nothing. */
export async function sendBounces(bounces: readonly OutgoingBounce[], habits: SenderHabits): Promise<SentFigures> {
  const queue = bounces.values();
  const latenciesMs: number[] = [];
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: habits.connections }, async () => await work(queue, habits, latenciesMs)));
  return { stored: latenciesMs.length, seconds: (performance.now() - startedAt) / 1000, latenciesMs };
}

async function work(queue: Iterator<OutgoingBounce>, habits: SenderHabits, latenciesMs: number[]): Promise<void> {
  for (let next = queue.next(); !next.done;) {
    let startedAt = performance.now();
    const dialogue = await Dialogue.open(habits.port);
    for (let sent = 0; sent < habits.perConnection && !next.done; sent += 1) {
      await dialogue.deliver(next.value);
      latenciesMs.push(performance.now() - startedAt);
      startedAt = performance.now();
      next = queue.next();
    }
    dialogue.close();
  }
}

/** SMTP as a plain client speaks it: one command, one answer. */
class Dialogue {
  readonly #socket: Socket;
  readonly #lines: AsyncIterator<string>;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  }

  static async open(port: number): Promise<Dialogue> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    const dialogue = new Dialogue(socket);
    await dialogue.#expect('220');
    await dialogue.#say('EHLO mx.partner.example', '250');
    return dialogue;
  }

  async deliver({ to, raw }: OutgoingBounce): Promise<void> {
    await this.#say('MAIL FROM:<>', '250');
    await this.#say(`RCPT TO:<${to}>`, '250');
    await this.#say('DATA', '354');
    await this.#say(`${raw}\r\n.`, '250');
  }

  close(): void {
    this.#socket.destroy();
  }

  async #say(command: string, code: string): Promise<void> {
    this.#socket.write(`${command}\r\n`);
    await this.#expect(code);
  }

  async #expect(code: string): Promise<void> {
    for (;;) {
      const next = await this.#lines.next();
      if (next.done) throw new Error(`The connection ended where ${code} was awaited`);
      if (!next.value.startsWith(code)) throw new Error(`Answered "${next.value}" where ${code} was awaited`);
      if (next.value.charAt(3) !== '-') return;
    }
  }
}
