import type { z } from 'zod';

import type { ApiDependencies } from '../dependencies';
import { readinessOf } from '../readiness';
import { publicRoute, type RenderedReply, type Route } from '../route';
import { health, readiness } from '../schemas/service';

const getHealth = publicRoute({
  method: 'get',
  path: '/healthz',
  operationId: 'getHealth',
  tag: 'Service',
  summary: 'Whether the process is alive',
  response: {
    status: 200,
    description: 'Alive',
    contentTypes: ['application/json'],
    schema: health,
  },
  problems: [],
  async handle({ settings }) {
    const { version, commit } = settings;
    return json(health, { status: 'ok', version, commit });
  },
});

const getReadiness = publicRoute({
  method: 'get',
  path: '/readyz',
  operationId: 'getReadiness',
  tag: 'Service',
  summary: 'Whether everything that requests need is there',
  response: {
    status: 200,
    description: 'Ready',
    contentTypes: ['application/json'],
    schema: readiness,
    otherwise: { status: 503, description: 'At least one dependency is away' },
  },
  problems: [],
  async handle({ readiness: probes, keyWatch }: ApiDependencies) {
    const dependencies = await readinessOf(probes);
    const isReady = Object.values(dependencies).every((answer) => answer === 'ready');
    const reply = json(readiness, {
      status: isReady ? 'ready' : 'away',
      dependencies,
      storedSecretKeys: [...keyWatch.seen],
    });
    return isReady ? reply : { ...reply, status: 503, headers: { 'Retry-After': '5' } };
  },
});

export const serviceRoutes: readonly Route[] = [getHealth, getReadiness];

function json<Schema extends z.ZodType>(schema: Schema, body: z.input<Schema>): RenderedReply {
  return { body: schema.parse(body), contentType: 'application/json' };
}
