import { hash } from 'node:crypto';

import type { JWTHeaderParameters, JWTVerifyGetKey } from 'jose';

import type { Identity } from '../../activities/ports/access-token-verifier';

type VerificationKey = Awaited<ReturnType<JWTVerifyGetKey>>;

interface VerifiedToken {
  readonly identity: Identity;
  readonly header: JWTHeaderParameters;
  /** The key that its signature was verified with. */
  readonly key: VerificationKey;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
}

const mostRemembered = 1_000;

/**
 * Access tokens that were verified a moment ago, under their hashes: a caller sends the same one with every request, and its
 * signature costs more than everything else about the request. The provider's keys are asked each time all the same: once they
 * have been fetched anew, a token is verified anew, so that a key that was withdrawn takes its tokens with it.
 */
export class VerifiedTokens {
  readonly #tokens = new Map<string, VerifiedToken>();

  /** Whom the token speaks for; null where it has to be verified. Throws what finding the key throws. */
  async find(token: string, keyOf: JWTVerifyGetKey, nowSeconds: number): Promise<Identity | null> {
    const hashed = hashOf(token);
    const known = this.#tokens.get(hashed);
    if (known === undefined) return null;
    const isGood = nowSeconds < known.expiresAt && (await keyOf(known.header, unused)) === known.key;
    if (isGood) return known.identity;
    this.#tokens.delete(hashed);
    return null;
  }

  remember(token: string, verified: VerifiedToken): void {
    const hashed = hashOf(token);
    this.#tokens.delete(hashed);
    this.#tokens.set(hashed, verified);
    const [oldest] = this.#tokens.keys();
    if (this.#tokens.size > mostRemembered && oldest !== undefined) this.#tokens.delete(oldest);
  }
}

/** Keys are found by the header alone. */
const unused = { payload: '', signature: '' };

function hashOf(token: string): string {
  return hash('sha256', token, 'base64url');
}
