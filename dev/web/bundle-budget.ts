import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

/** Kilobytes, compressed as they are sent to browsers, that one may have to load for any one view. */
export const budgetKilobytes = 250;

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
  const later = manifest[entry]?.dynamicImports ?? [];
  const views = [entry, ...later.filter((key) => languageOf(key) === undefined)];
  const loads = await Promise.all(
    views.map(async (view) => {
      const variants = variantsOf(later).map((texts) => filesOf(manifest, [entry, ...texts, view]));
      const sizes = await Promise.all(variants.map(async (files) => loadOf(folder, files)));
      return { view, kilobytes: Math.max(...sizes) };
    }),
  );
  for (const { view, kilobytes } of loads) report(`${view}: ${kilobytes.toFixed(1)} kB compressed`);
  const tooLarge = loads.filter(({ kilobytes }) => kilobytes > budgetKilobytes);
  if (tooLarge.length === 0) return;
  throw new Error(`More than ${budgetKilobytes} kB to load for ${tooLarge.map(({ view }) => view).join(', ')}`);
}

/** The language of a file of texts, which comes with every view; undefined for everything else. */
function languageOf(key: string): string | undefined {
  return /texts(?:\/|-)(de|en)\.ts$/.exec(key)?.[1];
}

/** The texts that come together, for each language. */
function variantsOf(keys: readonly string[]): readonly (readonly string[])[] {
  const languages = new Set(keys.map(languageOf).filter((language) => language !== undefined));
  const variants = [...languages].map((language) => keys.filter((key) => languageOf(key) === language));
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
