import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** What the server answers for a name: addresses, a response code (RFC 1035: 2 = failure, 3 = no such name), or nothing. */
export interface DnsAnswer {
  readonly a?: readonly string[];
  readonly aaaa?: readonly string[];
  readonly txt?: readonly string[];
  /** Host names; an empty text is a null MX (RFC 7505). */
  readonly mx?: readonly string[];
  readonly ptr?: readonly string[];
  readonly code?: number;
  readonly silent?: boolean;
  /** The name is an alias of this one (RFC 1034 section 3.6.2), to which the records belong. */
  readonly cname?: string;
}

/** An answer, or what decides on one each time that the name is asked for. */
export type ZoneEntry = DnsAnswer | (() => DnsAnswer);

/** The record types that a server here can answer, by number, with the encoding of their data. */
const recordTypes: ReadonlyMap<number, readonly [keyof DnsAnswer, (text: string) => Buffer]> = new Map([
  [1, ['a', (address: string) => Buffer.from(address.split('.').map(Number))]],
  [12, ['ptr', nameBytes]],
  [15, ['mx', (host: string) => Buffer.concat([Buffer.from([0, 10]), nameBytes(host)])]],
  [16, ['txt', textBytes]],
  [28, ['aaaa', version6Bytes]],
] as const);

const aliasType = 5;
/** A pointer to the name in the question (RFC 1035 section 4.1.4). */
const questionName = Buffer.from([0xc0, 0x0c]);

/** A DNS server on the loopback that knows a few names. */
export class ScriptedDnsServer {
  readonly questions: string[] = [];
  readonly #socket: Socket;

  private constructor(zone: Readonly<Record<string, ZoneEntry>>) {
    this.#socket = createSocket('udp4');
    this.#socket.on('message', (query, peer) => {
      const { name, type, end } = questionIn(query);
      this.questions.push(name);
      const entry = zone[name] ?? { code: 3 };
      const answer = typeof entry === 'function' ? entry() : entry;
      if (!answer.silent) this.#socket.send(response(query, end, type, answer), peer.port, peer.address);
    });
  }

  static async start(zone: Readonly<Record<string, ZoneEntry>>): Promise<ScriptedDnsServer> {
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
  const alias = answer.cname === undefined ? [] : [record(aliasType, nameBytes(answer.cname))];
  // Records of the alias follow under the name that it leads to.
  const owner = answer.cname === undefined ? questionName : nameBytes(answer.cname);
  const records = [...alias, ...recordsOf(type, answer).map((data) => record(type, data, owner))];
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180 | (answer.code ?? 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(records.length, 6);
  return Buffer.concat([header, query.subarray(12, end), ...records]);
}

function recordsOf(type: number, answer: DnsAnswer): Buffer[] {
  const [field, encode] = recordTypes.get(type) ?? [];
  const texts = field === undefined ? undefined : answer[field];
  return Array.isArray(texts) && encode !== undefined ? texts.map((text: string) => encode(text)) : [];
}

function nameBytes(name: string): Buffer {
  const labels = name === '' ? [] : name.split('.');
  return Buffer.concat([
    ...labels.map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
    Buffer.from([0]),
  ]);
}

/** A text in parts of at most 255 bytes, each with its length in front. */
function textBytes(text: string): Buffer {
  const parts = text.match(/.{1,255}/gs) ?? [''];
  return Buffer.concat(parts.map((part) => Buffer.concat([Buffer.from([Buffer.byteLength(part)]), Buffer.from(part)])));
}

function record(type: number, data: Buffer, owner: Buffer = questionName): Buffer {
  const head = Buffer.alloc(10);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(1, 2);
  head.writeUInt32BE(0, 4);
  head.writeUInt16BE(data.length, 8);
  return Buffer.concat([owner, head, data]);
}

/** Only the full form with eight groups. */
function version6Bytes(address: string): Buffer {
  return Buffer.concat(address.split(':').map((group) => Buffer.from(group.padStart(4, '0'), 'hex')));
}
