import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { projectDirectory } from '../../dev/support/directories';
import { errorCodes } from '../../domain/errors';
import { problemText } from '../../domain/texts/problem-texts';
import { adminTexts } from '../../web/texts/admin-de';
import { de } from '../../web/texts/de';
import { en } from '../../web/texts/en';
import { frameTexts } from '../../web/texts/frame-de';
import { opsTexts } from '../../web/texts/ops-de';
import { reviewerTexts } from '../../web/texts/reviewer-de';
import { salesTexts } from '../../web/texts/sales-de';

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

const web = join(projectDirectory(), 'web');

/** The file and everything of the dashboards that it imports, at once or later. */
function sourcesFrom(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/(?:from |import\()'(\.[^']+)'/g)) {
    const base = join(dirname(file), path);
    const found = [`${base}.ts`, `${base}.tsx`].find((name) => name.startsWith(web) && existsSync(name));
    if (found !== undefined && !found.startsWith(join(web, 'texts'))) sourcesFrom(found, seen);
  }
  return seen;
}

/** The areas of texts that the sources ask for. */
function areasOf(files: ReadonlySet<string>): ReadonlySet<string> {
  const known = new Set(Object.keys(de));
  const keys = [...files].flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/['"`](\w+)\.[\w$]/g)]);
  return new Set(keys.map(([, area = '']) => area).filter((area) => known.has(area)));
}

it.each([
  ['admin', adminTexts],
  ['ops', opsTexts],
  ['reviewer', reviewerTexts],
  ['sales', salesTexts],
])('the texts that come with the views of %s are those that they ask for', (role, texts) => {
  const asked = areasOf(sourcesFrom(join(web, role, `${role}-routes.tsx`)));
  const isOfFrame = (area: string): boolean => Object.hasOwn(frameTexts, area);
  expect([...asked].filter((area) => !isOfFrame(area)).toSorted()).toEqual(Object.keys(texts).toSorted());
});

it('the frame asks for no texts but its own', () => {
  const files = [...sourcesFrom(join(web, 'app', 'main.tsx'))].filter((file) => file.startsWith(join(web, 'app')));
  const asked = areasOf(new Set(files));
  expect([...asked].filter((area) => !Object.hasOwn(frameTexts, area))).toEqual([]);
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
