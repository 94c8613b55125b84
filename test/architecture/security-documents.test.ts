import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const documents = ['docs/security.md', 'docs/asvs.md'];

/** What a document names as the test of a promise. */
function namedTests(document: string): readonly string[] {
  const text = readFileSync(join(root, document), 'utf8');
  return [...text.matchAll(/`(test\/[\w./-]+)`/g)].map(([, path]) => path ?? '');
}

describe('what the documents of security promise', () => {
  it.each(documents)('%s names tests that there are', (document) => {
    const named = namedTests(document);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

/** Versions that known advisories are mended in, by package; a range of its own for each line that gets fixes. */
const mended: Readonly<Record<string, readonly string[]>> = {
  // GHSA-4ffr-jq9g-5ffx, GHSA-wmmp-3585-3rmp, GHSA-2x7j-588g-ccc2, GHSA-p6gq-j5cr-w38f, CVE-2025-14874, CVE-2025-13033
  nodemailer: ['10.0.13'],
  // STARTTLS injection, CVE-2026-38728
  'smtp-server': ['3.19.23'],
  // GHSA-664h-wqgq-64gw, CVE-2025-23061, CVE-2024-53900
  mongoose: ['9.0.0'],
  // CVE-2024-45296, CVE-2024-52798, CVE-2026-4867
  'path-to-regexp': ['8.0.0'],
  // CVE-2024-45590
  'body-parser': ['1.20.3'],
  // CVE-2025-15284, CVE-2026-2391
  qs: ['6.14.2'],
  // CVE-2024-47764
  cookie: ['0.7.0'],
};

interface Locked {
  readonly version?: string;
}

function installed(): readonly (readonly [string, string, string])[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, Locked>>;
  };
  return Object.entries(lock.packages).flatMap(([path, { version }]) => {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    return path.includes('node_modules/') && version !== undefined ? [[path, name, version] as const] : [];
  });
}

function isAtLeast(version: string, least: string): boolean {
  return version.localeCompare(least, 'en', { numeric: true }) >= 0;
}

describe('the dependencies', () => {
  const packages = installed();

  it.each(Object.entries(mended))('%s is nowhere older than what its advisories are mended in', (name, least) => {
    const copies = packages.filter(([, each]) => each === name);
    expect(copies.length).toBeGreaterThan(0);
    const old = copies.filter(([, , version]) => !least.some((floor) => isAtLeast(version, floor)));
    expect(old.map(([path, , version]) => `${path}@${version}`)).toEqual(answered[name] ?? []);
  });
});

/** Copies that are older, and why they do no harm: docs/security.md answers each. */
const answered: Readonly<Record<string, readonly string[]>> = {
  nodemailer: ['node_modules/mailauth/node_modules/nodemailer@8.0.7'],
};
