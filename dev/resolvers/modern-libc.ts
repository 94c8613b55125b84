import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheEntry } from '../support/cache-entry';
import type { Report } from '../support/report';
import { canFetchDebianPackages, unpackDebianPackages } from './debian-packages';

const SUITE = 'trixie';
const PACKAGES = ['libc6', 'libstdc++6', 'libgcc-s1'];
const LOADERS = ['ld-linux-x86-64.so.2', 'ld-linux-aarch64.so.1'];

/** A program and the arguments that come before the script: how to run Node.js. */
export interface NodeCommand {
  readonly program: string;
  readonly args: readonly string[];
}

/** This very Node.js, run as it is. */
export const plainNode: NodeCommand = { program: process.execPath, args: [] };

/** The version of the C library that this process runs on; `undefined` where it isn't glibc. */
export function glibcVersion(): string | undefined {
  const report: unknown = process.report.getReport();
  if (typeof report !== 'object' || report === null || !('header' in report)) return undefined;
  const { header } = report;
  if (typeof header !== 'object' || header === null || !('glibcVersionRuntime' in header)) return undefined;
  return typeof header.glibcVersionRuntime === 'string' ? header.glibcVersionRuntime : undefined;
}

/** True if a version such as `2.36` is at least the wanted one. */
export function isAtLeast(version: string, wanted: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = wanted.split('.').map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

/** Node.js run under Debian 13's C library, which lies in the cache and is never installed. */
export async function nodeOnModernLibc(cache: string, report: Report): Promise<NodeCommand> {
  const entry = await cacheEntry(join(cache, `debian-${SUITE}-libc`), report, async (temporary) => {
    if (!canFetchDebianPackages()) {
      throw new Error("glibc 2.38 is needed, and apt with Debian's archive keys is not there to fetch it");
    }
    report(`fetching Debian 13's C library (${PACKAGES.join(', ')}; 3.6 MB, and 10 MB of package lists)`);
    await unpackDebianPackages(SUITE, PACKAGES, temporary);
  });
  const loader = await findLoader(join(entry, 'root'));
  return { program: loader, args: ['--library-path', dirname(loader), process.execPath] };
}

async function findLoader(root: string): Promise<string> {
  const files = await readdir(root, { recursive: true });
  const loader = files.find((file) => LOADERS.some((name) => file.endsWith(`-linux-gnu/${name}`)));
  if (loader === undefined) throw new Error(`no dynamic loader in ${root}: delete that directory and start again`);
  return join(root, loader);
}
