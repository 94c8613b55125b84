import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { execute } from '../../dev/support/command';
import type { SchemathesisProgram } from '../../dev/resolvers/schemathesis';
import type { CallerShare } from './callers';

const limitMs = 480_000;

/** What is asked, as whom, and from where. */
export interface RunOptions {
  readonly program: SchemathesisProgram;
  readonly url: string;
  readonly token: string;
  readonly share: CallerShare;
  /** A directory for what a run needs, and leaves. */
  readonly directory: string;
}

export interface RunResult {
  readonly isClean: boolean;
  readonly output: string;
  readonly seconds: number;
}

/** Has Schemathesis ask all that a caller may ask. Not clean either when an operation was left out. */
export async function runSchemathesis({ program, url, token, share, directory }: RunOptions): Promise<RunResult> {
  const folder = join(directory, share.caller);
  await mkdir(folder);
  const config = join(__dirname, 'schemathesis.toml');
  const target = [`${url}/openapi.json`, '--url', url, '--header', `Authorization: Bearer ${token}`, '--no-color'];
  const operations = share.operationIds.flatMap((operationId) => ['--include-operation-id', operationId]);
  const args = [...program.args, '--config-file', config, 'run', ...target, ...operations];
  const startedAt = Date.now();
  const { code, output } = await execute(program.python, args, {
    cwd: folder,
    environment: environment(program, folder),
    timeoutMs: limitMs,
  });
  const tested = Number(/Tested: (\d+)/.exec(output)?.[1]);
  const isClean = code === 0 && tested === share.operationIds.length;
  return { isClean, output, seconds: (Date.now() - startedAt) / 1000 };
}

/** Nothing of ours but what a program needs to run. */
function environment(program: SchemathesisProgram, folder: string): NodeJS.ProcessEnv {
  const { PATH } = process.env;
  const paths = { PYTHONPATH: `${program.environment['PYTHONPATH'] ?? ''}:${__dirname}`, PYTHONDONTWRITEBYTECODE: '1' };
  return { PATH, HOME: folder, SCHEMATHESIS_HOOKS: 'hooks', ...paths };
}
