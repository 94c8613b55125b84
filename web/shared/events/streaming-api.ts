import { createApiClient } from '../../../client';
import { setConnection } from './connection';

/** The API for event streams: it tells the page whether the stream stands. Breaks are mended by whoever follows. */
export const streamingApi = createApiClient({
  persistence: { attempts: 1, longestPauseMs: 0 },
  async fetch(request) {
    try {
      return watched(await fetch(request));
    } catch (error) {
      if (!request.signal.aborted) setConnection('away');
      throw error;
    }
  },
});

function watched(response: Response): Response {
  if (!response.ok || !response.body) return response;
  setConnection('live');
  const { body, ...rest } = { body: response.body, status: response.status, headers: response.headers };
  const ended = new TransformStream<Uint8Array, Uint8Array>({ flush: () => setConnection('away') });
  return new Response(body.pipeThrough(ended), rest);
}
