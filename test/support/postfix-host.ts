import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { z } from 'zod';
import { runComponent } from '../../dev/components/run-component';
import { waitForPort } from '../../dev/support/ports';

const READY_LIMIT_MS = 20_000;

const optionsSchema = z.object({ program: z.string(), configuration: z.string(), port: z.number() });

// Postfix in the foreground of a process that ends when the tests do, however they end.
void runComponent(optionsSchema, async ({ program, configuration, port }) => {
  const master = spawn(program, ['-c', configuration, 'start-fg'], { stdio: ['ignore', 'inherit', 'inherit'] });
  const ended = once(master, 'exit');
  await Promise.race([
    greeting(port),
    ended.then(async () => await Promise.reject(new Error('postfix ended at once'))),
  ]);
  return {
    details: {},
    stop: async () => {
      await promisify(execFile)(program, ['-c', configuration, 'stop']).catch(() => undefined);
      await ended;
    },
  };
});

/** The master listens before its servers can serve: only a greeting shows that they do. */
async function greeting(port: number): Promise<void> {
  await waitForPort(port, READY_LIMIT_MS);
  const client = connect({ host: '127.0.0.1', port });
  try {
    await once(client, 'data', { signal: AbortSignal.timeout(READY_LIMIT_MS) });
  } finally {
    client.destroy();
  }
}
