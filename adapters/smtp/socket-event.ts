import type { Socket } from 'node:net';

import { endKind } from './deadline';

/** Bounds of a wait for a socket: a time, and a signal that ends it early. */
export interface WaitBounds {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Waits until a socket has emitted an event. An error, a close or the bound ends the wait with an error that has a system
 * code (`ETIMEDOUT` for the bound, `ABORT_ERR` for an interruption, `ECONNRESET` for a close), and the socket is destroyed. Only our own listeners are
 * removed afterwards: sockets carry listeners of the platform that must stay.
 */
export function waitForSocket(socket: Socket, event: 'connect' | 'secureConnect', bounds: WaitBounds): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail(codedError('ETIMEDOUT')), bounds.timeoutMs);
    const onAbort = (): void => fail(codedError(endKind(bounds.signal) === 'timed-out' ? 'ETIMEDOUT' : 'ABORT_ERR'));
    const onClose = (): void => fail(codedError('ECONNRESET'));
    const cleanUp = (): void => {
      clearTimeout(timer);
      bounds.signal.removeEventListener('abort', onAbort);
      socket.off(event, succeed).off('error', fail).off('close', onClose);
    };
    const succeed = (): void => {
      cleanUp();
      resolve();
    };
    const fail = (error: Error): void => {
      cleanUp();
      socket.on('error', ignoreLateTrouble).destroy();
      reject(error);
    };
    socket.once(event, succeed).once('error', fail).once('close', onClose);
    if (bounds.signal.aborted) onAbort();
    else bounds.signal.addEventListener('abort', onAbort);
  });
}

function codedError(code: string): Error {
  return Object.assign(new Error(`The connection was given up: ${code}`), { code });
}

function ignoreLateTrouble(): void {
  // A connection that has been given up may still report trouble; nobody waits for it any more.
}
