import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';

const compressible = /\.(?:js|css|svg|json)$/;

/** Puts a `.br` and a `.gz` beside each file of the folder that is worth it, so that nobody compresses while serving. */
export async function compressFiles(folder: string): Promise<void> {
  const names = await readdir(folder);
  const wanted = names.filter((name) => compressible.test(name));
  await Promise.all(
    wanted.map(async (name) => {
      const file = join(folder, name);
      const bytes = await readFile(file);
      await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes));
      await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }));
    }),
  );
}
