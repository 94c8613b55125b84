import { KeyRing } from '../../../adapters/crypto/key-ring';
import { SealedBox } from '../../../adapters/crypto/sealed-box';
import { MongoConnection } from '../../../adapters/mongo/mongo-connection';
import { MongoCredentialVault } from '../../../adapters/mongo/mongo-credential-vault';
import { MongoLifecycleStore } from '../../../adapters/mongo/mongo-lifecycle-store';
import { keyRing } from '../../../config/formats';
import type { Stack } from '../../../dev/stack';
import { Secret } from '../../../domain/secret';
import type { Sink } from '../sink/sink';
import { liveOrganization } from './live-organization';

const atOnce = 20;

/**
 * Puts organizations with a live server on the sink into the service's store. The check and the review of each would
 * measure the lifecycle, not delivery.
 */
export async function seedOrganizations(
  { addresses, environment }: Stack,
  sink: Sink,
  ids: readonly string[],
): Promise<void> {
  const uri = new Secret(addresses.mongodbUri ?? '');
  const mongo = new MongoConnection({ uri, database: addresses.mongodbDatabase });
  const vault = new MongoCredentialVault(
    mongo,
    new SealedBox(new KeyRing(keyRing.parse(environment['CREDENTIAL_KEYS']))),
  );
  const lifecycles = new MongoLifecycleStore(mongo);
  const { host, port, password } = sink;
  const seed = async (organizationId: string): Promise<void> => {
    const credentialId = 'bench';
    const sender = { senderAddress: `contracts@${organizationId}.example`, senderName: 'Contracts' };
    const settings = { host, port, security: 'tls', user: organizationId, ...sender } as const;
    await vault.deposit({ organizationId, revision: 1, credentialId }, new Secret(password));
    await vault.adopt(organizationId, credentialId);
    await lifecycles.save(liveOrganization({ organizationId, settings, credentialId }), []);
  };
  await mongo.connect();
  for (let from = 0; from < ids.length; from += atOnce) await Promise.all(ids.slice(from, from + atOnce).map(seed));
  await mongo.close();
}
