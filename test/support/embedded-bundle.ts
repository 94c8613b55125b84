import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DefaultLogger, bundleWorkflowCode } from '@temporalio/worker';
import { failureConverterPath } from '../../adapters/temporal/data-converter';
import { cacheDirectory, projectDirectory } from '../../dev/support/directories';
import type { Report } from '../../dev/support/report';

/** The folders that the workflow bundle is made of. */
const INGREDIENTS = ['workflows', 'domain'];

/**
 * Bundles the workflows as the build does, once per state of their sources, and answers the file; `undefined` where
 * there are none yet.
 */
export async function workflowBundleFile(report: Report): Promise<string | undefined> {
  const workflowsPath = join(projectDirectory(), 'workflows', 'index.ts');
  if (!existsSync(workflowsPath)) return undefined;
  const directory = join(cacheDirectory(), 'workflow-bundles');
  const file = join(directory, `${await fingerprint()}.js`);
  if (existsSync(file)) return file;
  report('bundling the workflows');
  const logger = new DefaultLogger('WARN');
  const workflowInterceptorModules = [join(projectDirectory(), 'workflows', 'interceptors.ts')];
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    workflowInterceptorModules,
    failureConverterPath,
    logger,
  });
  await mkdir(directory, { recursive: true });
  const temporary = `${file}.${process.pid}`;
  await writeFile(temporary, code);
  await rename(temporary, file);
  return file;
}

/** Changes whenever a source file or an installed package changes. */
async function fingerprint(): Promise<string> {
  const root = projectDirectory();
  const hash = createHash('sha256').update(await readFile(join(root, 'package-lock.json')));
  hash.update(await readFile(failureConverterPath));
  for (const folder of INGREDIENTS) {
    const names = (await readdir(join(root, folder), { recursive: true })).filter((name) => name.endsWith('.ts'));
    for (const name of names.toSorted()) {
      hash.update(`\0${folder}/${name}\0`).update(await readFile(join(root, folder, name)));
    }
  }
  return hash.digest('hex').slice(0, 24);
}
