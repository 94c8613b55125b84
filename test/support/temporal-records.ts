import type { Client } from '@temporalio/client';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';

const { History } = temporal.api.history.v1;

/** One workflow run as Temporal keeps it. */
export interface RecordedRun {
  readonly workflowId: string;
  readonly type: string;
  /** The history as the server sends it. */
  readonly bytes: Uint8Array;
  readonly events: readonly temporal.api.history.v1.IHistoryEvent[];
}

/** The histories of all workflows that the server has, open and closed. */
export async function recordedRuns(client: Client): Promise<RecordedRun[]> {
  const runs: RecordedRun[] = [];
  for await (const { workflowId, runId, type } of client.workflow.list()) {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    const history = { events: events ?? [] };
    runs.push({ workflowId, type, bytes: History.encode(history).finish(), events: history.events });
  }
  return runs;
}

/** Where in a record a payload stands. */
export interface PlacedPayload {
  readonly path: string;
  readonly payload: Payload;
}

/** Every payload in a message of Temporal's, wherever it stands. */
export function payloadsIn(value: unknown, path = ''): PlacedPayload[] {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  if (isPayload(value)) return [{ path, payload: value }];
  return Object.entries(value).flatMap(([name, part]) => payloadsIn(part, `${path}.${name}`));
}

/** What a payload says to those who hold the keys. */
export async function opened({ payload }: PlacedPayload, codec: PayloadCodec): Promise<Uint8Array> {
  const [plain] = await codec.decode([payload]);
  return Buffer.from(plain?.data ?? []);
}

export function encodingOf({ payload }: PlacedPayload): string {
  return Buffer.from(payload.metadata?.['encoding'] ?? []).toString();
}

function isPayload(value: object): value is Payload {
  const { metadata } = value as Payload;
  return typeof metadata === 'object' && metadata !== null && 'encoding' in metadata;
}
