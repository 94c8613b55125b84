import { join } from 'node:path';
import { run } from '../support/command';
import { cacheDirectory } from '../support/directories';
import type { Report } from '../support/report';
import { canInstallDebianPackages, installDebianPackages } from './debian-install';
import { executableOnPath } from './executable-on-path';
import { isReachable } from './reachable';
import { type Source, firstHit } from './resolution';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const DOWNLOAD_HOST = 'cdn.playwright.dev';
const DOWNLOAD_LIMIT_MS = 300_000;

/** The sources in the order in which they are asked. */
export function chromiumSources(
  environment: NodeJS.ProcessEnv = process.env,
  cache: string = cacheDirectory(),
): readonly Source<string>[] {
  const onPath = (): string | undefined =>
    NAMES.map((name) => executableOnPath(name, environment['PATH'])).find((path) => path !== undefined);
  return [
    { name: 'a Chromium on PATH', resolve: async () => await Promise.resolve(onPath()) },
    { name: "Playwright's download", resolve: async (report) => await playwrightsDownload(cache, report) },
    {
      name: "Debian's chromium",
      resolve: async (report) => {
        if (!canInstallDebianPackages()) throw new Error('packages can be installed by root on Debian only');
        await installDebianPackages(['chromium'], report);
        return onPath();
      },
    },
  ];
}

/** The path of a Chromium for page tests. Throws `ComponentUnavailableError` where none can be had. */
export async function resolveChromium(report: Report, sources = chromiumSources()): Promise<string> {
  const remedy = 'Install it: apt-get install chromium, or put a Chromium on PATH.';
  return await firstHit({ component: 'Chromium', remedy }, sources, report);
}

async function playwrightsDownload(cache: string, report: Report): Promise<string | undefined> {
  process.env['PLAYWRIGHT_BROWSERS_PATH'] = join(cache, 'playwright');
  const { chromium } = await import('playwright-core');
  if (executableOnPath('chrome', join(chromium.executablePath(), '..')) !== undefined) return chromium.executablePath();
  if (!(await isReachable(DOWNLOAD_HOST))) return undefined;
  report(`fetching Chromium from ${DOWNLOAD_HOST} (about 170 MB)`);
  const playwright = join(require.resolve('playwright-core/package.json'), '..', 'cli.js');
  await run(process.execPath, [playwright, 'install', 'chromium'], { timeoutMs: DOWNLOAD_LIMIT_MS });
  return chromium.executablePath();
}
