import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { z } from 'zod';
import { waitForPort } from '../support/ports';
import { runComponent } from './run-component';

const READY_LIMIT_MS = 60_000;

const optionsSchema = z.object({ executable: z.string(), directory: z.string(), port: z.number() });

/** A stand-alone `mongod` on the loopback address. */
void runComponent(optionsSchema, async ({ executable, directory, port }) => {
  await mkdir(directory, { recursive: true });
  const server = spawn(executable, ['--dbpath', directory, '--bind_ip', '127.0.0.1', '--port', String(port)], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const ended = once(server, 'exit');
  server.once('exit', exitWithServer);
  await waitForPort(port, READY_LIMIT_MS);
  return {
    details: { uri: `mongodb://127.0.0.1:${port}/?directConnection=true` },
    stop: async () => {
      server.off('exit', exitWithServer);
      server.kill('SIGTERM');
      await ended;
    },
  };
});

function exitWithServer(): void {
  process.exit(1);
}
