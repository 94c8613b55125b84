import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export type Direction = 'toTarget' | 'toClient';

/** A port on this machine, or the path of a socket. */
type Target = number | string;

interface Pair {
  readonly client: Socket;
  readonly target: Socket;
  /** What waits in a direction that is stalled. */
  readonly kept: Readonly<Record<Direction, Buffer[]>>;
}

/** A stretch of network between a client and a server, which a test can break as networks break. */
export class FaultProxy {
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  readonly #stalled = { toTarget: false, toClient: false };
  #isDown = false;
  /** Bytes that the client has sent, whether the server got them or not. */
  asked = 0;
  /** Bytes that the server has sent, whether the client got them or not. */
  answered = 0;
  /** Called with each piece that passes, before it goes on. */
  onPiece: (direction: Direction, bytes: Buffer) => void = () => undefined;

  private constructor(target: Target) {
    this.#server = createServer((client) => this.#join(client, target));
  }

  static async start(target: Target): Promise<FaultProxy> {
    const proxy = new FaultProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** A network for one process between it and MongoDB, whose address it then is. */
  static async beforeMongodb(uri: string): Promise<{ network: FaultProxy; uri: string }> {
    const [, host = ''] = /^mongodb:\/\/(?:[^@/]*@)?([^/,?]+)/.exec(uri) ?? [];
    const network = await FaultProxy.start(host.endsWith('.sock') ? decodeURIComponent(host) : portOf(host));
    return { network, uri: uri.replace(host, `127.0.0.1:${network.port}`) };
  }

  get isStalled(): boolean {
    return this.#stalled.toTarget || this.#stalled.toClient;
  }

  /** From now on bytes of this direction stay where they are; nobody is told. */
  stall(direction: Direction): void {
    this.#stalled[direction] = true;
  }

  /** Breaks every connection, and those that come until `mend`. What was stalled never arrives. */
  cut(): void {
    this.#isDown = true;
    for (const { client, target } of this.#pairs) {
      client.resetAndDestroy();
      // A socket of this machine knows no reset.
      if (target.remoteAddress === undefined) target.destroy();
      else target.resetAndDestroy();
    }
  }

  /** The network is whole again. */
  mend(): void {
    this.#isDown = false;
    this.#stalled.toTarget = false;
    this.#stalled.toClient = false;
    for (const { client, target, kept } of this.#pairs) {
      for (const bytes of kept.toTarget.splice(0)) target.write(bytes);
      for (const bytes of kept.toClient.splice(0)) client.write(bytes);
    }
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(client: Socket, address: Target): void {
    if (this.#isDown) {
      client.resetAndDestroy();
      return;
    }
    const target = typeof address === 'number' ? connect(address, '127.0.0.1') : connect(address);
    const pair = { client, target, kept: { toTarget: [], toClient: [] } };
    this.#pairs.add(pair);
    this.#forward(pair, 'toTarget');
    this.#forward(pair, 'toClient');
    const end = (): void => {
      this.#pairs.delete(pair);
      client.destroy();
      target.destroy();
    };
    for (const socket of [client, target]) socket.on('error', end).on('close', end);
  }

  #forward({ client, target, kept }: Pair, direction: Direction): void {
    const [from, to] = direction === 'toTarget' ? [client, target] : [target, client];
    from.setNoDelay(true);
    from.on('data', (bytes) => {
      if (direction === 'toClient') this.answered += bytes.length;
      else this.asked += bytes.length;
      this.onPiece(direction, bytes);
      if (this.#stalled[direction]) kept[direction].push(bytes);
      else to.write(bytes);
    });
  }
}

function portOf(host: string): number {
  return Number(/:(\d+)$/.exec(host)?.[1] ?? 27_017);
}
