import { jwtVerify } from 'jose';

import type { AccessTokenVerifier, Identity } from '../../activities/ports/access-token-verifier';
import { CatalogueError } from '../../domain/errors';
import { ProviderKeys, type ProviderKeysOptions } from './provider-keys';
import { signatureAlgorithms } from './signature-algorithms';
import { identityFrom, isForeignToken, type ClaimNames } from './token-claims';
import { isTokenFault } from './token-faults';
import { VerifiedTokens } from './verified-tokens';

export interface AccessTokenVerifierOptions extends ProviderKeysOptions {
  readonly audience: string;
  readonly claims: ClaimNames;
}

const accessTokenTypes = new Set(['at+jwt', 'application/at+jwt']);
const clockToleranceSeconds = 5;

/** Verifies access tokens by RFC 9068, and those of providers that type them as plain JWT. */
export class OidcAccessTokenVerifier implements AccessTokenVerifier {
  readonly #options: AccessTokenVerifierOptions;
  readonly #keys: ProviderKeys;
  readonly #verifiedBefore = new VerifiedTokens();

  constructor(options: AccessTokenVerifierOptions) {
    this.#options = options;
    this.#keys = new ProviderKeys(options);
  }

  async verify(token: string): Promise<Identity> {
    try {
      return await this.#verified(token);
    } catch (error) {
      throw verificationFailure(error);
    }
  }

  async ping(): Promise<void> {
    await this.#keys.ping();
  }

  async #verified(token: string): Promise<Identity> {
    const nowSeconds = Date.now() / 1000;
    const known = await this.#verifiedBefore.find(token, this.#keys.find, nowSeconds);
    return known ?? (await this.#verify(token));
  }

  async #verify(token: string): Promise<Identity> {
    const { issuer, audience, claims } = this.#options;
    const { payload, protectedHeader, key } = await jwtVerify(token, this.#keys.find, {
      issuer,
      audience,
      algorithms: [...signatureAlgorithms],
      clockTolerance: clockToleranceSeconds,
      requiredClaims: ['sub', 'exp'],
    });
    requireAccessToken(protectedHeader.typ?.toLowerCase(), isForeignToken(payload));
    const { sub, exp = 0 } = payload;
    if (sub === undefined || sub === '') throw new CatalogueError('UNAUTHENTICATED');
    const identity = identityFrom({ ...payload, sub }, claims);
    const expiresAt = exp + clockToleranceSeconds;
    this.#verifiedBefore.remember(token, { identity, header: protectedHeader, key, expiresAt });
    return identity;
  }
}

function requireAccessToken(type: string | undefined, looksForeign: boolean): void {
  if (type !== undefined && accessTokenTypes.has(type)) return;
  const isPlain = type === undefined || type === 'jwt';
  if (!isPlain || looksForeign) throw new CatalogueError('UNAUTHENTICATED');
}

function verificationFailure(error: unknown): CatalogueError {
  if (error instanceof CatalogueError) return error;
  return new CatalogueError(isTokenFault(error) ? 'UNAUTHENTICATED' : 'IDENTITY_UNAVAILABLE', undefined, {
    cause: error,
  });
}
