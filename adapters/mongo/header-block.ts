/** The header fields of a mail, up to and without the empty line that ends them. */
export function headerBlock(bytes: Buffer): string {
  const end = bytes.indexOf('\r\n\r\n');
  return bytes.subarray(0, end < 0 ? bytes.length : end + 2).toString('utf8');
}
