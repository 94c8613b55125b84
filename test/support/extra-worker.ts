import type { Stack } from '../../dev/stack';
import type { ComponentProcess } from '../../dev/stack/component-process';
import { freePort } from '../../dev/support/ports';
import { startExtraProcess } from './extra-process';

/** Starts another worker process beside that of a stack, or in its place. */
export async function startExtraWorker(
  stack: Stack,
  environment: Readonly<Record<string, string>> = {},
): Promise<ComponentProcess> {
  const port = await freePort();
  // One worker of a machine listens for bounces; a second one could not have the same port.
  const own = { INBOUND_SMTP_PORT: '', WORKER_METRICS_PORT: String(port), ...environment };
  return await startExtraProcess(stack, { name: 'worker', readyUrl: `http://127.0.0.1:${port}/healthz` }, own);
}
