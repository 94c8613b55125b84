import { vocabulary } from './rules/vocabulary';

/**
 * A phrase rule: lower-case pieces that must occur in this order, with `*` for at most 60 characters between them, `~`
 * for at most 24, `<concept>` for any of the words of the vocabulary, and a leading `^` for the start of the text. Matching is a chain of substring searches within a cut text: no backtracking.
 */
export type Phrase = string;

/** A prepared text with the three-letter sequences that occur in it, so that most phrases are ruled out at once. */
export interface IndexedText {
  readonly text: string;
  readonly sequences: Uint8Array;
}

interface Word {
  readonly text: string;
  readonly sequences: readonly number[];
}

/** One piece of a phrase: any of its words will do. */
interface Piece {
  readonly words: readonly Word[];
  /** How many characters may stand between the piece before and this one. */
  readonly gap: number;
}

interface CompiledPhrase {
  readonly anchored: boolean;
  readonly first: Piece;
  readonly rest: readonly Piece[];
}

const maxText = 8000;
const gaps: Readonly<Record<string, number>> = { '*': 60, '~': 24 };
const tableSize = 8192;
const repeatedCode = /\b[245]\d\d(?:-(?:[245]\.\d{1,3}\.\d{1,3}\b)?| [245]\.\d{1,3}\.\d{1,3}\b)/g;
// Labels and their number are bounded, and a match starts only where a token does: linear on any text.
const hostName =
  /(?<![\p{L}\d._-])[\p{L}\d_][\p{L}\d_-]{0,62}(?:\.[\p{L}\d_-]{1,63}){0,8}\.\p{L}{2,24}(?![\p{L}\d_-])/gu;
const link = /\bhttps?:\/\/[^\s<>"]{1,1000}/g;
const quotedHost = /\bhost [\w.-]{1,253}\[(?:[\da-f.:]{2,45}\] said:)?/g;
/** What Postfix puts before the cause; alone it is one. */
const causeLabel = /recipient address rejected: (?=\S)/g;
const networkAddress = /(?<![\w.])(?:\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}|[\da-f]{1,4}:[\da-f:]{2,36})(?![\w.]*\w)/g;
const compiledLists = new WeakMap<readonly Phrase[], readonly CompiledPhrase[]>();

/** Brings a text into the form that phrases are compared in: lower case, single blanks, one spelling, cut off. */
export function phraseText(text: string): string {
  return oneSpelling(text.slice(0, maxText).toLowerCase().replaceAll('’', "'").replace(/\s+/g, ' ').trim());
}

/** One spelling for what is written in several (`doesn't`, `can not`, `e-mail`), in texts and in phrases alike. */
function oneSpelling(text: string): string {
  return text
    .replaceAll("can't", 'cannot')
    .replaceAll('can not', 'cannot')
    .replaceAll("won't", 'will not')
    .replaceAll("n't", ' not')
    .replaceAll('e-mail', 'email');
}

/** The same without reply codes and statuses that a multi-line reply repeats amid a sentence (RFC 5321 section 4.2.1). */
export function withoutCodes(text: string): string {
  return text.replace(repeatedCode, ' ').replace(/ {2,}/g, ' ').trim();
}

/** The same without the name of the server that a report quotes (`host mx.example[192.0.2.1] said:`). */
export function withoutQuotedHost(text: string): string {
  return text.replace(quotedHost, 'host [');
}

/**
 * The same with `{link}`, `{host}` and `{ip}` in the place of links, host names and network addresses, so that the words of
 * a name or of a help page (`https://antispam.example/reputation`) are not read as words of a reply.
 */
export function withoutNames(text: string): string {
  return text.replace(link, '{link}').replace(networkAddress, '{ip}').replace(hostName, '{host}').replaceAll('_', ' ');
}

/** The same without the label that says of whom the cause is told, so that its words are not taken for those of the cause. */
export function withoutLabel(text: string): string {
  return text.replace(causeLabel, '');
}

/** Indexes a prepared text that many phrases will be looked up in. */
export function indexText(text: string): IndexedText {
  const sequences = new Uint8Array(tableSize);
  for (let at = 0; at + 2 < text.length; at += 1) sequences[sequenceAt(text, at)] = 1;
  return { text, sequences };
}

/** Whether the indexed text holds any of the phrases. The list must not change after its first use. */
export function hasAnyPhrase({ text, sequences }: IndexedText, phrases: readonly Phrase[]): boolean {
  return compiled(phrases).some((phrase) => {
    const { first, rest } = phrase;
    return occurs(first, sequences) && rest.every((piece) => occurs(piece, sequences)) && matches(text, phrase);
  });
}

/** Whether a prepared text holds any of the phrases; for texts that are looked at once. */
export function textHasAny(text: string, phrases: readonly Phrase[]): boolean {
  return compiled(phrases).some((phrase) => matches(text, phrase));
}

function occurs({ words }: Piece, sequences: Uint8Array): boolean {
  return words.some((word) => word.sequences.every((sequence) => sequences[sequence] === 1));
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
  const [first = '', ...more] = (anchored ? phrase.slice(1) : phrase).split(/([*~])/);
  const rest = more.flatMap((text, at) =>
    at % 2 === 0 ? [] : [{ words: wordsOf(text), gap: gaps[more[at - 1] ?? ''] ?? 0 }],
  );
  return { anchored, first: { words: wordsOf(first), gap: 0 }, rest };
}

/** What a piece stands for: itself, or itself with each word of the concept that it names. */
function wordsOf(piece: string): Word[] {
  const slot = /<([a-z]+)>/.exec(piece);
  const words = slot === null ? undefined : vocabulary.get(slot[1] ?? '');
  const texts = words === undefined ? [piece] : words.map((word) => piece.replace(slot?.[0] ?? '', word));
  return texts.map(oneSpelling).map((text) => ({
    text,
    sequences: Array.from({ length: Math.max(0, text.length - 2) }, (_none, at) => sequenceAt(text, at)),
  }));
}

function matches(text: string, { anchored, first, rest }: CompiledPhrase): boolean {
  return first.words.some((word) => {
    if (anchored) return text.startsWith(word.text) && follows(text, word.text.length, rest);
    let at = text.indexOf(word.text);
    while (at >= 0) {
      if (follows(text, at + word.text.length, rest)) return true;
      at = text.indexOf(word.text, at + 1);
    }
    return false;
  });
}

/** Whether the pieces follow each other from here, each within its gap: the word that ends first decides. */
function follows(text: string, from: number, pieces: readonly Piece[]): boolean {
  let at = from;
  for (const { words, gap } of pieces) {
    const window = text.slice(at, at + gap + longest(words));
    const ends = words.flatMap((word) => {
      const found = window.indexOf(word.text);
      return found < 0 || found > gap ? [] : [found + word.text.length];
    });
    if (ends.length === 0) return false;
    at += Math.min(...ends);
  }
  return true;
}

function longest(words: readonly Word[]): number {
  return Math.max(...words.map(({ text }) => text.length));
}

function sequenceAt(text: string, at: number): number {
  return (text.charCodeAt(at) * 961 + text.charCodeAt(at + 1) * 31 + text.charCodeAt(at + 2)) & (tableSize - 1);
}
