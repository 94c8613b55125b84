import { createHash } from 'node:crypto';
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { projectDirectory } from '../support/directories';
import { checkBudget } from './bundle-budget';
import { compressFiles } from './compress-files';
import { kitParts } from './kit-parts';
import { replaceFolder } from './replace-folder';

const project = projectDirectory();
const target = join(project, 'dist', 'web');

/** What the dashboards are made of, besides installed packages. */
const ingredients = ['web', 'client', 'domain', 'dev/web'];
const markOfNonce = '__CSP_NONCE__';

/**
 * Builds the dashboards into `dist/web`, unless they were built of exactly these sources and packages. Throws where the
 * browser would have to load more than the budget allows.
 */
export async function buildDashboards(report: (line: string) => void): Promise<void> {
  const mark = join(target, 'sources.sha256');
  const fingerprint = await fingerprintOfSources();
  if ((await textOf(mark)) === fingerprint) return;
  const draft = `${target}.${process.pid}`;
  try {
    await bundle(draft);
    await compressFiles(join(draft, 'assets'));
    await checkBudget(draft, report);
    await writeFile(join(draft, 'sources.sha256'), fingerprint);
    await replaceFolder(draft, target);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function bundle(outDir: string): Promise<void> {
  // Libraries decide by it whether they bring their aids for developers; one that a shell sets must not.
  process.env['NODE_ENV'] = 'production';
  const { build } = await import('vite');
  await build({
    root: join(project, 'web'),
    configFile: false,
    logLevel: 'warn',
    plugins: [kitParts(project)],
    // The page's policy allows no `data:` addresses, and each style and script tag needs the answer's nonce.
    html: { cspNonce: markOfNonce },
    build: {
      outDir,
      emptyOutDir: true,
      manifest: 'manifest.json',
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      chunkSizeWarningLimit: Number.POSITIVE_INFINITY,
      rolldownOptions: {
        // Libraries mark what runs in a browser; here everything does.
        onLog: (level, log, handle) => (log.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : handle(level, log)),
      },
    },
  });
}

async function fingerprintOfSources(): Promise<string> {
  const hash = createHash('sha256').update((await textOf(join(project, 'package-lock.json'))) ?? '');
  for (const file of await sourceFiles()) hash.update(`\0${file}\0`).update(await readFile(join(project, file)));
  return hash.digest('hex');
}

async function sourceFiles(): Promise<string[]> {
  const listed = ingredients.map(async (folder) => {
    const names = await readdir(join(project, folder), { recursive: true, withFileTypes: true }).catch(() => []);
    const files = names.filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'));
    return files.map(({ parentPath, name }) => join(parentPath, name).slice(project.length + 1));
  });
  return (await Promise.all(listed)).flat().toSorted();
}

async function textOf(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

if (require.main === module) {
  buildDashboards((line) => process.stdout.write(`${line}\n`)).catch((error: unknown) => {
    process.stderr.write(
      `The dashboards could not be built: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exitCode = 1;
  });
}
