import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { DefaultLogger, bundleWorkflowCode } from '@temporalio/worker';

import { failureConverterPath } from '../adapters/temporal/data-converter';

/** Where the build puts the bundle, beside the compiled code; the worker runs exactly what was built and tested. */
export const builtBundlePath = join(__dirname, '..', 'workflow-bundle.js');

/** Bundles the compiled workflows into one file. */
export async function buildBundle(target: string): Promise<void> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: require.resolve('../workflows'),
    failureConverterPath,
    logger: new DefaultLogger('WARN'),
  });
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, code);
}

if (require.main === module) {
  buildBundle(builtBundlePath).catch((error: unknown) => {
    process.stderr.write(`The workflow bundle could not be built: ${String(error)}\n`);
    process.exitCode = 1;
  });
}
