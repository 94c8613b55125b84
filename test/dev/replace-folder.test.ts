import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { replaceFolder } from '../../dev/web/replace-folder';

let place: string;

beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'folder-'));
});

afterEach(async () => {
  await rm(place, { recursive: true, force: true });
});

async function draft(name: string): Promise<string> {
  const folder = join(place, name);
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(folder, 'assets', 'page.js'), name);
  return folder;
}

it('comes in the place of another one, or of none', async () => {
  const target = join(place, 'target');
  await replaceFolder(await draft('first'), target);
  await replaceFolder(await draft('second'), target);
  expect(await readFile(join(target, 'assets', 'page.js'), 'utf8')).toBe('second');
  expect(await readdir(place)).toEqual(['target']);
});

it('is whole in the end, however many come at once, and none of them fails', async () => {
  const target = join(place, 'target');
  await draft('target');
  const drafts = await Promise.all(Array.from({ length: 12 }, async (_, index) => await draft(`draft-${index}`)));
  await Promise.all(drafts.map(async (each) => await replaceFolder(each, target)));
  expect(await readFile(join(target, 'assets', 'page.js'), 'utf8')).toMatch(/^draft-\d+$/);
  expect(await readdir(place)).toEqual(['target']);
});

it('says so where there is nothing to put', async () => {
  await expect(replaceFolder(join(place, 'missing'), join(place, 'target'))).rejects.toThrow('ENOENT');
});
