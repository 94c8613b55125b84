import { z } from 'zod';

import type { ReadablePayload } from '../../activities/ports/payload-desk';
import type { ApiDependencies } from '../dependencies';
import { jsonRoute, type Route } from '../route';
import { codecHeaders, payloads } from '../schemas/payload';

type Payloads = z.output<typeof payloads>;

const shared = {
  method: 'post',
  tag: 'Service',
  audience: { kind: 'roles', roles: ['ops'], organization: 'all' },
  request: z.object({ headers: codecHeaders, body: payloads }),
  bodyFormat: { size: 'message' },
  problems: [],
} as const;

const decodePayloads = jsonRoute({
  ...shared,
  path: '/v1/codec/decode',
  operationId: 'decodePayloads',
  summary: 'Decrypt payloads, for the Temporal UI and CLI',
  description:
    'Temporal’s protocol for remote codecs. The browser of the UI is let in by CORS where `TEMPORAL_UI_URL` names its ' +
    'origin. Payloads that are not encrypted come back as they are.',
  audience: { ...shared.audience, scope: 'operations:read' },
  response: { status: 200, description: 'The payloads, in their order', schema: payloads },
  async handle({ body }, { log, identity }, { payloadDesk }) {
    log.info({ by: identity.subject, payloads: body.payloads.length }, 'Payloads are decrypted for ops');
    return { body: await through(body, async (given) => await payloadDesk.decode(given)) };
  },
});

const encodePayloads = jsonRoute({
  ...shared,
  path: '/v1/codec/encode',
  operationId: 'encodePayloads',
  summary: 'Encrypt payloads, for Signals and Updates that are sent from the Temporal UI or CLI',
  audience: { ...shared.audience, scope: 'operations:write' },
  response: { status: 200, description: 'The payloads, in their order', schema: payloads },
  async handle({ body }, _context, { payloadDesk }) {
    return { body: await through(body, async (given) => await payloadDesk.encode(given)) };
  },
});

export const codecRoutes: readonly Route[] = [decodePayloads, encodePayloads];

async function through(
  body: Payloads,
  pass: (given: ReadablePayload[]) => ReturnType<ApiDependencies['payloadDesk']['decode']>,
): Promise<Payloads> {
  const given = body.payloads.map(({ metadata = {}, data = '' }) => ({
    metadata: Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, Buffer.from(value, 'base64')])),
    data: Buffer.from(data, 'base64'),
  }));
  return { payloads: (await pass(given)).map(written) };
}

function written({ metadata, data }: ReadablePayload): Payloads['payloads'][number] {
  const named = Object.entries(metadata).map(([name, value]) => [name, base64(value)] as const);
  const text = base64(data);
  return { metadata: Object.fromEntries(named), ...(text === '' ? {} : { data: text }) };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
