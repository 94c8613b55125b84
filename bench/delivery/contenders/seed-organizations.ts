import { Client, Connection } from '@temporalio/client';

import { readWorkerConfig } from '../../../config/env';
import type { Stack } from '../../../dev/stack';
import { passwordAuthentication } from '../../../domain/authentication';
import { Secret } from '../../../domain/secret';
import { publicTrust } from '../../../domain/server-trust';
import { createAdapters } from '../../../worker/adapters';
import type { Sink } from '../sink/sink';
import { liveOrganization } from './live-organization';

const atOnce = 20;

/**
 * Puts organizations with a live server on the sink into the service's store. The check and the review of each would
 * measure the lifecycle, not delivery.
 */
export async function seedOrganizations(
  { environment, addresses }: Stack,
  sink: Pick<Sink, 'host' | 'port' | 'password'>,
  ids: readonly string[],
): Promise<void> {
  const connection = Connection.lazy({ address: addresses.temporal });
  const { mongo, vault, projector } = createAdapters(readWorkerConfig(environment), new Client({ connection }));
  const { host, port, password } = sink;
  const seed = async (organizationId: string): Promise<void> => {
    const credentialId = 'bench';
    const server = { host, port, security: 'tls', user: organizationId } as const;
    const sender = { senderAddress: `contracts@${organizationId}.example`, senderName: 'Contracts' };
    const settings = { ...server, ...sender, authentication: passwordAuthentication, trust: publicTrust };
    await vault.deposit({ organizationId, revision: 1, credentialId }, new Secret(password));
    await vault.adopt(organizationId, credentialId);
    await projector.save(liveOrganization({ organizationId, settings, credentialId }), []);
  };
  await mongo.connect();
  for (let from = 0; from < ids.length; from += atOnce) await Promise.all(ids.slice(from, from + atOnce).map(seed));
  await mongo.close();
  await connection.close();
}
