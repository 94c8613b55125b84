import { randomUUID } from 'node:crypto';

import type { Shot } from './load';

export interface Sides {
  readonly service: () => Shot;
  readonly bare: () => Shot;
}

export interface ApiWorkload {
  readonly name: string;
  readonly says: string;
  readonly sides: Sides;
}

export interface Targets {
  readonly serviceUrl: string;
  readonly bareUrl: string;
  readonly organizationId: string;
  /** Access tokens: one of ops, one of the product's backend. */
  readonly ops: string;
  readonly backend: string;
}

/** Far enough ahead that nothing is sent while it is measured. */
const delayMs = 7 * 24 * 60 * 60 * 1000;

const read = (url: string, token?: string) => (): Shot => ({
  method: 'GET',
  url,
  headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
});

/** A mail for the service, under a new key each time. */
export function handOver({ serviceUrl, organizationId, backend }: Targets): () => Shot {
  return posting(`${serviceUrl}/v1/messages`, organizationId, backend);
}

function posting(url: string, organizationId: string, token?: string): () => Shot {
  const mail = JSON.stringify({
    organizationId,
    category: 'transactional',
    to: ['signer@partner.example'],
    subject: 'Please sign: framework agreement',
    text: 'Good day,\n\na document is waiting for your signature.\n'.repeat(20),
    notBefore: new Date(Date.now() + delayMs).toISOString(),
  });
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const fixed = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(mail)) };
  return () => {
    return {
      method: 'POST',
      url,
      headers: { ...fixed, ...authorization, 'idempotency-key': randomUUID() },
      body: mail,
    };
  };
}

export function apiWorkloads(targets: Targets): readonly ApiWorkload[] {
  const { serviceUrl, bareUrl, organizationId, ops } = targets;
  const own = `${serviceUrl}/v1/organizations/${organizationId}`;
  const bare = `${bareUrl}/organizations/${organizationId}`;
  return [
    {
      name: 'read-one',
      says: 'one organization: one document by its id',
      sides: { service: read(own, ops), bare: read(bare) },
    },
    {
      name: 'read-list',
      says: 'the newest 50 mails of an organization',
      sides: { service: read(`${own}/messages?limit=50`, ops), bare: read(`${bare}/messages`) },
    },
    {
      name: 'command',
      says: 'a mail is handed over: one document read, one inserted and journalled',
      sides: {
        service: handOver(targets),
        bare: posting(`${bareUrl}/messages`, organizationId),
      },
    },
  ];
}
