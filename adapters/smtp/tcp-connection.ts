import { connect, type Socket } from 'node:net';

import { connectTroubleKind } from '../../domain/smtp-trouble';
import { errorCodeOf, troubleError } from './smtp-trouble-error';
import { waitForSocket, type WaitBounds } from './socket-event';

/**
 * Opens a TCP connection to one of the given addresses, tried one after the other within the time given. No name is
 * looked up here, so that nothing but a checked address is ever connected to.
 */
export async function connectToAny(addresses: readonly string[], port: number, bounds: WaitBounds): Promise<Socket> {
  const deadline = performance.now() + bounds.timeoutMs;
  let failure: unknown;
  for (const [index, address] of addresses.entries()) {
    const share = (deadline - performance.now()) / (addresses.length - index);
    try {
      return await connectTo(address, port, { ...bounds, timeoutMs: Math.max(share, 1) });
    } catch (error) {
      failure = moreTelling(failure, error);
    }
  }
  throw troubleError('connect', connectTroubleKind(errorCodeOf(failure)), { cause: failure });
}

async function connectTo(host: string, port: number, bounds: WaitBounds): Promise<Socket> {
  const socket = connect({ host, port, noDelay: true, keepAlive: true });
  await waitForSocket(socket, 'connect', bounds);
  return socket;
}

/** A refused connection tells more than a silent address, and that more than a network that cannot be reached. */
function moreTelling(one: unknown, other: unknown): unknown {
  return one === undefined || rank(other) > rank(one) ? other : one;
}

function rank(error: unknown): number {
  return ['ETIMEDOUT', 'ECONNREFUSED'].indexOf(errorCodeOf(error) ?? '');
}
