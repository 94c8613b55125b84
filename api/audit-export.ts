import type { AuditChange, ChainedAuditEntry } from '../domain/audit-entry';

/** An entry with whatever its reader may see of its actor. */
export type ExportedEntry = Omit<ChainedAuditEntry, 'actor'> & { readonly actor: object };

export const exportMediaTypes = { csv: 'text/csv; charset=utf-8', jsonl: 'application/jsonl; charset=utf-8' } as const;
export type ExportFormat = keyof typeof exportMediaTypes;

const columns = [
  'organizationId',
  'sequence',
  'at',
  'actor',
  'event',
  'outcome',
  'errorCode',
  'revision',
  'reason',
  'before',
  'after',
  'changes',
  'causedBy',
  'requestId',
  'previousHash',
  'hash',
] as const satisfies readonly (keyof ExportedEntry)[];

/** The entries as lines of text, one chunk each; CSV by RFC 4180 with a header line. */
export async function* exportLines(
  entries: AsyncIterable<ExportedEntry>,
  format: ExportFormat,
): AsyncGenerator<string> {
  if (format === 'csv') yield csvLine(columns);
  for await (const entry of entries) {
    yield format === 'csv' ? csvLine(columns.map((column) => csvText(entry[column]))) : `${JSON.stringify(entry)}\n`;
  }
}

function csvLine(fields: readonly string[]): string {
  return `${fields.map(csvField).join(',')}\r\n`;
}

function csvText(value: ExportedEntry[(typeof columns)[number]]): string {
  if (value === null) return '';
  if (typeof value !== 'object') return String(value);
  return isChanges(value) ? value.map(changeText).join('; ') : JSON.stringify(value);
}

function isChanges(value: object): value is readonly AuditChange[] {
  return Array.isArray(value);
}

function changeText({ field, before, after }: AuditChange): string {
  return `${field}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`;
}

/** What spreadsheets take for a formula when a cell starts with it, full-width forms included. */
const formulaStart = /^[\s\uFEFF]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

/** Every field is quoted. What a spreadsheet would carry out gets an apostrophe in front, as OWASP advises. */
function csvField(text: string): string {
  const harmless = formulaStart.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
