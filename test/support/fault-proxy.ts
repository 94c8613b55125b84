import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

type Direction = 'toTarget' | 'toClient';

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
  onPiece: () => void = () => undefined;

  private constructor(targetPort: number) {
    this.#server = createServer((client) => this.#join(client, targetPort));
  }

  static async start(targetPort: number): Promise<FaultProxy> {
    const proxy = new FaultProxy(targetPort);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
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
      target.resetAndDestroy();
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

  #join(client: Socket, targetPort: number): void {
    if (this.#isDown) {
      client.resetAndDestroy();
      return;
    }
    const target = connect(targetPort, '127.0.0.1');
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
      this.onPiece();
      if (this.#stalled[direction]) kept[direction].push(bytes);
      else to.write(bytes);
    });
  }
}
