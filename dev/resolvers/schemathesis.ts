import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheEntry } from '../support/cache-entry';
import { run } from '../support/command';
import { cacheDirectory, projectDirectory } from '../support/directories';
import type { Report } from '../support/report';
import { pipCommand, pythonOnPath } from './python-wheel';
import { firstHit } from './resolution';

const REQUIREMENTS = 'dev/resolvers/schemathesis-requirements.txt';
const INSTALL_LIMIT_MS = 240_000;

/** How to run Schemathesis: `python args…`, with this in the environment. */
export interface SchemathesisProgram {
  readonly python: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Schemathesis from PyPI, every package pinned by its hash. Throws `ComponentUnavailableError` where it can't be had. */
export async function resolveSchemathesis(report: Report): Promise<SchemathesisProgram> {
  const remedy = 'It needs Python 3.11 or newer with pip, and PyPI.';
  const source = { name: 'PyPI', resolve: async () => await installed(cacheDirectory(), report) };
  const packages = await firstHit({ component: 'Schemathesis', remedy }, [source], report);
  const script = 'from schemathesis.cli import schemathesis; schemathesis()';
  return { python: pythonOnPath(), args: ['-c', script], environment: { PYTHONPATH: packages } };
}

/** The directory with the packages: a target of pip's own, which needs no virtual environment and may be moved. */
async function installed(cache: string, report: Report): Promise<string> {
  const requirements = join(projectDirectory(), REQUIREMENTS);
  const lock = createHash('sha256').update(await readFile(requirements));
  const { python } = await version();
  lock.update(python);
  const directory = join(cache, `schemathesis-${lock.digest('hex').slice(0, 16)}`);
  return await cacheEntry(directory, report, async (temporary) => {
    report('fetching schemathesis and what it needs from PyPI (about 20 MB)');
    const [pip, ...first] = await pipCommand();
    const pins = ['--require-hashes', '--only-binary=:all:', '--no-deps', '--requirement', requirements];
    const quiet = ['--disable-pip-version-check', '--no-input', '--quiet', '--root-user-action=ignore'];
    const args = [...first, 'install', ...quiet, ...pins, '--target', temporary];
    await run(pip, args, { timeoutMs: INSTALL_LIMIT_MS });
  });
}

/** Wheels with native code fit one version of Python. */
async function version(): Promise<{ readonly python: string }> {
  const text = await run(pythonOnPath(), ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])']);
  const [major = 0, minor = 0] = text.trim().split('.').map(Number);
  if (major < 3 || (major === 3 && minor < 11)) throw new Error(`python3 is version ${text.trim()}`);
  return { python: text.trim() };
}
