import { jwtVerify, type JWTPayload } from 'jose';

import type { LogoutNotice } from '../../activities/ports/login-provider';
import { CatalogueError } from '../../domain/errors';
import { ProviderKeys } from './provider-keys';
import { signatureAlgorithms } from './signature-algorithms';
import { isTokenFault } from './token-faults';

export interface LogoutTokenReaderOptions {
  readonly issuer: string;
  readonly clientId: string;
}

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';
const types = new Set(['logout+jwt', 'application/logout+jwt', 'jwt']);
/** A notice is sent at once; an old one is a repetition. */
const longestAgeSeconds = 300;
const clockToleranceSeconds = 5;

/** Reads logout tokens as section 2.6 of OpenID Connect Back-Channel Logout 1.0 asks for. */
export class LogoutTokenReader {
  readonly #options: LogoutTokenReaderOptions;
  readonly #keys: ProviderKeys;

  constructor(options: LogoutTokenReaderOptions) {
    this.#options = options;
    this.#keys = new ProviderKeys({ issuer: options.issuer });
  }

  /** Throws LOGOUT_TOKEN_INVALID or IDENTITY_UNAVAILABLE. */
  async read(token: string): Promise<LogoutNotice> {
    try {
      return noticeFrom(await this.#verified(token));
    } catch (error) {
      if (error instanceof CatalogueError) throw error;
      const code = isTokenFault(error) ? 'LOGOUT_TOKEN_INVALID' : 'IDENTITY_UNAVAILABLE';
      throw new CatalogueError(code, undefined, { cause: error });
    }
  }

  async #verified(token: string): Promise<JWTPayload> {
    const { issuer, clientId } = this.#options;
    const { payload, protectedHeader } = await jwtVerify(token, this.#keys.find, {
      issuer,
      audience: clientId,
      algorithms: [...signatureAlgorithms],
      clockTolerance: clockToleranceSeconds,
      maxTokenAge: longestAgeSeconds,
      requiredClaims: ['iat', 'jti', 'events'],
    });
    if (!types.has(protectedHeader.typ?.toLowerCase() ?? 'jwt')) throw invalid();
    return payload;
  }
}

function noticeFrom({ sub, jti, sid, events, nonce }: JWTPayload): LogoutNotice {
  const isLogout = typeof events === 'object' && events !== null && Object.hasOwn(events, logoutEvent);
  const providerSession = typeof sid === 'string' && sid !== '' ? sid : null;
  const subject = sub === undefined || sub === '' ? null : sub;
  if (!isLogout || nonce !== undefined || !jti || (subject === null && providerSession === null)) throw invalid();
  return { id: jti, subject, providerSession };
}

function invalid(): CatalogueError {
  return new CatalogueError('LOGOUT_TOKEN_INVALID');
}
