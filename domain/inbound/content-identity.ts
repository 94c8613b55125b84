/** Fields that a mail collects on its way (RFC 5321 section 4.4); the same mail may come twice with other ones. */
const traceFields = new Set(['received', 'return-path', 'delivered-to', 'x-original-to', 'envelope-to']);

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const longestHeader = 256 * 1024;

/**
 * The ranges of a mail that make it the same mail wherever it passed: all of it but the trace fields of its header.
 * Hashing them (in order) gives its content identity. The ranges are [start, end) offsets into the raw bytes.
 */
export function identifyingRanges(raw: Uint8Array): readonly (readonly [number, number])[] {
  const ranges: [number, number][] = [];
  let start = 0;
  let isTrace = false;
  while (start < raw.length && start < longestHeader) {
    const end = lineEnd(raw, start);
    if (isBlank(raw, start, end)) break;
    if (!isContinuation(raw, start)) isTrace = traceFields.has(fieldName(raw, start, end));
    if (!isTrace) append(ranges, start, end);
    start = end;
  }
  append(ranges, start, raw.length);
  return ranges;
}

function append(ranges: [number, number][], start: number, end: number): void {
  if (start === end) return;
  const last = ranges.at(-1);
  if (last?.[1] === start) last[1] = end;
  else ranges.push([start, end]);
}

function lineEnd(raw: Uint8Array, start: number): number {
  const at = raw.indexOf(lineFeed, start);
  return at === -1 ? raw.length : at + 1;
}

function isBlank(raw: Uint8Array, start: number, end: number): boolean {
  return raw[start] === lineFeed || (raw[start] === carriageReturn && end - start <= 2);
}

function isContinuation(raw: Uint8Array, start: number): boolean {
  return raw[start] === 0x20 || raw[start] === 0x09;
}

function fieldName(raw: Uint8Array, start: number, end: number): string {
  const line = String.fromCharCode(...raw.subarray(start, Math.min(end, start + 32)));
  return line
    .slice(0, Math.max(line.indexOf(':'), 0))
    .trim()
    .toLowerCase();
}
