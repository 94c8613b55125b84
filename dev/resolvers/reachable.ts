import { connect } from 'node:net';

/** True if the host takes a TCP connection in time: keeps a machine without that host from waiting for a download. */
export async function isReachable(host: string, port = 443, timeoutMs = 2500): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect({ host, port });
    const finish = (reachable: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(reachable);
    };
    // A timer of our own, because the socket's time-out does not cover the name lookup.
    const timer = setTimeout(finish, timeoutMs, false);
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
}
