import type { mongo } from 'mongoose';

interface Heartbeat {
  readonly connectionId: string;
}

/**
 * Notices a client whose heartbeat never ends: it would look for its server no more, and stay without one for good, also when
 * that is back. `onLost` is called once a heartbeat has taken longer than `patienceMs`, which the driver's own limits exclude.
 */
export function watchHeartbeats(client: mongo.MongoClient, patienceMs: number, onLost: () => void): void {
  const waiting = new Map<string, NodeJS.Timeout>();
  const ended = (address: string): void => {
    clearTimeout(waiting.get(address));
    waiting.delete(address);
  };
  client.on('serverHeartbeatStarted', ({ connectionId }: Heartbeat) => {
    ended(connectionId);
    waiting.set(connectionId, setTimeout(onLost, patienceMs).unref());
  });
  client.on('serverHeartbeatSucceeded', ({ connectionId }: Heartbeat) => ended(connectionId));
  client.on('serverHeartbeatFailed', ({ connectionId }: Heartbeat) => ended(connectionId));
  client.on('serverClosed', ({ address }) => ended(address));
}
