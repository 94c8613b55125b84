import { createServer, type RequestListener, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Bounds that keep slow or hostile clients from holding connections. */
const bounds = {
  maxHeaderSize: 16_384,
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  /** Longer than load balancers keep idle connections, so that they close first. */
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
};
const mostHeaders = 100;
const idleSweepMs = 50;

/** The listening side of the API. */
export class HttpServer {
  readonly #server: Server;

  constructor(listener: RequestListener) {
    this.#server = createServer(bounds, listener);
    this.#server.maxHeadersCount = mostHeaders;
  }

  /** Resolves with the port once requests are answered. Rejects when the address cannot be had. */
  async listen(port: number, host: string): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#server.removeListener('error', reject);
        resolve();
      });
    });
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }

  /** Accepts nothing new and lets running requests finish; those that take longer than the patience are cut off. */
  async close(patienceMs: number): Promise<void> {
    const closed = new Promise<boolean>((resolve) => {
      this.#server.close(() => resolve(true));
    });
    const deadline = Date.now() + patienceMs;
    const isClosed = async () => Promise.race([closed, sleep(idleSweepMs, false)]);
    while (Date.now() < deadline) {
      this.#server.closeIdleConnections();
      if (await isClosed()) return;
    }
    this.#server.closeAllConnections();
    await closed;
  }
}
