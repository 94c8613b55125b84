import { join } from 'node:path';
import type { Stack } from '../../dev/stack';
import { ComponentProcess } from '../../dev/stack/component-process';
import { freePort } from '../../dev/support/ports';

/** Starts another worker process beside that of a stack, or in its place. */
export async function startExtraWorker(
  stack: Stack,
  environment: Readonly<Record<string, string>> = {},
): Promise<ComponentProcess> {
  const port = await freePort();
  const worker = new ComponentProcess({
    name: 'extra worker',
    module: '../worker/main',
    readyUrl: `http://127.0.0.1:${port}/healthz`,
    // One worker of a machine listens for bounces; a second one could not have the same port.
    environment: { ...stack.environment, INBOUND_SMTP_PORT: '', WORKER_METRICS_PORT: String(port), ...environment },
    dataDirectory: stack.dataDirectory,
    logFile: join(stack.dataDirectory, 'logs', 'extra-worker.log'),
  });
  await worker.ready();
  return worker;
}
