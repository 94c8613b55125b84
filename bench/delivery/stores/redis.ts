import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { executableOnPath } from '../../../dev/resolvers/executable-on-path';
import { execute } from '../../../dev/support/command';
import { missingProgram } from './debian-program';
import { PrivateServer } from './private-server';
import type { StoreKind } from './store';

/** Redis with its journal written through at each command: nothing that was acknowledged is lost with the power. */
export const redis: StoreKind = {
  label: 'Redis, appendfsync always',
  unavailable: async () =>
    await missingProgram(() => executableOnPath('redis-server'), ['redis-server', 'redis-tools']),
  async start(directory) {
    await mkdir(directory, { recursive: true });
    const socket = join(directory, 'redis.sock');
    const settings = {
      port: '0',
      unixsocket: socket,
      dir: directory,
      appendonly: 'yes',
      appendfsync: 'always',
      save: '',
      'maxmemory-policy': 'noeviction',
    };
    const server = await PrivateServer.start(
      executableOnPath('redis-server') ?? 'redis-server',
      Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
      {
        logFile: join(directory, 'redis.log'),
        isReady: async () => (await execute('redis-cli', ['-s', socket, 'ping'])).output.includes('PONG'),
      },
    );
    return {
      connection: { kind: 'redis', socket },
      pid: server.pid,
      stop: async () => await server.stop('SIGTERM'),
    };
  },
};

export function redisVersion(): string {
  const program = executableOnPath('redis-server');
  if (program === undefined) return 'none';
  return /v=(\S+)/.exec(execFileSync(program, ['--version'], { encoding: 'utf8' }))?.[1] ?? 'unknown';
}
