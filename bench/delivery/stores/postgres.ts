import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { execute } from '../../../dev/support/command';
import { missingProgram } from './debian-program';
import { PrivateServer } from './private-server';
import type { StoreKind } from './store';

const debianVersions = '/usr/lib/postgresql';
const user = 'bench';

interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL as Debian configures it: fsync and synchronous commit are on. */
export const postgres: StoreKind = {
  label: 'PostgreSQL, fsync on',
  unavailable: async () => await missingProgram(binaries, ['postgresql']),
  async start(directory) {
    const programs = binaries() ?? debianVersions;
    const identity = serverIdentity();
    await mkdir(directory, { recursive: true });
    if (identity) await chown(directory, identity.uid, identity.gid);
    const cluster = join(directory, 'cluster');
    const authentication = ['--auth=trust', '--username', user, '--encoding=UTF8', '--no-locale'];
    execFileSync(join(programs, 'initdb'), ['--pgdata', cluster, ...authentication], { stdio: 'ignore', ...identity });
    const server = await PrivateServer.start(
      join(programs, 'postgres'),
      ['-D', cluster, '-k', directory, '-c', 'listen_addresses='],
      {
        logFile: join(directory, 'postgres.log'),
        isReady: async () => (await execute(join(programs, 'pg_isready'), ['-h', directory, '-U', user])).code === 0,
        ...identity,
      },
    );
    return {
      connection: {
        kind: 'postgres',
        url: `postgresql://${user}@localhost/postgres?host=${encodeURIComponent(directory)}`,
      },
      pid: server.pid,
      // The fast shutdown: without waiting for clients to leave.
      stop: async () => await server.stop('SIGINT'),
    };
  },
};

export function postgresVersion(): string {
  const programs = binaries();
  if (programs === undefined) return 'none';
  return (
    /(\d+\.\d+)/.exec(execFileSync(join(programs, 'postgres'), ['--version'], { encoding: 'utf8' }))?.[1] ?? 'unknown'
  );
}

/** The newest installed version's programs. */
function binaries(): string | undefined {
  if (!existsSync(debianVersions)) return undefined;
  const versions = readdirSync(debianVersions).toSorted((one, other) => Number(other) - Number(one));
  return versions
    .map((version) => join(debianVersions, version, 'bin'))
    .find((path) => existsSync(join(path, 'postgres')));
}

/** PostgreSQL refuses to run as root: its Debian user takes over. */
function serverIdentity(): Identity | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return { uid: idOf('-u'), gid: idOf('-g') };
}

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
}
