import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { keptJson } from '../support/private-file';

const secretsSchema = z.object({
  credentialKeys: z.string(),
  payloadKeys: z.string(),
  confirmationCodeKey: z.string(),
  platformPassword: z.string(),
  customerPassword: z.string(),
  backendSecret: z.string(),
  dashboardSecret: z.string(),
});

/** In a file of its own: directories from before it was needed have the others already. */
const inboundSchema = z.object({ inboundAddressKeys: z.string() });

/** What a data directory's stack keeps secret; made at random once, in files that only its user may read. */
export type StackSecrets = Readonly<z.infer<typeof secretsSchema> & z.infer<typeof inboundSchema>>;

/** Reads the secrets of a data directory, or makes them the first time. */
export async function stackSecrets(dataDirectory: string): Promise<StackSecrets> {
  const inbound = await keptJson(join(dataDirectory, 'inbound-keys.json'), inboundSchema, async () =>
    Promise.resolve({ inboundAddressKeys: `demo-1:${newKey()}` }),
  );
  const secrets = await keptJson(
    join(dataDirectory, 'secrets.json'),
    secretsSchema,
    async () =>
      await Promise.resolve({
        credentialKeys: `demo-1:${newKey()}`,
        payloadKeys: `demo-1:${newKey()}`,
        confirmationCodeKey: newKey(),
        platformPassword: newPassword(),
        customerPassword: newPassword(),
        backendSecret: newPassword(),
        dashboardSecret: newPassword(),
      }),
  );
  return { ...secrets, ...inbound };
}

function newKey(): string {
  return randomBytes(32).toString('base64');
}

function newPassword(): string {
  return randomBytes(18).toString('base64url');
}
