import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { kitParts } from '../../dev/web/kit-parts';
import { projectDirectory } from '../../dev/support/directories';

const kit = join(projectDirectory(), 'node_modules', '@mantine', 'core');
const { transform } = kitParts(projectDirectory());

/** What becomes of a file on its way into the bundle. */
async function bundled(file: string): Promise<unknown> {
  if (typeof transform !== 'function') throw new Error('The plugin transforms nothing');
  return await Reflect.apply(transform, undefined, [await readFile(file, 'utf8'), file]);
}

it('brings the styles of every part of the component kit along with the file that uses their classes', async () => {
  const files = (await readdir(join(kit, 'esm'), { recursive: true })).filter((file) => file.endsWith('.mjs'));
  const used = new Set<string>();
  const brought = new Set<string>();
  for (const file of files) {
    const text = String(await bundled(join(kit, 'esm', file)));
    for (const [, part = ''] of text.matchAll(/(\w+)\.module\.mjs"/g)) used.add(part);
    for (const [, style = ''] of text.matchAll(/import "([^"]+\.css)";/g)) brought.add(basename(style, '.css'));
  }
  expect(used.size).toBeGreaterThan(90);
  expect([...brought].toSorted()).toEqual([...used].toSorted());
});

it('takes what a view imports of the kit from the part itself', async () => {
  const view = join(projectDirectory(), 'web', 'shared', 'ui', 'copy-button.tsx');
  expect(await bundled(view)).not.toContain("from '@mantine/core'");
});
