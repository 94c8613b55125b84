import type { HeaderField } from './decoded-mail';

const maxFields = 500;

/**
 * Reads a block of `Name: value` lines (RFC 5322 section 2.2, RFC 3464 section 2.1) with folded continuation lines.
 * Lines that are no field are skipped, so a damaged block still gives what it has; the reading never throws.
 */
export function parseHeaderBlock(block: string): HeaderField[] {
  const fields: { name: string; value: string }[] = [];
  for (const line of block.split('\n')) {
    const last = fields.at(-1);
    if (isContinuation(line)) {
      // A long value may begin on its second line: nothing stands before it then.
      if (last !== undefined) last.value = `${last.value} ${line.trim()}`.trimStart();
      continue;
    }
    const name = fieldName(line);
    if (name === '') continue;
    if (fields.length >= maxFields) break;
    fields.push({ name, value: line.slice(name.length + 1).trim() });
  }
  return fields;
}

/** The field name that starts this line, or an empty string where the line is no header field. */
export function fieldName(line: string): string {
  const colon = line.indexOf(':');
  if (colon < 1 || colon > 76) return '';
  const name = line.slice(0, colon);
  return /^[A-Za-z][\w.-]*$/.test(name) ? name : '';
}

function isContinuation(line: string): boolean {
  return (line.startsWith(' ') || line.startsWith('\t')) && line.trim() !== '';
}
