import { chmod, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheEntry } from '../support/cache-entry';
import { run } from '../support/command';
import type { Report } from '../support/report';
import { isReachable } from './reachable';

const SDK_DOWNLOAD_HOST = 'temporal.download';
const DOWNLOAD_LIMIT_MS = 180_000;

/** The two servers that the Temporal SDK can download by itself. */
export type SdkServer = 'createLocal' | 'createTimeSkipping';

/**
 * Lets the Temporal SDK download its server into the cache and answers the executable's path; `undefined` where
 * the SDK's download host can't be reached. The SDK checks no checksum that we could pin.
 */
export async function sdkDownload(server: SdkServer, cache: string, report: Report): Promise<string | undefined> {
  const directory = join(cache, `temporal-sdk-${server}`);
  const cached = await executableIn(directory);
  if (cached !== undefined) return cached;
  if (!(await isReachable(SDK_DOWNLOAD_HOST))) return undefined;
  await cacheEntry(directory, report, async (temporary) => {
    report(`fetching the Temporal SDK's server from ${SDK_DOWNLOAD_HOST} (about 50 MB)`);
    // In a process of its own, so that a stalled download can be ended.
    await run(process.execPath, ['-e', downloadScript(server, temporary)], { timeoutMs: DOWNLOAD_LIMIT_MS });
  });
  return await executableIn(directory);
}

function downloadScript(server: SdkServer, downloadDir: string): string {
  const testing = JSON.stringify(require.resolve('@temporalio/testing'));
  const options = JSON.stringify({ server: { executable: { type: 'cached-download', downloadDir } } });
  return `require(${testing}).TestWorkflowEnvironment.${server}(${options}).then((env) => env.teardown())`;
}

async function executableIn(directory: string): Promise<string | undefined> {
  const names = await readdir(directory).catch(() => []);
  const name = names.find((candidate) => candidate.startsWith('temporal'));
  if (name === undefined) return undefined;
  const path = join(directory, name);
  await chmod(path, 0o755);
  return path;
}
