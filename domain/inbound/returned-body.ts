import { htmlToText } from '../bounces/html-text';

/** What a reader sees of a mail, as it can be compared: in one line, with codes and links of test mails masked. */
export interface ReadableTexts {
  /** Empty where the mail has no such part. */
  readonly plain: string;
  readonly html: string;
}

/** What became of a text on its way. `added` is what stands around it now, shortened. */
export type TextFate = { readonly kind: 'kept' | 'changed' } | { readonly kind: 'added'; readonly added: string };

const code = /\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b/g;
const link = /https?:\/\/[^\s<>"]{1,300}\/confirm-test-mail\?token=[\w.-]+/g;
const longestAdded = 200;

/** Servers wrap lines anew and may encode anew, which no reader sees; the code and the link are nobody's business. */
export function readableTexts({ text, html }: { readonly text: string; readonly html: string }): ReadableTexts {
  return { plain: comparable(text), html: comparable(htmlToText(html)) };
}

/** What became of a mail's texts: a footer in either of them counts, and so does anything else that was changed. */
export function fateOfTexts(sent: ReadableTexts, seen: ReadableTexts): TextFate {
  const fates = [fateOf(sent.plain, seen.plain), fateOf(sent.html, seen.html)];
  return fates.find(({ kind }) => kind === 'added') ?? fates.find(({ kind }) => kind === 'changed') ?? { kind: 'kept' };
}

function fateOf(sent: string, seen: string): TextFate {
  if (sent === seen) return { kind: 'kept' };
  const at = sent === '' ? -1 : seen.indexOf(sent);
  if (at === -1) return { kind: 'changed' };
  const around = `${seen.slice(0, at)} ${seen.slice(at + sent.length)}`.trim();
  return { kind: 'added', added: around.length > longestAdded ? `${around.slice(0, longestAdded)} …` : around };
}

function comparable(text: string): string {
  return text.replace(link, '#').replace(code, '#').replace(/\s+/g, ' ').trim();
}
