/** Bytes that one line of base64 holds: 57 make 76 characters (RFC 2045 section 6.8). */
export const bytesPerLine = 57;

/** How long so many bytes are as lines of base64 with CRLF between them. */
export function base64LinesLength(bytes: number): number {
  const lines = Math.ceil(bytes / bytesPerLine);
  return Math.ceil(bytes / 3) * 4 + 2 * Math.max(lines - 1, 0);
}
