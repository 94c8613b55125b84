import { useSyncExternalStore } from 'react';

/** Whether news of what is on the page arrives by itself: `off` where the page needs none. */
export type ConnectionState = 'off' | 'connecting' | 'live' | 'away';

let state: ConnectionState = 'off';
const listeners = new Set<() => void>();

export function setConnection(next: ConnectionState): void {
  if (state === next) return;
  state = next;
  for (const listener of listeners) listener();
}

export function useConnection(): ConnectionState {
  return useSyncExternalStore(subscribe, () => state);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
