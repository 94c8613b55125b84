import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { budgetKilobytes, checkBudget } from '../../dev/web/bundle-budget';

const languages = ['de', 'en'];
const texts = ['frame', 'admin', 'problem-texts'].flatMap((part) => languages.map((one) => `texts/${part}-${one}.ts`));

const manifest = {
  'index.html': {
    file: 'assets/index.js',
    isEntry: true,
    imports: ['_shared.js'],
    dynamicImports: ['admin/view.tsx', 'sales/view.tsx', 'shared/dialog.tsx', ...texts],
    css: ['assets/index.css'],
  },
  '_shared.js': { file: 'assets/shared.js' },
  ...Object.fromEntries(texts.map((key) => [key, { file: `assets/${key.slice('texts/'.length, -'.ts'.length)}.js` }])),
  'admin/view.tsx': {
    file: 'assets/view.js',
    imports: ['_shared.js', 'index.html'],
    dynamicImports: ['admin/panel.tsx', 'shared/plot.tsx'],
  },
  'admin/panel.tsx': { file: 'assets/panel.js', imports: ['_shared.js'] },
  'shared/plot.tsx': { file: 'assets/plot.js' },
  'shared/dialog.tsx': { file: 'assets/dialog.js' },
  'sales/view.tsx': { file: 'assets/sales.js' },
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

/** The files of a build, in kB; texts about errors and plots are huge, and not waited for. */
const sizes = {
  'index.js': 100,
  'index.css': 20,
  'shared.js': 30,
  'view.js': 40,
  'panel.js': 5,
  'sales.js': 1,
  'frame-de.js': 9,
  'frame-en.js': 8,
  'admin-de.js': 3,
  'admin-en.js': 7,
  'problem-texts-de.js': 900,
  'problem-texts-en.js': 900,
  'plot.js': 900,
  'dialog.js': 900,
};

describe('the budget of the dashboards', () => {
  it('counts what a view needs once, whoever imports it, with its parts and the longer of two languages', async () => {
    await write(sizes);
    const lines: string[] = [];
    await checkBudget(folder, (line) => lines.push(line));
    expect(lines).toEqual([
      'index.html: 159.0 kB compressed',
      'admin/view.tsx: 205.0 kB compressed',
      'admin/view.tsx with admin/panel.tsx: 210.0 kB compressed',
      'sales/view.tsx: 160.0 kB compressed',
    ]);
  });

  it('refuses a build whose view makes browsers load too much, and names the view', async () => {
    await write({ ...sizes, 'panel.js': budgetKilobytes - 204 });
    const check = checkBudget(folder, () => undefined);
    await expect(check).rejects.toThrow(
      `More than ${budgetKilobytes} kB to load for admin/view.tsx with admin/panel.tsx`,
    );
  });
});
