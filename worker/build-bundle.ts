import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { DefaultLogger, bundleWorkflowCode } from '@temporalio/worker';

import { failureConverterPath } from '../adapters/temporal/data-converter';

const built = join(__dirname, '..');

/** Where the build puts the bundle, beside the compiled code; the worker runs exactly what was built and tested. */
export const builtBundlePath = join(built, 'workflow-bundle.js');

/** The compiled folders that workflows are made of; everything else in a bundle comes from installed packages. */
const ingredients = ['workflows', 'domain'];

/** Bundles the workflows that lie beside this file, compiled or not, as they are now. */
export async function bundleWorkflows(): Promise<{ readonly code: string }> {
  return await bundleWorkflowCode({
    workflowsPath: require.resolve('../workflows'),
    workflowInterceptorModules: [require.resolve('../workflows/interceptors')],
    failureConverterPath,
    logger: new DefaultLogger('WARN'),
  });
}

/** Bundles the workflows into one file. */
export async function buildBundle(target: string): Promise<void> {
  const { code } = await bundleWorkflows();
  await mkdir(dirname(target), { recursive: true });
  const draft = `${target}.${process.pid}`;
  await writeFile(draft, code);
  await rename(draft, target);
}

/** Bundles unless the bundle was made of exactly these sources and packages; the file beside it remembers. */
async function refreshBundle(target: string): Promise<void> {
  const mark = `${target}.sha256`;
  const fingerprint = await fingerprintOfSources();
  if ((await textOf(mark)) === fingerprint && (await textOf(target)) !== undefined) return;
  await rm(mark, { force: true });
  await buildBundle(target);
  await writeFile(mark, fingerprint);
}

async function fingerprintOfSources(): Promise<string> {
  const hash = createHash('sha256').update((await textOf(join(built, '..', 'package-lock.json'))) ?? '');
  for (const file of [__filename, failureConverterPath, ...(await compiledFiles())]) {
    hash.update(`\0${file}\0`).update(await readFile(file));
  }
  return hash.digest('hex');
}

async function compiledFiles(): Promise<string[]> {
  const listed = ingredients.map(async (folder) => {
    const names = await readdir(join(built, folder), { recursive: true });
    return names.filter((name) => name.endsWith('.js')).map((name) => join(built, folder, name));
  });
  return (await Promise.all(listed)).flat().toSorted();
}

async function textOf(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

if (require.main === module) {
  refreshBundle(builtBundlePath).catch((error: unknown) => {
    process.stderr.write(`The workflow bundle could not be built: ${String(error)}\n`);
    process.exitCode = 1;
  });
}
