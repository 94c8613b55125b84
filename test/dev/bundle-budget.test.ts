import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { budgetKilobytes, checkBudget } from '../../dev/web/bundle-budget';

const manifest = {
  'index.html': {
    file: 'assets/index.js',
    isEntry: true,
    imports: ['_shared.js'],
    dynamicImports: ['view.tsx', 'texts/de.ts', 'texts/en.ts'],
    css: ['assets/index.css'],
  },
  '_shared.js': { file: 'assets/shared.js' },
  'texts/de.ts': { file: 'assets/de.js' },
  'texts/en.ts': { file: 'assets/en.js' },
  'view.tsx': { file: 'assets/view.js', imports: ['_shared.js', 'index.html'] },
};

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'budget-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function write(kilobytes: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, size] of Object.entries(kilobytes)) {
    await writeFile(join(folder, 'assets', `${name}.br`), Buffer.alloc(size * 1000));
  }
}

describe('the budget of the dashboards', () => {
  it('counts what a view needs once, whoever imports it, with the longer of two languages', async () => {
    await write({ 'index.js': 100, 'index.css': 20, 'shared.js': 30, 'view.js': 40, 'de.js': 9, 'en.js': 8 });
    const lines: string[] = [];
    await checkBudget(folder, (line) => lines.push(line));
    expect(lines).toEqual(['index.html: 159.0 kB compressed', 'view.tsx: 199.0 kB compressed']);
  });

  it('refuses a build whose view makes browsers load too much, and names the view', async () => {
    await write({
      'index.js': 100,
      'index.css': 20,
      'shared.js': 30,
      'view.js': budgetKilobytes - 158,
      'de.js': 9,
      'en.js': 8,
    });
    const check = checkBudget(folder, () => undefined);
    await expect(check).rejects.toThrow(`More than ${budgetKilobytes} kB to load for view.tsx`);
  });
});
