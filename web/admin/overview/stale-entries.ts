import { useEffect, useRef, useSyncExternalStore } from 'react';

import type { MailServer } from '../mail-server';
import { keptEntries } from '../settings/kept-entries';

let isNoted = false;
let sending = 0;
const listeners = new Set<() => void>();

function set(next: boolean): void {
  isNoted = next;
  for (const listener of listeners) listener();
}

/** Entries speak of an older state than there is by now. The page says so, whatever it shows next. */
export function noteStale(): void {
  set(true);
}

export function forgetStale(): void {
  set(false);
}

/** What this tab sends itself makes nothing stale, although the news of it may come before the answer. */
export async function whileSending<Answer>(send: () => Promise<Answer>): Promise<Answer> {
  sending += 1;
  try {
    return await send();
  } finally {
    sending -= 1;
  }
}

export function useStale(): boolean {
  return useSyncExternalStore(subscribe, () => isNoted);
}

/** Notices that somebody else has sent settings while there are entries here that were not sent. */
export function useStaleWatch({ organizationId, revision }: Pick<MailServer, 'organizationId' | 'revision'>): void {
  const known = useRef(revision);
  useEffect(() => {
    const isNews = known.current !== revision;
    known.current = revision;
    if (isNews && sending === 0 && keptEntries(organizationId)) noteStale();
  }, [organizationId, revision]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
