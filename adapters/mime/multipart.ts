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
  const ranges: { start: number; end: number }[] = [];
  const marker = `--${boundary}`;
  let start = -1;
  let at = nextMarker(source, from, to, marker);
  while (at >= 0) {
    if (start >= 0) ranges.push({ start, end: Math.max(start, at - 1) });
    const lineEnd = endOfLine(source, at, to);
    if (source.startsWith('--', at + marker.length) || ranges.length >= max) return ranges;
    start = Math.min(lineEnd + 1, to);
    at = nextMarker(source, lineEnd, to, marker);
  }
  if (start >= 0) ranges.push({ start, end: to });
  return ranges;
}

/** The next line that consists of the marker, an optional `--` and blanks; -1 where there is none. */
function nextMarker(source: string, from: number, to: number, marker: string): number {
  let at = source.indexOf(marker, from);
  while (at >= 0 && at < to) {
    const startsLine = at === 0 || source[at - 1] === '\n';
    if (startsLine && isOnlyMarker(source, at + marker.length)) return at;
    at = source.indexOf(marker, at + marker.length);
  }
  return -1;
}

/** A longer boundary that begins like this one (`abc` and `abc-1`) is a different boundary. */
function isOnlyMarker(source: string, from: number): boolean {
  const rest = source.startsWith('--', from) ? from + 2 : from;
  const next = source[rest];
  return next === undefined || next === '\n' || next === ' ' || next === '\t';
}

function endOfLine(source: string, from: number, to: number): number {
  const end = source.indexOf('\n', from);
  return end < 0 || end > to ? to : end;
}
