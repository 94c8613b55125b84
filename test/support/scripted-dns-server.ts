import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** What the server answers for a name: addresses, a response code (RFC 1035: 2 = failure, 3 = no such name), or nothing. */
export interface DnsAnswer {
  readonly a?: readonly string[];
  readonly aaaa?: readonly string[];
  readonly code?: number;
  readonly silent?: boolean;
}

const typeA = 1;
const typeAaaa = 28;

/** A DNS server on the loopback that knows a few names. */
export class ScriptedDnsServer {
  readonly questions: string[] = [];
  readonly #socket: Socket;

  private constructor(zone: Readonly<Record<string, DnsAnswer>>) {
    this.#socket = createSocket('udp4');
    this.#socket.on('message', (query, peer) => {
      const { name, type, end } = questionIn(query);
      this.questions.push(name);
      const answer = zone[name] ?? { code: 3 };
      if (!answer.silent) this.#socket.send(response(query, end, type, answer), peer.port, peer.address);
    });
  }

  static async start(zone: Readonly<Record<string, DnsAnswer>>): Promise<ScriptedDnsServer> {
    const server = new ScriptedDnsServer(zone);
    server.#socket.bind(0, '127.0.0.1');
    await once(server.#socket, 'listening');
    return server;
  }

  get address(): string {
    return `127.0.0.1:${this.#socket.address().port}`;
  }

  async stop(): Promise<void> {
    this.#socket.close();
    await once(this.#socket, 'close');
  }
}

function questionIn(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function response(query: Buffer, end: number, type: number, answer: DnsAnswer): Buffer {
  const addresses = (type === typeA ? answer.a : type === typeAaaa ? answer.aaaa : undefined) ?? [];
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180 | (answer.code ?? 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(addresses.length, 6);
  return Buffer.concat([header, query.subarray(12, end), ...addresses.map((address) => record(type, address))]);
}

function record(type: number, address: string): Buffer {
  const data = type === typeA ? Buffer.from(address.split('.').map(Number)) : version6Bytes(address);
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(0, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

/** Only the full form with eight groups. */
function version6Bytes(address: string): Buffer {
  return Buffer.concat(address.split(':').map((group) => Buffer.from(group.padStart(4, '0'), 'hex')));
}
