import { errorCodes } from '../../domain/errors';
import { problemText } from '../../domain/texts/problem-texts';
import { de } from '../../web/texts/de';
import { en } from '../../web/texts/en';

type Node = string | { readonly [key: string]: Node };

/** Every text by its dotted key. */
function textsOf(node: Node, path = ''): Map<string, string> {
  if (typeof node === 'string') return new Map([[path, node]]);
  const inner = Object.entries(node).flatMap(([key, child]) => [
    ...textsOf(child, path === '' ? key : `${path}.${key}`),
  ]);
  return new Map(inner);
}

const german = textsOf(de);
const english = textsOf(en);
const languages = [
  ['German', german],
  ['English', english],
] as const;

function variablesOf(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').toSorted();
}

describe('the texts of the dashboards', () => {
  it('have the same keys in both languages', () => {
    expect([...english.keys()].toSorted()).toEqual([...german.keys()].toSorted());
  });

  it('fill in the same values in both languages', () => {
    const different = [...german].filter(
      ([key, text]) => variablesOf(text).join() !== variablesOf(english.get(key) ?? '').join(),
    );
    expect(different).toEqual([]);
  });

  it.each(languages)('are all there in %s, without blanks at their ends', (_name, texts) => {
    const bad = [...texts].filter(([, text]) => text.trim() === '' || text !== text.trim());
    expect(bad).toEqual([]);
  });

  it('use umlauts and typographic quotes in German', () => {
    const bad = [...german].filter(([, text]) => /\b(?:fuer|ueber|koennen|moeglich|pruef|loesch)|"/i.test(text));
    expect(bad).toEqual([]);
  });
});

describe('the texts about errors', () => {
  it.each(['de', 'en'] as const)('say in %s what happened and what to do, for every code', (locale) => {
    for (const code of errorCodes) {
      const { title, advice } = problemText(locale, code);
      expect(title).toMatch(/^\p{Lu}.*[^.]$/u);
      expect(advice).toMatch(/^\p{Lu}.*[.?]$/u);
    }
  });

  it('differ between the languages', () => {
    const same = errorCodes.filter((code) => problemText('de', code).title === problemText('en', code).title);
    expect(same).toEqual([]);
  });
});
