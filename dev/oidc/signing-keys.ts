import { randomBytes, webcrypto } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { keptJson } from '../support/private-file';

const keysSchema = z.object({
  jwks: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }),
  cookieKeys: z.array(z.string()),
});

/** What has to survive a restart of the provider, so that tokens stay valid. */
export type ProviderKeys = z.infer<typeof keysSchema>;

/** The provider's keys, made the first time and kept in the directory. */
export async function providerKeys(directory: string): Promise<ProviderKeys> {
  return await keptJson(join(directory, 'keys.json'), keysSchema, async () => ({
    jwks: { keys: [await elliptic(), await rsa()] },
    cookieKeys: [randomBytes(32).toString('base64url')],
  }));
}

async function elliptic(): Promise<Record<string, unknown>> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const { privateKey } = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  return await asSigningKey(privateKey, 'ES256');
}

async function rsa(): Promise<Record<string, unknown>> {
  const exponent = new Uint8Array([1, 0, 1]);
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: exponent, hash: 'SHA-256' };
  const { privateKey } = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  return await asSigningKey(privateKey, 'RS256');
}

async function asSigningKey(key: webcrypto.CryptoKey, alg: string): Promise<Record<string, unknown>> {
  const { key_ops: _operations, ext: _exportable, ...jwk } = await webcrypto.subtle.exportKey('jwk', key);
  return { ...jwk, use: 'sig', alg, kid: `${alg}-${randomBytes(6).toString('hex')}` };
}
