import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';

import { CatalogueError } from '../../domain/errors';

export interface ProviderKeysOptions {
  /** The issuer exactly as tokens name it. */
  readonly issuer: string;
  readonly timeoutMs?: number;
  /** How long an unknown key id is believed to be unknown before the keys are fetched again. */
  readonly cooldownMs?: number;
  /** How long fetched keys are used before they are fetched again. */
  readonly maxAgeMs?: number;
}

const metadataSchema = z.object({ issuer: z.string(), jwks_uri: z.url() });

type RemoteKeys = ReturnType<typeof createRemoteJWKSet>;

/**
 * The identity provider's signing keys, found by OpenID Connect discovery. Discovery happens with the first token, once
 * for all that wait for it, and again after a failure; so a process may start while the provider is away.
 */
export class ProviderKeys {
  readonly #options: Required<ProviderKeysOptions>;
  #discovery: Promise<RemoteKeys> | undefined;

  constructor({ issuer, timeoutMs = 5_000, cooldownMs = 30_000, maxAgeMs = 600_000 }: ProviderKeysOptions) {
    this.#options = { issuer, timeoutMs, cooldownMs, maxAgeMs };
  }

  /** For jose: finds the key of a token. */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    const keys = await this.#discovered();
    return keys(header, token);
  };

  /** Throws IDENTITY_UNAVAILABLE when the keys cannot be had. */
  async ping(): Promise<void> {
    const keys = await this.#discovered();
    if (keys.fresh) return;
    await keys.reload().catch((error: unknown) => {
      throw new CatalogueError('IDENTITY_UNAVAILABLE', undefined, { cause: error });
    });
  }

  async #discovered(): Promise<RemoteKeys> {
    const discovery = (this.#discovery ??= this.#discover());
    try {
      return await discovery;
    } catch (error) {
      if (this.#discovery === discovery) this.#discovery = undefined;
      throw new CatalogueError('IDENTITY_UNAVAILABLE', undefined, { cause: error });
    }
  }

  async #discover(): Promise<RemoteKeys> {
    const { issuer, timeoutMs, cooldownMs, maxAgeMs } = this.#options;
    const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const response = await fetch(address, {
      headers: { accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) throw new Error(`The identity provider's discovery answers with status ${response.status}`);
    const metadata = metadataSchema.parse(await response.json());
    if (metadata.issuer !== issuer) throw new Error('The identity provider names another issuer than configured');
    return createRemoteJWKSet(new URL(metadata.jwks_uri), {
      timeoutDuration: timeoutMs,
      cooldownDuration: cooldownMs,
      cacheMaxAge: maxAgeMs,
    });
  }
}
