import { randomInt } from 'node:crypto';
import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const LOOK_EVERY_MS = 50;

/** Below the ports that the system hands out for outgoing connections, which could take one before we listen on it. */
const FIRST_PORT = 20_000;
const PORTS = 10_000;
const SHARES = 10;
const ATTEMPTS = 1000;

/**
 * The number of the share of the ports, from 1 on, that a process and its children choose from. Who starts stacks side by
 * side gives each a share of its own: nobody listens yet on a port that another has just chosen.
 */
export const SHARE_VARIABLE = 'EMBEDDED_PORT_SHARE';

/** A port of the loopback address that nobody uses at this moment. */
export async function freePort(environment: NodeJS.ProcessEnv = process.env): Promise<number> {
  const { first, count } = portsOf(environment[SHARE_VARIABLE]);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = randomInt(first, first + count);
    if (await isFree(port)) return port;
  }
  throw new Error('no port of the loopback address is free');
}

function portsOf(share: string | undefined): { readonly first: number; readonly count: number } {
  if (share === undefined) return { first: FIRST_PORT, count: PORTS };
  const index = Number(share) - 1;
  if (!Number.isInteger(index) || index < 0) throw new Error(`${SHARE_VARIABLE}: "${share}" is not a number from 1 on`);
  const count = PORTS / SHARES;
  return { first: FIRST_PORT + (index % SHARES) * count, count };
}

/** True if we could listen on this port of the loopback address now. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return await new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Resolves when something listens on the port; rejects when the time is up. */
export async function waitForPort(port: number, limitMs: number): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await accepts(port))) {
    if (Date.now() > deadline) throw new Error(`nothing listens on port ${port} after ${limitMs / 1000} s`);
    await delay(LOOK_EVERY_MS);
  }
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port });
  return await new Promise((resolve) => {
    const finish = (accepted: boolean): void => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
}
