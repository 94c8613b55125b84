import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy in front of a server, as a load balancer is; each request seems to come from a caller of its own. */
export class LoadBalancer {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async inFrontOf(url: string): Promise<LoadBalancer> {
    let callers = 0;
    const server = createServer({ maxHeaderSize: 1_048_576 }, (incoming, outgoing) => {
      callers += 1;
      const address = `10.${(callers >> 16) & 255}.${(callers >> 8) & 255}.${callers & 255}`;
      const headers = { ...incoming.headers, 'x-forwarded-for': address };
      const { method, url: path } = incoming;
      const onward = request(new URL(url), { method, path, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answer.pipe(outgoing);
      });
      onward.on('error', () => outgoing.destroy());
      outgoing.on('close', () => onward.destroy());
      incoming.pipe(onward);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new LoadBalancer(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }
}
