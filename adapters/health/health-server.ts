import { createServer, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';

import type { Registry } from 'prom-client';

import type { KeyUse } from '../../activities/ports/key-usage';

/** What a process tells about itself: `healthz` and `readyz` for the orchestrator, `metrics` for Prometheus. */
export interface HealthServerOptions {
  readonly host: string;
  readonly port: number;
  readonly registry: Registry;
  /** Whether the process does what it is there for right now. */
  readonly isHealthy: () => boolean;
  /** Whether work can be taken on right now; a rejection means no. As healthy where it is left out. */
  readonly isReady?: () => Promise<boolean>;
  /** The keys of stored secrets, by id, where the process has to do with them. */
  readonly keys?: () => readonly KeyUse[];
}

/** Serves health and metrics until it is closed. Rejects when the port is taken. */
export async function startHealthServer(options: HealthServerOptions): Promise<Server> {
  const server = createServer((request, response) => {
    void answer(options, request.url ?? '/', response);
  });
  server.listen(options.port, options.host);
  await once(server, 'listening');
  return server;
}

async function answer(
  { registry, isHealthy, isReady, keys }: HealthServerOptions,
  url: string,
  response: ServerResponse,
): Promise<void> {
  if (url === '/metrics') {
    response.writeHead(200, { 'content-type': registry.contentType }).end(await registry.metrics());
  } else if (url === '/healthz') {
    const healthy = isHealthy();
    response.writeHead(healthy ? 200 : 503, { 'content-type': 'application/json' }).end(JSON.stringify({ healthy }));
  } else if (url === '/readyz') {
    const ready = isHealthy() && (isReady === undefined || (await isReady().catch(() => false)));
    response
      .writeHead(ready ? 200 : 503, { 'content-type': 'application/json' })
      .end(JSON.stringify({ ready, keys: keys?.() }));
  } else {
    response.writeHead(404).end();
  }
}
