import type { Stack } from '../../dev/stack';
import { freePort } from '../../dev/support/ports';
import { startExtraProcess } from './extra-process';

/** An API process beside that of a stack, which can be reached at `url`. */
export interface ExtraApi {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startExtraApi(
  stack: Stack,
  environment: Readonly<Record<string, string>> = {},
): Promise<ExtraApi> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const own = { API_PORT: String(port), API_METRICS_PORT: '', ...environment };
  const api = await startExtraProcess(stack, { name: 'api', readyUrl: `${url}/readyz` }, own);
  return { url, stop: async () => await api.stop() };
}
