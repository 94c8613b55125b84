import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheEntry } from '../support/cache-entry';
import { cacheDirectory } from '../support/directories';
import type { Report } from '../support/report';
import { canFetchDebianPackages, unpackDebianPackages } from './debian-packages';
import { type Source, firstHit } from './resolution';

const SUITE = 'bookworm';
/** Exim conflicts with Postfix as an installed package, so it is unpacked only, with the libraries that it needs. */
const PACKAGES = [
  'exim4-daemon-light',
  'exim4-base',
  'libdb5.3',
  'libevent-2.1-7',
  'libffi8',
  'libgmp10',
  'libgnutls-dane0',
  'libgnutls30',
  'libhogweed6',
  'libidn12',
  'libidn2-0',
  'libnettle8',
  'libnss-wrapper',
  'libp11-kit0',
  'libpcre2-8-0',
  'libssl3',
  'libtasn1-6',
  'libunbound8',
  'libunistring2',
];
const LIBRARIES = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' } as const;
/** The user that Debian builds into Exim; it is made up for the process alone. */
const USER = 'Debian-exim';

/** How to run an Exim that is not installed. */
export interface EximProgram {
  readonly exim: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** The sources in the order in which they are asked. */
export function eximSources(cache: string = cacheDirectory()): readonly Source<EximProgram>[] {
  return [{ name: "Debian's exim4-daemon-light, unpacked", resolve: async (report) => await unpacked(cache, report) }];
}

/** Finds or fetches Exim. Throws `ComponentUnavailableError` where it can't be had. */
export async function resolveExim(report: Report, sources = eximSources()): Promise<EximProgram> {
  const remedy = "It needs root, apt-get and Debian's archive keys.";
  return await firstHit({ component: 'Exim', remedy }, sources, report);
}

async function unpacked(cache: string, report: Report): Promise<EximProgram> {
  if (process.getuid?.() !== 0) throw new Error('Exim reads a configuration of our own for root only');
  const entry = await cacheEntry(join(cache, `debian-${SUITE}-exim`), report, async (temporary) => {
    if (!canFetchDebianPackages()) throw new Error("apt with Debian's archive keys is not there to fetch it");
    report(`fetching Debian's Exim (exim4-daemon-light and its libraries)`);
    await unpackDebianPackages(SUITE, PACKAGES, temporary);
    await writeFile(join(temporary, 'passwd'), `${await readFile('/etc/passwd', 'utf8')}${USER}:x:65534:65534::/:\n`);
    await writeFile(join(temporary, 'group'), `${await readFile('/etc/group', 'utf8')}${USER}:x:65534:\n`);
  });
  const libraries = join(entry, 'root', 'usr', 'lib', librariesOf(process.arch));
  return {
    exim: join(entry, 'root', 'usr', 'sbin', 'exim4'),
    environment: {
      LD_LIBRARY_PATH: libraries,
      LD_PRELOAD: join(libraries, 'libnss_wrapper.so'),
      NSS_WRAPPER_PASSWD: join(entry, 'passwd'),
      NSS_WRAPPER_GROUP: join(entry, 'group'),
    },
  };
}

function librariesOf(architecture: string): string {
  if (architecture === 'x64' || architecture === 'arm64') return LIBRARIES[architecture];
  throw new Error(`there is no known Exim for ${architecture}`);
}
