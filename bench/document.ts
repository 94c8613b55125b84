import { readFile, writeFile } from 'node:fs/promises';

/**
 * Replaces what stands between a bench's two marks in a Markdown file. What people wrote around it stays. Throws where
 * the marks are missing.
 */
export async function writeDocument(file: string, bench: string, markdown: string): Promise<void> {
  const [begin, end] = [`<!-- bench:${bench} -->`, `<!-- /bench:${bench} -->`];
  const text = await readFile(file, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`${file} has no part between ${begin} and ${end}`);
  await writeFile(file, `${text.slice(0, from + begin.length)}\n\n${markdown}\n\n${text.slice(to)}`);
}
