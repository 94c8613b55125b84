import type { ApiClient } from './api-client';
import { ApiProblem } from './problem';
import type { components } from './schema';

/** What happens to an organization. */
export type OrganizationStreamEvent = components['schemas']['OrganizationStreamEvent'];
/** What changes about all organizations. */
export type LifecycleStreamEvent = components['schemas']['LifecycleStreamEvent'];

export interface FollowOptions {
  /** The id of the last event that was seen, perhaps by another process; without it, what happens from now on is told. */
  readonly lastEventId?: string;
  /** Ends the stream. */
  readonly signal?: AbortSignal;
}

const reconnectMs = 2_000;

/**
 * Follows an organization's events for as long as its caller reads, through connections that break; nothing is lost, nothing
 * comes twice. Rejects with ApiProblem when the API does not let the caller read them any more.
 */
export function followOrganization(
  api: ApiClient,
  organizationId: string,
  options: FollowOptions = {},
): AsyncGenerator<OrganizationStreamEvent> {
  return follow<OrganizationStreamEvent>(async (lastEventId, signal) => {
    const header = lastEventId === null ? {} : { 'Last-Event-ID': lastEventId };
    const params = { path: { organizationId }, header };
    const { response } = await api.GET('/v1/organizations/{organizationId}/events', {
      params,
      parseAs: 'stream',
      signal,
    });
    return response.body;
  }, options);
}

/** Follows the changes of all organizations and of the review queue, as `followOrganization` does. */
export function followLifecycles(api: ApiClient, options: FollowOptions = {}): AsyncGenerator<LifecycleStreamEvent> {
  return follow<LifecycleStreamEvent>(async (lastEventId, signal) => {
    const header = lastEventId === null ? {} : { 'Last-Event-ID': lastEventId };
    const { response } = await api.GET('/v1/events', { params: { header }, parseAs: 'stream', signal });
    return response.body;
  }, options);
}

type Opener = (lastEventId: string | null, signal: AbortSignal) => Promise<ReadableStream<Uint8Array> | null>;

async function* follow<Event extends { readonly event: string; readonly data: object }>(
  open: Opener,
  { lastEventId, signal: given }: FollowOptions,
): AsyncGenerator<Event> {
  const stop = new AbortController();
  const signal = given ? AbortSignal.any([given, stop.signal]) : stop.signal;
  let place = lastEventId ?? null;
  try {
    while (!signal.aborted) {
      try {
        const body = await open(place, signal);
        for await (const read of body ? eventsIn<Event>(body) : []) {
          place = read.id ?? place;
          if (read.event && read.event.event !== 'end') yield read.event;
        }
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof ApiProblem && error.retryAfterSeconds === null) throw error;
      }
      await pause(reconnectMs, signal);
    }
  } finally {
    stop.abort();
  }
}

interface ReadBlock<Event> {
  readonly id: string | null;
  readonly event: Event | null;
}

/** The blocks of a stream, by the HTML standard's grammar as far as the API uses it. Ends where the connection does. */
async function* eventsIn<Event>(body: ReadableStream<Uint8Array>): AsyncGenerator<ReadBlock<Event>> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      const blocks = (text + decoder.decode(step.value, { stream: true })).split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) yield readBlock<Event>(block);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function readBlock<Event>(block: string): ReadBlock<Event> {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const [, name = '', value = ''] = /^([a-z]+): ?(.*)$/.exec(line) ?? [];
    fields.set(name, value);
  }
  const [id, event, data] = [fields.get('id') ?? null, fields.get('event'), fields.get('data')];
  if (event === undefined || data === undefined) return { id, event: null };
  return { id, event: JSON.parse(`{"id":${JSON.stringify(id)},"event":${JSON.stringify(event)},"data":${data}}`) };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
