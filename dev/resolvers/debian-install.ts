import { existsSync } from 'node:fs';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../support/command';
import { cacheDirectory } from '../support/directories';
import { withLock } from '../support/file-lock';
import type { Report } from '../support/report';
import { executableOnPath } from './executable-on-path';

const INSTALL_LIMIT_MS = 300_000;
const START_POLICY = '/usr/sbin/policy-rc.d';

/** True where this process may install Debian packages. */
export function canInstallDebianPackages(): boolean {
  return process.getuid?.() === 0 && executableOnPath('apt-get') !== undefined;
}

/** Installs packages of the machine's own Debian, without questions and without starting any service. */
export async function installDebianPackages(packages: readonly string[], report: Report): Promise<void> {
  const cache = cacheDirectory();
  await mkdir(cache, { recursive: true });
  const onWait = (holder: number): void => report(`waiting for process ${holder}, which is installing packages`);
  await withLock(join(cache, 'apt-install.lock'), onWait, async () => {
    report(`installing ${packages.join(', ')} with apt-get`);
    await withoutStartingServices(async () => await aptInstall(packages));
  });
}

async function aptInstall(packages: readonly string[]): Promise<void> {
  const options = { environment: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: INSTALL_LIMIT_MS };
  const quietly = ['-q', '-y', '-o', 'DPkg::Lock::Timeout=120'];
  await run('apt-get', [...quietly, 'update'], options);
  await run('apt-get', [...quietly, 'install', '--no-install-recommends', ...packages], options);
}

/** A package's own start of its service would take ports that nobody asked it to take. */
async function withoutStartingServices(work: () => Promise<void>): Promise<void> {
  if (existsSync(START_POLICY)) return await work();
  await writeFile(START_POLICY, '#!/bin/sh\nexit 101\n');
  await chmod(START_POLICY, 0o755);
  try {
    await work();
  } finally {
    await rm(START_POLICY, { force: true });
  }
}
