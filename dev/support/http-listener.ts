import { once } from 'node:events';
import { type RequestListener, createServer } from 'node:http';

/** A listening HTTP server. */
export interface HttpListener {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

/** Listens on the loopback address. */
export async function listenHttp(handler: RequestListener, port: number): Promise<HttpListener> {
  const server = createServer(handler);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    port: bound,
    url: `http://127.0.0.1:${bound}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
