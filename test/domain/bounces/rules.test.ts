import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { vocabulary } from '../../../domain/bounces/rules/vocabulary';
import { bounceReasons, isHardBounce } from '../../../domain/bounces/bounce-reason';
import { hasAnyPhrase, indexText, phraseText, textHasAny, withoutNames } from '../../../domain/bounces/phrase';
import { processorTime } from '../../support/processor-time';

const rulesFolder = join(__dirname, '../../../domain/bounces/rules');

/** Every list of phrases that a rules module exports, wherever it stands in its data. */
function phraseLists(value: unknown): (readonly string[])[] {
  if (!Array.isArray(value)) {
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(phraseLists) : [];
  }
  const list: readonly unknown[] = value;
  if (list.length > 0 && list.every((item) => typeof item === 'string')) return [list];
  return list.flatMap(phraseLists);
}

const lists = readdirSync(rulesFolder).flatMap((file) => phraseLists(jest.requireActual(join(rulesFolder, file))));
const phrases = [...new Set(lists.flat())];

/** The first word of a concept in its place. */
function spoken(piece: string): string {
  return piece.replace(/<([a-z]+)>/, (_slot, name: string) => vocabulary.get(name)?.[0] ?? '');
}

const unmatched = new WeakMap<readonly string[], readonly string[]>();

/** The same phrases with an end that never comes, so that every beginning is followed up in vain. */
function endless(list: readonly string[]): readonly string[] {
  const known = unmatched.get(list) ?? list.map((phrase) => `${phrase.replace('^', '')}*\u0001`);
  unmatched.set(list, known);
  return known;
}

describe('the rules', () => {
  it('hold no empty piece, which would match everything', () => {
    expect(lists.length).toBeGreaterThan(40);
    expect(phrases.filter((phrase) => phrase.replace(/^\^/, '').split(/[*~]/).includes(''))).toEqual([]);
  });

  it('repeat no phrase within a list', () => {
    expect(lists.flatMap((list) => list.filter((phrase, at) => list.indexOf(phrase) !== at))).toEqual([]);
  });

  it('name only concepts that the vocabulary has', () => {
    const named = phrases.flatMap((phrase) => [...phrase.matchAll(/<([a-z]+)>/g)].map((match) => match[1] ?? ''));
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter((name) => !vocabulary.has(name))).toEqual([]);
    expect(phrases.filter((phrase) => phrase.split(/[*~]/).some((piece) => piece.split('<').length > 2))).toEqual([]);
  });

  it('are written in the form that texts are brought into', () => {
    const plain = phrases.filter((phrase) => phrase.toLowerCase() === phrase && !/\s{2}/.test(phrase));
    // Verbs of SMTP, host names and statuses are data of other kinds in the same files.
    expect(phrases.filter((phrase) => !plain.includes(phrase) && !/^[A-Z]+$/.test(phrase))).toEqual([]);
  });

  it('take time in step with the length of a hostile text', () => {
    const hostile = ['user ', 'mailbox', '* ', '550-5.7.1 ', '((((', '<a@b.example>', 'dkim spf '];
    for (const piece of hostile) {
      const text = (size: number): string => phraseText(piece.repeat(Math.ceil(size / piece.length)).slice(0, size));
      const search = (size: number) => () => {
        const indexed = indexText(text(size));
        for (const list of lists) hasAnyPhrase(indexed, list);
      };
      search(2000)();
      const small = processorTime(search(2000));
      // Four times the text may cost four times the work; twelve leaves room for a busy machine, not for a square.
      expect(processorTime(search(8000))).toBeLessThan(12 * small + 5);
    }
  });

  it('take time in step with a text that is made of their own beginnings', () => {
    for (const list of lists) {
      const beginnings = list.map((phrase) => spoken(phrase.replace('^', '').split(/[*~]/)[0] ?? '')).join(' ');
      const search = (size: number) => () =>
        hasAnyPhrase(indexText(beginnings.repeat(Math.ceil(size / beginnings.length)).slice(0, size)), endless(list));
      search(2000)();
      const small = processorTime(search(2000));
      expect(processorTime(search(8000))).toBeLessThan(12 * small + 5);
    }
  });

  it('bridge a short gap of 24 characters at most, and know every word of a concept', () => {
    expect(textHasAny(`your inbox ${'x'.repeat(18)} is overquota`, ['<box>~<full>'])).toBe(true);
    expect(textHasAny(`your inbox ${'x'.repeat(40)} is overquota`, ['<box>~<full>'])).toBe(false);
    expect(textHasAny('das postfach ist voll', ['<box>~<full>'])).toBe(true);
  });

  it.each([
    ["this user doesn't have an account", "doesn't have an account"],
    ['this user does not have an account', "doesn't have an account"],
    ['the queue can not be opened', 'cannot be opened'],
    ['unknown e-mail address', 'unknown email address'],
  ])('read "%s" in one spelling', (text, phrase) => {
    expect(textHasAny(phraseText(text), [phrase])).toBe(true);
  });

  it('do not take the words of names and links for words of a reply', () => {
    const text = 'see https://antispam.mx.example/user-unknown?ip=192.0.2.1 or ask mailbox-full.example at 2001:db8::1';
    expect(withoutNames(text)).toBe('see {link} or ask {host} at {ip}');
  });

  it('look at no more than a cut of an endless text', () => {
    expect(phraseText('x'.repeat(1_000_000))).toHaveLength(8000);
  });

  it('bridge a gap of sixty characters at most', () => {
    expect(textHasAny(`user ${'x'.repeat(50)} disabled`, ['user*disabled'])).toBe(true);
    expect(textHasAny(`user ${'x'.repeat(70)} disabled`, ['user*disabled'])).toBe(false);
  });

  it('find the same with and without the index', () => {
    const text = phraseText('550 5.1.1 The mailbox of this user is full');
    for (const phrase of phrases) expect(hasAnyPhrase(indexText(text), [phrase])).toBe(textHasAny(text, [phrase]));
  });
});

describe('the taxonomy', () => {
  it('is the one that the documentation explains', () => {
    const section = readFileSync(join(__dirname, '../../../docs/bounces.md'), 'utf8')
      .split(/^## /m)
      .find((one) => one.startsWith('Reasons'));
    const documented = [...(section ?? '').matchAll(/^\| `([a-z]+)` +\|/gm)].map((match) => match[1]);
    expect(new Set(documented)).toEqual(new Set(bounceReasons));
    expect(documented).toHaveLength(bounceReasons.length);
  });

  it('calls hard what means a dead address', () => {
    const hard = bounceReasons.filter((reason) => isHardBounce(reason, '5.0.0', '550'));
    expect(hard).toEqual(['hasmoved', 'hostunknown', 'notaccept', 'userunknown']);
    expect(isHardBounce('notaccept', '4.0.0', '')).toBe(false);
  });
});
