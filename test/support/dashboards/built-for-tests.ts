import { join } from 'node:path';
import { run } from '../../../dev/support/command';
import { projectDirectory } from '../../../dev/support/directories';

const patienceMs = 120_000;

/** Builds the dashboards unless they are up to date: pages under test are made of the sources that lie here. */
export async function buildForTests(): Promise<void> {
  const project = projectDirectory();
  const hook = join(project, 'dev', 'typescript-hook.js');
  const builder = join(project, 'dev', 'web', 'build-dashboards.ts');
  await run(process.execPath, ['--require', hook, builder], { cwd: project, timeoutMs: patienceMs });
}
