import type { Payload } from '@temporalio/common';

const quote = 0x22;
const brace = 0x7b;
const listNames = ['queryDefinitions', 'signalDefinitions', 'updateDefinitions'];

/**
 * Whether a payload is user metadata, which the Temporal UI shows to people: a summary or details text (a bare JSON
 * string; our own messages are always objects), or the answer to the built-in query that lists handlers and current
 * details. See docs/adr/0002-user-metadata-stays-readable.md.
 */
export function isUserMetadata(payload: Payload): boolean {
  const { data, metadata } = payload;
  if (!data || !metadata || textOf(metadata['encoding']) !== 'json/plain') return false;
  if (data[0] === quote) return typeof parsed(data) === 'string';
  return data[0] === brace && isWorkflowMetadata(parsed(data));
}

function isWorkflowMetadata(value: unknown): boolean {
  if (!isRecord(value) || !hasExactly(value, ['definition', 'currentDetails'])) return false;
  const { definition, currentDetails } = value;
  if (typeof currentDetails !== 'string' || !isRecord(definition)) return false;
  if (!hasExactly(definition, ['type', ...listNames]) || typeof definition['type'] !== 'string') return false;
  return listNames.every((name) => isHandlerList(definition[name]));
}

/** Names and descriptions of handlers: code, never data. */
function isHandlerList(value: unknown): boolean {
  return Array.isArray(value) && value.every(isHandler);
}

function isHandler(value: unknown): boolean {
  if (!isRecord(value) || typeof value['name'] !== 'string') return false;
  const { description } = value;
  const keys = Object.keys(value).length;
  return keys === 1 || (keys === 2 && typeof description === 'string');
}

function hasExactly(value: Readonly<Record<string, unknown>>, keys: readonly string[]): boolean {
  return Object.keys(value).length === keys.length && keys.every((key) => Object.hasOwn(value, key));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(data: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(data));
  } catch {
    return undefined;
  }
}

function textOf(bytes: Uint8Array | null | undefined): string {
  return bytes ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8') : '';
}
