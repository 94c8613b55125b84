import { createServer } from 'node:net';
import { once } from 'node:events';

/** A server that takes connections and never says anything, so that a check goes on for a while. Answers with its port. */
export async function silentServer(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return address.port;
}
