/**
 * The ranges of the parts between boundary lines (RFC 2046 section 5.1.1). A missing closing line ends the last part at
 * the end of the body; a boundary that never occurs gives no range. Stops after `max` parts. One pass over the body.
 */
export function splitMultipart(
  source: string,
  from: number,
  to: number,
  boundary: string,
  max: number,
): { start: number; end: number }[] {
  const body = source.slice(from, to);
  const ranges: { start: number; end: number }[] = [];
  const marker = `--${boundary}`;
  let start = -1;
  let at = nextMarker(body, 0, marker);
  while (at >= 0) {
    if (start >= 0) ranges.push({ start: from + start, end: from + Math.max(start, at - 1) });
    if (body.startsWith('--', at + marker.length) || ranges.length >= max) return ranges;
    const lineEnd = body.indexOf('\n', at);
    start = lineEnd < 0 ? body.length : lineEnd + 1;
    at = lineEnd < 0 ? -1 : nextMarker(body, lineEnd, marker);
  }
  if (start >= 0) ranges.push({ start: from + start, end: to });
  return ranges;
}

/** The next line that consists of the marker, an optional `--` and blanks; -1 where there is none. */
function nextMarker(body: string, from: number, marker: string): number {
  let at = body.indexOf(marker, from);
  while (at >= 0) {
    const startsLine = at === 0 || body[at - 1] === '\n';
    if (startsLine && isOnlyMarker(body, at + marker.length)) return at;
    at = body.indexOf(marker, at + marker.length);
  }
  return -1;
}

/** A longer boundary that begins like this one (`abc` and `abc-1`) is a different boundary. */
function isOnlyMarker(body: string, from: number): boolean {
  const rest = body.startsWith('--', from) ? from + 2 : from;
  const next = body[rest];
  return next === undefined || next === '\n' || next === ' ' || next === '\t';
}
