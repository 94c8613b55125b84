import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';
import { runComponent } from '../../dev/components/run-component';
import { waitForPort } from '../../dev/support/ports';

const READY_LIMIT_MS = 20_000;

const optionsSchema = z.object({
  program: z.string(),
  configuration: z.string(),
  environment: z.record(z.string(), z.string()),
  port: z.number(),
});

// Exim in the foreground of a process that ends when the tests do, however they end.
void runComponent(optionsSchema, async ({ program, configuration, environment, port }) => {
  const daemon = spawn(program, ['-C', configuration, '-bdf'], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', ...environment },
  });
  const ended = once(daemon, 'exit');
  await Promise.race([
    waitForPort(port, READY_LIMIT_MS),
    ended.then(async () => await Promise.reject(new Error('exim ended at once'))),
  ]);
  return {
    details: {},
    stop: async () => {
      daemon.kill('SIGTERM');
      await ended;
    },
  };
});
