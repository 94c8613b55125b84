/**
 * A phrase rule: lower-case pieces that must occur in this order, with `*` for at most 60 characters between them and a
 * leading `^` for the start of the text. Matching is a chain of substring searches within a cut text: no backtracking.
 */
export type Phrase = string;

/** A prepared text with the three-letter sequences that occur in it, so that most phrases are ruled out at once. */
export interface IndexedText {
  readonly text: string;
  readonly sequences: Uint8Array;
}

interface CompiledPhrase {
  readonly anchored: boolean;
  readonly pieces: readonly string[];
  readonly sequences: readonly number[];
}

const maxText = 8000;
const maxGap = 60;
const tableSize = 8192;
const repeatedCode = /\b[245]\d\d(?:-(?:[245]\.\d{1,3}\.\d{1,3}\b)?| [245]\.\d{1,3}\.\d{1,3}\b)/g;
const compiledLists = new WeakMap<readonly Phrase[], readonly CompiledPhrase[]>();

/** Brings a text into the form that phrases are written for: lower case, single blanks, plain apostrophes, cut off. */
export function phraseText(text: string): string {
  return text.slice(0, maxText).toLowerCase().replaceAll('’', "'").replace(/\s+/g, ' ').trim();
}

/** The same without reply codes and statuses that a multi-line reply repeats amid a sentence (RFC 5321 section 4.2.1). */
export function withoutCodes(text: string): string {
  return text.replace(repeatedCode, ' ').replace(/ {2,}/g, ' ').trim();
}

/** Indexes a prepared text that many phrases will be looked up in. */
export function indexText(text: string): IndexedText {
  const sequences = new Uint8Array(tableSize);
  for (let at = 0; at + 2 < text.length; at += 1) sequences[sequenceAt(text, at)] = 1;
  return { text, sequences };
}

/** Whether the indexed text holds any of the phrases. The list must not change after its first use. */
export function hasAnyPhrase({ text, sequences }: IndexedText, phrases: readonly Phrase[]): boolean {
  return compiled(phrases).some(
    (phrase) => phrase.sequences.every((sequence) => sequences[sequence] === 1) && matches(text, phrase),
  );
}

/** Whether a prepared text holds any of the phrases; for texts that are looked at once. */
export function textHasAny(text: string, phrases: readonly Phrase[]): boolean {
  return compiled(phrases).some((phrase) => matches(text, phrase));
}

function compiled(phrases: readonly Phrase[]): readonly CompiledPhrase[] {
  const known = compiledLists.get(phrases);
  if (known !== undefined) return known;
  const list = phrases.map(compile);
  compiledLists.set(phrases, list);
  return list;
}

function compile(phrase: Phrase): CompiledPhrase {
  const anchored = phrase.startsWith('^');
  const pieces = (anchored ? phrase.slice(1) : phrase).split('*');
  const sequences = pieces.flatMap((piece) =>
    Array.from({ length: Math.max(0, piece.length - 2) }, (_none, at) => sequenceAt(piece, at)),
  );
  return { anchored, pieces, sequences };
}

function matches(text: string, { anchored, pieces }: CompiledPhrase): boolean {
  const [first = '', ...rest] = pieces;
  if (anchored) return text.startsWith(first) && follows(text, first.length, rest);
  let at = text.indexOf(first);
  while (at >= 0) {
    if (follows(text, at + first.length, rest)) return true;
    at = text.indexOf(first, at + 1);
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

function sequenceAt(text: string, at: number): number {
  return (text.charCodeAt(at) * 961 + text.charCodeAt(at + 1) * 31 + text.charCodeAt(at + 2)) & (tableSize - 1);
}
