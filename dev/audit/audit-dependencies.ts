import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { runFramed, type CommandWorld } from '../../tools/command-frame';
import { projectDirectory } from '../support/directories';
import { readAdvisories } from './advisory-folder';
import { findings, isAnswered, type Finding } from './finding';
import { lockedPackages, type LockedPackage } from './locked-packages';
import { askRegistry } from './registry-audit';

const usage = `Usage: npm run -s audit:dependencies -- [options]

Compares what package-lock.json installs with known advisories. A finding that docs/security.md names, by its id or its CVE,
counts as answered. Asks the registry (npm audit), unless it is given advisories.

  --advisories DIR    a folder of advisories in the form of OSV: a checkout of github.com/github/advisory-database, say
  --lock FILE         another lock file
  --answers FILE      another document that answers findings
  --json              print one object: {asked, packages, answered, open}
  --help              print this text

Ends with 0 nothing open, 1 findings that nobody has answered, 2 could not be asked, 3 called in a way that cannot work.`;

interface Audit {
  /** Who knew of weaknesses. */
  readonly asked: string;
  readonly packages: number;
  readonly answered: readonly Finding[];
  readonly open: readonly Finding[];
}

/** Runs the command and returns its exit code: 0 nothing open, 1 open findings, 2 could not be asked, 3 usage. */
export async function auditDependencies(args: readonly string[], world: CommandWorld): Promise<number> {
  const command = { usage, failure: 'The dependencies are unchecked', readOptions, run };
  return await runFramed(command, args, world);
}

function readOptions(args: readonly string[]) {
  const [flag, text] = [{ type: 'boolean' }, { type: 'string' }] as const;
  const options = { advisories: text, lock: text, answers: text, json: flag, help: flag } as const;
  return parseArgs({ args: [...args], options }).values;
}

async function run({ advisories, lock, answers, json }: ReturnType<typeof readOptions>) {
  const root = projectDirectory();
  const packages = lockedPackages(await readFile(lock ?? join(root, 'package-lock.json'), 'utf8'));
  const document = await readFile(answers ?? join(root, 'docs/security.md'), 'utf8');
  const { asked, found } = advisories === undefined ? await byRegistry(packages) : await byFolder(advisories, packages);
  const answered = found.filter((finding) => isAnswered(finding, document));
  const open = found.filter((finding) => !answered.includes(finding));
  const audit = { asked, packages: packages.length, answered, open };
  return { text: json === true ? JSON.stringify(audit) : readable(audit), isClean: open.length === 0 };
}

async function byRegistry(packages: readonly LockedPackage[]) {
  return { asked: 'the registry', found: await askRegistry(packages) };
}

async function byFolder(folder: string, packages: readonly LockedPackage[]) {
  const { advisories, read } = await readAdvisories(folder, new Set(packages.map(({ name }) => name)));
  return { asked: `${read} advisories in ${folder}`, found: findings(packages, advisories) };
}

function line({ id, summary, package: { path, version } }: Finding): string {
  return `  ${id} ${path}@${version}: ${summary}`;
}

function readable({ asked, packages, answered, open }: Audit): string {
  return [
    `${packages} packages, by ${asked}: ${open.length} open, ${answered.length} answered in docs/security.md.`,
    ...(open.length > 0 ? ['Open:', ...open.map(line)] : []),
    ...(answered.length > 0 ? ['Answered:', ...answered.map(line)] : []),
  ].join('\n');
}
