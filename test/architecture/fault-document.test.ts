import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');

interface NamedTest {
  readonly path: string;
  readonly title: string;
}

/** The rows of the tables, and the tests that each of them names. */
function rows(): readonly { readonly fault: string; readonly tests: readonly NamedTest[] }[] {
  const text = readFileSync(join(root, 'docs/faults.md'), 'utf8');
  const [, ...sections] = text.split(/^## /m);
  const lines = sections.flatMap((section) => section.split('\n').filter((line) => /^\| (?!-|fault )/.test(line)));
  return lines.map((line) => ({
    fault: line.split('|')[1]?.trim() ?? '',
    tests: [...line.matchAll(/`(test\/[\w./-]+)`: "([^"]+)"/g)].map(([, path = '', title = '']) => ({ path, title })),
  }));
}

describe('the document of faults', () => {
  it('names a test for each fault', () => {
    expect(rows().length).toBeGreaterThan(40);
    expect(rows().filter(({ tests }) => tests.length === 0)).toEqual([]);
  });

  it.each(rows())('names tests that there are: $fault', ({ tests }) => {
    const missing = tests.filter(({ path, title }) => !readFileSync(join(root, path), 'utf8').includes(title));
    expect(missing).toEqual([]);
  });
});
