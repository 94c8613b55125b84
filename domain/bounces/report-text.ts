import { textHasAny, phraseText } from './phrase';
import { fieldName } from './header-block';
import { dividerPhrases } from './rules/dividers';
import { scannerFooters } from './rules/scanner-footers';

/** A report in prose, cut where the returned mail begins. */
export interface ReportText {
  readonly lines: readonly string[];
  /** The returned mail or its header as text; empty where none follows. */
  readonly returned: string;
}

const maxLines = 2000;
const maxLine = 2000;
const dividerLength = 120;
const dividerHeads = new Set(dividerPhrases.map((phrase) => phrase.slice(1, 4)));
const tellingFields = new Set([
  'received',
  'return-path',
  'message-id',
  'from',
  'to',
  'subject',
  'date',
  'dkim-signature',
  'mime-version',
]);

/** Splits the text of a report into the report and the returned mail behind its divider. One pass, bounded. */
export function splitReport(text: string): ReportText {
  const all = text.split('\n', maxLines).map((line) => line.slice(0, maxLine));
  const at = all.findIndex((line, index) => isDivider(line) || startsReturnedHeader(all, index));
  if (at < 0) return { lines: withoutFooters(all), returned: '' };
  const returned = all.slice(isDivider(all[at] ?? '') ? at + 1 : at);
  return { lines: withoutFooters(all.slice(0, at)), returned: returned.join('\n').trimStart() };
}

/** A line that a mail scanner added, and that quotes no reply, is none of the report's. */
function withoutFooters(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (isFooter(line) ? '' : line));
}

function isFooter(line: string): boolean {
  return (
    /vir|scan|clean|anal|contr/i.test(line) &&
    !/\b[45]\d\d\b/.test(line) &&
    textHasAny(phraseText(line), scannerFooters)
  );
}

function isDivider(line: string): boolean {
  const trimmed = line.trim();
  if (trimmed === '' || trimmed.length > dividerLength) return false;
  // Rulers of other characters stand for dashes.
  const ruled = trimmed.replace(/^[*=_#|>-]{3,}/, '---').toLowerCase();
  return dividerHeads.has(ruled.slice(0, 3)) && textHasAny(phraseText(ruled), dividerPhrases);
}

/** A header block without announcement: after a blank line, two fields in a row of which both are typical of a mail. */
function startsReturnedHeader(lines: readonly string[], index: number): boolean {
  if (index > 0 && (lines[index - 1] ?? '').trim() !== '') return false;
  if (!isTelling(lines[index] ?? '')) return false;
  const next = lines.slice(index + 1, index + 8).find((line) => !/^[ \t]/.test(line));
  const first = fieldName(lines[index] ?? '').toLowerCase();
  return (first === 'received' || first === 'return-path' || first === 'message-id') && isTelling(next ?? '');
}

function isTelling(line: string): boolean {
  return tellingFields.has(fieldName(line).toLowerCase());
}
