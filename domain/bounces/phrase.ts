/**
 * A phrase rule: lower-case pieces that must occur in this order, with `*` for at most 60 characters between them and a
 * leading `^` for the start of the text. Matching is a chain of substring searches within a cut text: no backtracking.
 */
export type Phrase = string;

const maxText = 8000;
const maxGap = 60;
const repeatedCode = /\b[245]\d\d(?:-(?:[245]\.\d{1,3}\.\d{1,3}\b)?| [245]\.\d{1,3}\.\d{1,3}\b)/g;

/** Brings a text into the form that phrases are written for: lower case, single blanks, plain apostrophes, cut off. */
export function phraseText(text: string): string {
  return text.slice(0, maxText).toLowerCase().replaceAll('’', "'").replace(/\s+/g, ' ').trim();
}

/** The same without reply codes and statuses that a multi-line reply repeats amid a sentence (RFC 5321 section 4.2.1). */
export function withoutCodes(text: string): string {
  return text.replace(repeatedCode, ' ').replace(/ {2,}/g, ' ').trim();
}

/** Whether the prepared text holds the phrase. */
export function hasPhrase(text: string, phrase: Phrase): boolean {
  if (!phrase.includes('*')) return phrase.startsWith('^') ? text.startsWith(phrase.slice(1)) : text.includes(phrase);
  const anchored = phrase.startsWith('^');
  const [first = '', ...rest] = (anchored ? phrase.slice(1) : phrase).split('*');
  if (anchored) return text.startsWith(first) && follows(text, first.length, rest);
  for (let at = text.indexOf(first); at >= 0; at = text.indexOf(first, at + 1)) {
    if (follows(text, at + first.length, rest)) return true;
  }
  return false;
}

/** Whether the pieces follow each other from here, each within the gap: its first occurrence decides. */
function follows(text: string, from: number, pieces: readonly string[]): boolean {
  let at = from;
  for (const piece of pieces) {
    const found = text.slice(at, at + maxGap + piece.length).indexOf(piece);
    if (found < 0) return false;
    at += found + piece.length;
  }
  return true;
}

/** Whether the prepared text holds any of the phrases. */
export function hasAnyPhrase(text: string, phrases: readonly Phrase[]): boolean {
  return phrases.some((phrase) => hasPhrase(text, phrase));
}
