import type { Socket } from 'node:net';

import type { WaitBounds } from './socket-event';

const greetingShape = /^[245]\d\d[ -]/;

/** Whether what is said first on a connection looks like the greeting of a mail server. Never throws; closes nothing. */
export function greetsLikeMailServer(socket: Socket, bounds: WaitBounds): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (greets: boolean): void => {
      clearTimeout(timer);
      bounds.signal.removeEventListener('abort', giveUp);
      socket.off('data', look).off('close', giveUp).off('error', giveUp);
      resolve(greets);
    };
    const giveUp = (): void => finish(false);
    const look = (bytes: Buffer): void => finish(greetingShape.test(bytes.subarray(0, 4).toString('latin1')));
    const timer = setTimeout(giveUp, bounds.timeoutMs);
    socket.once('data', look).once('close', giveUp).on('error', giveUp);
    bounds.signal.addEventListener('abort', giveUp);
    if (bounds.signal.aborted || socket.destroyed) giveUp();
  });
}
