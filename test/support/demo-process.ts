import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { DemoSummary } from '../../dev/demo/summary';
import { MailStore } from '../../dev/inbox/mail-store';
import { projectDirectory } from '../../dev/support/directories';
import { testWorkflowBundle } from './embedded-addresses';
import { processesOf } from './processes';

/** What a run of the demo left. */
export interface DemoRun {
  readonly exitCode: number | null;
  readonly output: string;
  readonly errors: string;
  /** The last line of the output, parsed; `undefined` where it is not JSON. */
  readonly summary: DemoSummary | undefined;
  /** The inbox that the demo looked into, as it kept it. */
  readonly inbox: MailStore;
  /** The bytes of its mails by their ids; the files are gone. */
  readonly rawMails: ReadonlyMap<string, Buffer>;
  /** Processes that still belong to it. */
  readonly leftBehind: readonly string[];
}

/** Runs the demo as its users do, from the sources, in a data directory of its own that is gone afterwards. */
export async function runDemo(...args: string[]): Promise<DemoRun> {
  const directory = await mkdtemp(join(tmpdir(), 'demo-'));
  try {
    const root = projectDirectory();
    const dev = (...names: string[]): string => join(root, 'dev', ...names);
    const loaded = ['--require', dev('typescript-hook.js'), '--require', dev('support', 'exit-with-parent.ts')];
    const child = spawn(process.execPath, [...loaded, dev('demo', 'main.ts'), ...args], {
      cwd: root,
      env: { ...process.env, DATA_DIR: directory, WORKFLOW_BUNDLE_PATH: testWorkflowBundle() },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    if (!child.stdout || !child.stderr) throw new Error('The demo has no output');
    const closed = once(child, 'close') as Promise<[number | null]>;
    const [output, errors, [exitCode]] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
    const inbox = await MailStore.open(join(directory, 'demo', 'inbox'));
    const rawMails = new Map<string, Buffer>();
    for (const mail of inbox.list()) rawMails.set(mail.id, await inbox.raw(mail));
    return {
      rawMails,
      exitCode,
      output,
      errors,
      summary: lastLineOf(output),
      inbox,
      leftBehind: await processesOf(directory),
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function lastLineOf(output: string): DemoSummary | undefined {
  try {
    return JSON.parse(output.trimEnd().split('\n').at(-1) ?? '') as DemoSummary;
  } catch {
    return undefined;
  }
}
