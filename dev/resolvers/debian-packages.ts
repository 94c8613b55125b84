import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { run } from '../support/command';
import { executableOnPath } from './executable-on-path';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const DEFAULT_MIRROR = 'http://deb.debian.org/debian';
const APT_LIMIT_MS = 120_000;

/** True where packages can be fetched and verified: apt, dpkg and Debian's own keys are there. */
export function canFetchDebianPackages(): boolean {
  return ['apt-get', 'dpkg-deb'].every((name) => executableOnPath(name) !== undefined) && existsSync(KEYRING);
}

/**
 * Fetches packages of a Debian suite and unpacks them into `target`. Nothing is installed and the machine's own apt
 * state is not touched: lists and cache are private. apt itself verifies the suite's signature and each package.
 */
export async function unpackDebianPackages(
  suite: string,
  packages: readonly string[],
  directory: string,
): Promise<string> {
  const workspace = join(directory, 'apt');
  const target = join(directory, 'root');
  const options = await privateAptOptions(workspace, suite);
  await run('apt-get', [...options, 'update'], { timeoutMs: APT_LIMIT_MS });
  await run('apt-get', [...options, 'download', ...packages], { cwd: workspace, timeoutMs: APT_LIMIT_MS });
  const archives = (await readdir(workspace)).filter((name) => name.endsWith('.deb'));
  for (const archive of archives) await run('dpkg-deb', ['-x', join(workspace, archive), target]);
  await rm(workspace, { recursive: true });
  return target;
}

async function privateAptOptions(workspace: string, suite: string): Promise<string[]> {
  for (const folder of ['lists/partial', 'cache/archives/partial', 'state']) {
    await mkdir(join(workspace, folder), { recursive: true });
  }
  const list = join(workspace, 'sources.list');
  await writeFile(list, `deb [signed-by=${KEYRING}] ${await debianMirror()} ${suite} main\n`);
  const settings = {
    'Dir::Etc::SourceList': list,
    'Dir::Etc::SourceParts': '/dev/null',
    'Dir::Etc::Preferences': '/dev/null',
    'Dir::Etc::PreferencesParts': '/dev/null',
    'Dir::State': join(workspace, 'state'),
    'Dir::State::Lists': join(workspace, 'lists'),
    'Dir::State::status': '/dev/null',
    'Dir::Cache': join(workspace, 'cache'),
    'Acquire::Languages': 'none',
    'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled': 'false',
    'Acquire::AllowInsecureRepositories': 'false',
    'APT::Get::AllowUnauthenticated': 'false',
    // Without it, apt run by root would download as a user who may not write here.
    'APT::Sandbox::User': userInfo().username,
  };
  return ['-q', ...Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`])];
}

/** The mirror that the machine uses already, so that a site's own mirror is respected. */
async function debianMirror(): Promise<string> {
  const parts = await readdir('/etc/apt/sources.list.d').catch(() => []);
  const files = ['/etc/apt/sources.list', ...parts.map((name) => join('/etc/apt/sources.list.d', name))];
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => '');
    const mirror = mirrorIn(text);
    if (mirror !== undefined) return mirror;
  }
  return DEFAULT_MIRROR;
}

/** The first Debian archive that a sources file names, in either of apt's two notations. */
export function mirrorIn(sources: string): string | undefined {
  const used = sources.split('\n').filter((line) => /^\s*(deb\s|URIs:)/.test(line));
  return used.map((line) => /https?:\/\/\S+\/debian(?=\/?(\s|$))/.exec(line)?.[0]).find((url) => url !== undefined);
}
