/** One event of a stream; `id` is the place from which a reader that has seen it goes on. */
export interface ServerEvent {
  readonly id: string;
  readonly event: string;
  readonly data: object;
}

/** How long a reader waits before it connects again, in milliseconds. */
const reconnectMs = 2_000;

/** The first thing of a stream: where it begins, so that a reader that has seen nothing yet can go on from there. */
export function opening(id: string): string {
  return `retry: ${reconnectMs}\n${textOf({ id, event: 'ready', data: {} })}`;
}

/** The text of an event, by the HTML standard. JSON has no line breaks of its own. */
export function textOf({ id, event, data }: ServerEvent): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Keeps the connection open through whatever is in between; readers move on to the place and notice nothing else. */
export function heartbeat(id: string): string {
  return `: still here\nid: ${id}\n\n`;
}

/** Says why the stream ends; not an event to go on from. */
export function ending(code: string): string {
  return `event: end\ndata: ${JSON.stringify({ code })}\n\n`;
}
