import { setTimeout as sleep } from 'node:timers/promises';

import type { ApiMetrics } from '../api-metrics';
import type { CallerWatch } from '../route';
import { toCatalogueError } from '../error-translation';
import { ending, heartbeat, opening, textOf, type ServerEvent } from './server-event';
import type { StreamSlots } from './stream-slots';

/** Where events come from, in an order in which a place stands for everything before it. */
export interface EventSource<Place> {
  readonly start: Place;
  encode(place: Place): string;
  /** What comes after a place, and up to where it was looked. */
  next(place: Place): Promise<{ readonly events: readonly ServerEvent[]; readonly place: Place }>;
}

export interface StreamOptions<Place> {
  readonly source: EventSource<Place>;
  readonly caller: CallerWatch;
  readonly subject: string;
  readonly slots: StreamSlots;
  readonly metrics: ApiMetrics;
}

const lookEveryMs = 500;
/** How often is looked while nothing happens. */
const lookWhenQuietMs = 1_500;
const quietAfterMs = 15_000;
const heartbeatMs = 15_000;
/** How long a caller whose right has ended may go on reading. */
const watchEveryMs = 10_000;
/** Streams end by themselves, so that readers spread over processes that came later. */
const longestMs = 60 * 60 * 1000;

/**
 * The text of an event stream, made while it is read. Throws before its first chunk what keeps it from beginning; ends, with
 * a last word about the reason, when the caller's right ends or the store is away.
 */
export async function* eventStream<Place>(options: StreamOptions<Place>): AsyncGenerator<string> {
  const { source, caller, subject, slots, metrics } = options;
  const slot = slots.take(subject);
  const closed = metrics.streamOpened();
  try {
    yield opening(source.encode(source.start));
    yield* following(source, caller, AbortSignal.any([slot.signal, caller.gone]));
  } catch (error) {
    yield ending(toCatalogueError(error).code);
  } finally {
    slot.release();
    closed();
  }
}

async function* following<Place>(
  source: EventSource<Place>,
  caller: CallerWatch,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const startedAt = performance.now();
  let place = source.start;
  let [spokeAt, watchedAt, eventAt] = [startedAt, startedAt, startedAt];
  while (!signal.aborted && performance.now() - startedAt < longestMs) {
    if (performance.now() - watchedAt >= watchEveryMs) {
      await caller.check();
      watchedAt = performance.now();
    }
    const found = await source.next(place);
    place = found.place;
    for (const event of found.events) yield textOf(event);
    const now = performance.now();
    if (found.events.length > 0) [spokeAt, eventAt] = [now, now];
    if (now - spokeAt >= heartbeatMs) {
      yield heartbeat(source.encode(place));
      spokeAt = now;
    }
    if (found.events.length === 0) await pause(now - eventAt < quietAfterMs ? lookEveryMs : lookWhenQuietMs, signal);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
