import { headerValue, type HeaderField, type MailPart } from './decoded-mail';
import { phraseText, textHasAny } from './phrase';
import { isReporter } from './prose-report';
import { forwardedFields, forwardMarks } from './rules/forward-cues';
import { reportSubjects } from './rules/report-cues';

const maxLines = 2_000;
const maxLine = 2_000;
/** A forwarded header has a handful of fields. */
const maxFields = 12;

/**
 * A report that a person forwarded within the text of a letter, as mail programs write it: an announcement, the fields that
 * they show of its header, then its text, each line perhaps behind a quotation mark. Null where the text holds none.
 */
export function pastedReport(text: string): MailPart | null {
  const lines = text.split('\n', maxLines).map((line) => unquoted(line.slice(0, maxLine)));
  for (const [index, line] of lines.entries()) {
    const start = headerStart(lines, index, line);
    const found = start === null ? null : forwardedAt(lines, start);
    if (found !== null) return found;
  }
  return null;
}

/** Where a forwarded header may begin: behind its announcement, or, without one, with `From` after a blank line. */
function headerStart(lines: readonly string[], index: number, line: string): number | null {
  if (textHasAny(phraseText(line.trim()), forwardMarks)) return index + 1;
  const isAlone = (lines[index - 1] ?? '').trim() === '';
  return isAlone && forwardedField(line)?.name === 'From' ? index : null;
}

function forwardedAt(lines: readonly string[], after: number): MailPart | null {
  const start = lines.findIndex((line, index) => index >= after && line.trim() !== '');
  if (start < 0) return null;
  const headers: HeaderField[] = [];
  let next = start;
  for (; next < start + maxFields; next += 1) {
    const field = forwardedField(lines[next] ?? '');
    if (field === null) break;
    headers.push(field);
  }
  const isReport = isReporter(headers) || textHasAny(phraseText(headerValue(headers, 'Subject')), reportSubjects);
  if (headers.length < 2 || !isReport) return null;
  return { headers, type: 'text/plain', text: lines.slice(next).join('\n'), children: [] };
}

/** `Von: Mail Delivery System <…>`, also with the name between asterisks, as some programs write bold. */
function forwardedField(line: string): HeaderField | null {
  const colon = line.indexOf(':');
  if (colon < 1 || colon > 20) return null;
  const shown = line.slice(0, colon).replaceAll('*', '').trim().toLowerCase();
  const name = forwardedFields[shown];
  return name === undefined
    ? null
    : {
        name,
        value: line
          .slice(colon + 1)
          .replaceAll('*', '')
          .trim(),
      };
}

function unquoted(line: string): string {
  return line.replace(/^(?:[ \t]?>){1,10} ?/, '');
}
