import { createServer, type RequestListener, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import type { MessageClasses } from './express-messages';

/** Bounds that keep slow or hostile clients from holding connections; times in milliseconds. */
export const usualBounds = {
  maxHeaderSize: 16_384,
  /** For the request line and all header fields. */
  headersTimeout: 10_000,
  /** For the whole request, its body included. */
  requestTimeout: 60_000,
  /** Longer than load balancers keep idle connections, so that they close first. */
  keepAliveTimeout: 65_000,
  /** How often connections are looked at for the times above. */
  connectionsCheckingInterval: 5_000,
  /** After which a connection ends on which nothing moves, whoever is to blame: longer than any work may take. */
  stalledTimeout: 330_000,
};
export type Bounds = typeof usualBounds;

/** The parser leaves out silently what is beyond its bound, so that it has to read one more than there may be. */
export const mostHeaders = 100;
const idleSweepMs = 50;

/** The listening side of the API. */
export class HttpServer {
  readonly #server: Server;

  /** `messages`: the classes of the requests and responses that the listener gets. */
  constructor(listener: RequestListener, bounds: Bounds = usualBounds, messages?: MessageClasses) {
    this.#server = createServer({ ...bounds, ...messages }, withBoundedHeaders(listener));
    this.#server.maxHeadersCount = mostHeaders + 1;
    this.#server.setTimeout(bounds.stalledTimeout);
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

/** A request of which something would be left out is none that could be judged. */
function withBoundedHeaders(listener: RequestListener): RequestListener {
  return (request, response) => {
    const isWithin = request.rawHeaders.length <= 2 * mostHeaders;
    if (isWithin) listener(request, response);
    else response.writeHead(431, { Connection: 'close' }).end();
  };
}
