/**
 * What brought something about: the request, by its X-Request-Id, and the place in a trace (W3C Trace Context) that it
 * belongs to. Travels in Temporal's headers, which are not encrypted: it holds no secret and nothing personal.
 */
export interface Origin {
  readonly requestId?: string;
  /** Missing where nothing is traced. */
  readonly traceparent?: string;
}

/** The header of Temporal messages that carries an origin. */
export const originHeader = 'origin';

/** Where in a trace something happens; ids are lower-case hexadecimal. */
export interface TracePlace {
  readonly traceId: string;
  readonly spanId: string;
  readonly isSampled: boolean;
}

const saneRequestId = /^[A-Za-z0-9._-]{8,128}$/;
const format = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;
const sampledFlag = 1;

/** Whether an id is harmless in logs, headers of mails and histories. */
export function isRequestId(text: unknown): text is string {
  return typeof text === 'string' && saneRequestId.test(text);
}

/** The place that a `traceparent` of version 00 names; null for anything else. */
export function readTraceparent(text: string | undefined): TracePlace | null {
  const [, traceId = '', spanId = '', flags = ''] = format.exec(text ?? '') ?? [];
  if (isBlank(traceId) || isBlank(spanId)) return null;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & sampledFlag) === sampledFlag };
}

export function writeTraceparent({ traceId, spanId, isSampled }: TracePlace): string {
  return `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`;
}

/** What a header holds; null for what is no origin. Whatever else it holds is dropped. */
export function readOrigin(value: unknown): Origin | null {
  if (typeof value !== 'object' || value === null) return null;
  const requestId = 'requestId' in value && isRequestId(value.requestId) ? value.requestId : undefined;
  const given = 'traceparent' in value && typeof value.traceparent === 'string' ? value.traceparent : undefined;
  const traceparent = readTraceparent(given) ? given : undefined;
  if (requestId === undefined && traceparent === undefined) return null;
  return { ...(requestId === undefined ? {} : { requestId }), ...(traceparent === undefined ? {} : { traceparent }) };
}

const fnvOffset = 0xcbf29ce484222325n;
const fnvPrime = 0x100000001b3n;

/**
 * The id of a span by what it is a span of (FNV-1a, 64 bits). Workflows have no chance to draw one: the same step has the
 * same id in every replay, and random numbers of the rules must not depend on whether anybody traces.
 */
export function spanIdOf(name: string): string {
  let hash = fnvOffset;
  for (let index = 0; index < name.length; index += 1) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(name.charCodeAt(index))) * fnvPrime);
  }
  return (hash === 0n ? 1n : hash).toString(16).padStart(16, '0');
}

/** All zeros mean that there is none, as the specification has it. */
function isBlank(id: string): boolean {
  return /^0*$/.test(id);
}
