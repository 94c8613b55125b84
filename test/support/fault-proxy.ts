import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

interface Pair {
  readonly client: Socket;
  readonly target: Socket;
}

/** A stretch of network between a client and a server, which a test can break as networks break. */
export class FaultProxy {
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  readonly #stalled = { toTarget: false, toClient: false };
  #isDown = false;
  /** Bytes that the server has sent, whether the client got them or not. */
  answered = 0;

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
  stall(direction: 'toTarget' | 'toClient'): void {
    this.#stalled[direction] = true;
    for (const { client, target } of this.#pairs) (direction === 'toTarget' ? client : target).pause();
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
    for (const { client, target } of this.#pairs) {
      client.resume();
      target.resume();
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
    const pair = { client, target };
    this.#pairs.add(pair);
    this.#forward(client, target, 'toTarget');
    this.#forward(target, client, 'toClient');
    const end = (): void => {
      this.#pairs.delete(pair);
      client.destroy();
      target.destroy();
    };
    for (const socket of [client, target]) socket.on('error', end).on('close', end);
  }

  #forward(from: Socket, to: Socket, direction: 'toTarget' | 'toClient'): void {
    from.setNoDelay(true);
    from.on('data', (bytes) => {
      if (direction === 'toClient') this.answered += bytes.length;
      // A chunk that was read before the stall took hold is held back with the rest.
      if (this.#stalled[direction]) from.pause().unshift(bytes);
      else to.write(bytes);
    });
    if (this.#stalled[direction]) from.pause();
  }
}
