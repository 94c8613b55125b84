import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { basename, sep } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { execute } from '../support/command';
import { isAlive } from '../support/file-lock';
import type { Report } from '../support/report';

const PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 100;
/** Programs that a component starts: they can't be given an argument of ours. */
const SERVERS = ['temporal', 'mongod'];

interface RunningProcess {
  readonly pid: number;
  readonly args: readonly string[];
}

/** The argument that marks a process as one of this data directory's. */
export function ownerArgument(dataDirectory: string): string {
  return `--data-directory=${dataDirectory}`;
}

/**
 * Waits for processes of an earlier stack on this data directory, which end by themselves when their supervisor is
 * gone, and ends those that don't: a server whose component was killed together with the supervisor.
 */
export async function endLeftovers(dataDirectory: string, report: Report): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  const found = (await processes()).filter((running) => belongsTo(dataDirectory, running));
  if (found.length === 0) return;
  report(`waiting for ${found.length} process(es) of an earlier start to end`);
  const ending = found.filter(({ args }) => !isServer(args));
  while (ending.some(({ pid }) => isAlive(pid)) && Date.now() < deadline) await delay(LOOK_EVERY_MS);
  const rest = (await processes()).filter((running) => belongsTo(dataDirectory, running));
  for (const { pid } of rest) process.kill(pid, 'SIGKILL');
  while (rest.some(({ pid }) => isAlive(pid)) && Date.now() < deadline + PATIENCE_MS) await delay(LOOK_EVERY_MS);
}

function belongsTo(dataDirectory: string, { args }: RunningProcess): boolean {
  if (args.includes(ownerArgument(dataDirectory))) return true;
  return isServer(args) && args.some((arg) => arg.startsWith(`${dataDirectory}${sep}`));
}

function isServer(args: readonly string[]): boolean {
  return SERVERS.includes(basename(args[0] ?? ''));
}

async function processes(): Promise<RunningProcess[]> {
  const all = existsSync('/proc/self/cmdline') ? await fromProcfs() : await fromPs();
  return all.filter(({ pid }) => pid !== process.pid);
}

async function fromProcfs(): Promise<RunningProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  return await Promise.all(
    pids.map(async (pid) => {
      const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      return { pid, args: commandLine.split('\0') };
    }),
  );
}

async function fromPs(): Promise<RunningProcess[]> {
  const { output } = await execute('ps', ['-axo', 'pid=,args=']);
  return output.split('\n').map((line) => {
    const [pid = '', ...args] = line.trim().split(/\s+/);
    return { pid: Number(pid), args };
  });
}
