import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

/** Kilobytes, compressed as they are sent to browsers, that one may have to load for any one view. */
export const budgetKilobytes = 235;

/** The parts of Vite's manifest that tell what is loaded with what. */
const manifestShape = z.record(
  z.string(),
  z.object({
    file: z.string(),
    isEntry: z.boolean().optional(),
    imports: z.array(z.string()).optional(),
    dynamicImports: z.array(z.string()).optional(),
    css: z.array(z.string()).optional(),
  }),
);
export type Manifest = z.output<typeof manifestShape>;

/** Says how much each view makes a browser load, and throws where that is more than the budget. */
export async function checkBudget(folder: string, report: (line: string) => void): Promise<void> {
  const manifest = await manifestOf(folder);
  const [entry, ...others] = Object.keys(manifest).filter((key) => manifest[key]?.isEntry);
  if (entry === undefined || others.length > 0) throw new Error('The dashboards have exactly one page');
  const texts = (manifest[entry]?.dynamicImports ?? []).filter((key) => languageOf(key) !== undefined);
  const loads = await Promise.all(
    viewsOf(manifest, entry).map(async (view) => {
      const variants = variantsOf(texts, view).map((words) => filesOf(manifest, [entry, ...words, ...view]));
      const sizes = await Promise.all(variants.map(async (files) => loadOf(folder, files)));
      return { name: view.join(' with '), kilobytes: Math.max(...sizes) };
    }),
  );
  for (const { name, kilobytes } of loads) report(`${name}: ${kilobytes.toFixed(1)} kB compressed`);
  const tooLarge = loads.filter(({ kilobytes }) => kilobytes > budgetKilobytes);
  if (tooLarge.length === 0) return;
  throw new Error(`More than ${budgetKilobytes} kB to load for ${tooLarge.map(({ name }) => name).join(', ')}`);
}

/**
 * Everything that can be looked at: the page, its views, and views with one of the parts that stand in them by turns. What
 * all roles share and comes afterwards (plots, dialogs) is not waited for.
 */
function viewsOf(manifest: Manifest, entry: string): readonly (readonly string[])[] {
  const later = manifest[entry]?.dynamicImports ?? [];
  const views = later.filter((key) => languageOf(key) === undefined && folderOf(key) !== 'shared');
  const withParts = views.flatMap((view) => {
    const parts = (manifest[view]?.dynamicImports ?? []).filter((key) => folderOf(key) === folderOf(view));
    return [[view], ...parts.map((part) => [view, part])];
  });
  return [[entry], ...withParts];
}

function folderOf(key: string): string {
  return key.split('/')[0] ?? '';
}

const textsFile = /(?:^|\/)(\w+)(?:-texts)?-(de|en)\.ts$/;

/** The language of a file of texts; undefined for everything else. */
function languageOf(key: string): string | undefined {
  return textsFile.exec(key)?.[2];
}

/** The texts that a view waits for, by language: the frame's, and those of the role whose folder the view lies in. */
function variantsOf(texts: readonly string[], [view = '']: readonly string[]): readonly (readonly string[])[] {
  const needed = texts.filter((key) => ['frame', folderOf(view)].includes(textsFile.exec(key)?.[1] ?? ''));
  const languages = new Set(needed.map(languageOf));
  const variants = [...languages].map((language) => needed.filter((key) => languageOf(key) === language));
  return variants.length === 0 ? [[]] : variants;
}

/** The files of chunks and of everything that they import at once. */
export function filesOf(manifest: Manifest, keys: readonly string[]): ReadonlySet<string> {
  const files = new Set<string>();
  const seen = new Set<string>();
  const visit = (key: string): void => {
    const chunk = manifest[key];
    if (!chunk || seen.has(key)) return;
    seen.add(key);
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
    for (const imported of chunk.imports ?? []) visit(imported);
  };
  for (const key of keys) visit(key);
  return files;
}

async function loadOf(folder: string, files: ReadonlySet<string>): Promise<number> {
  const sizes = [...files].map(async (file) => (await stat(join(folder, `${file}.br`))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 1000;
}

async function manifestOf(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, 'manifest.json'), 'utf8');
  return manifestShape.parse(JSON.parse(text));
}
