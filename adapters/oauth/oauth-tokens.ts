import type { CredentialBinding } from '../../activities/ports/credential-vault';
import type { EndpointAddress, TokenAuthentication } from '../../domain/authentication';
import type { Secret } from '../../domain/secret';
import { publicTrust } from '../../domain/server-trust';
import type { SmtpTrouble } from '../../domain/smtp-trouble';
import type { EgressGate } from '../dns/egress-gate';
import type { CertificateTrust } from '../smtp/certificate-trust';
import { endKind, withDeadline } from '../smtp/deadline';
import { SmtpDialogue } from '../smtp/smtp-dialogue';
import { SmtpTroubleError, troubleError } from '../smtp/smtp-trouble-error';
import { connectToAny } from '../smtp/tcp-connection';
import { secureFromStart } from '../smtp/tls-connection';
import { postForm, type HttpAnswer } from './post-form';
import { readTokenAnswer } from './token-answer';
import { publicTokenEndpoints, tokenRequest, type TokenEndpoints, type TokenRequest } from './token-endpoints';

export interface OAuthTokensDependencies {
  /** The gate to token endpoints: ports of their own, the same addresses as for mail servers. */
  readonly gate: EgressGate;
  readonly trust: CertificateTrust;
  /** Milliseconds for one token, whatever the endpoint does. */
  readonly timeoutMs: number;
  readonly endpoints?: TokenEndpoints;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** Who wants a token: a mailbox, by the credential that is sealed for it. */
export interface TokenOrder {
  readonly authentication: TokenAuthentication;
  readonly user: string;
  readonly credential: CredentialBinding;
}

export interface AccessToken {
  readonly token: Secret;
  /** It was issued for an earlier session and may have been revoked since. */
  readonly isReused: boolean;
}

interface KeptToken {
  readonly token: Secret;
  readonly until: number;
}

/** Tokens that are about to run out are not used any more: a login takes time. */
const marginMs = 60_000;
const mostKept = 2_000;

/**
 * Access tokens by the client credentials grant. A token is kept until shortly before its end, in memory alone. Endpoints
 * are reached like mail servers: over TLS to an address that the egress policy has admitted, and no redirect is followed.
 */
export class OAuthTokens {
  readonly #dependencies: OAuthTokensDependencies;
  readonly #kept = new Map<string, KeptToken>();

  constructor(dependencies: OAuthTokensDependencies) {
    this.#dependencies = dependencies;
  }

  /** Throws SmtpTroubleError at stage `auth`. `secret` is asked for only when a new token is needed. */
  async tokenFor(order: TokenOrder, secret: () => Promise<Secret>, signal: AbortSignal): Promise<AccessToken> {
    const key = keyOf(order);
    const kept = this.#kept.get(key);
    if (kept && kept.until > this.#now()) return { token: kept.token, isReused: true };
    const { authentication, user } = order;
    const { endpoints = publicTokenEndpoints, timeoutMs } = this.#dependencies;
    const request = await tokenRequest(authentication, user, await secret(), endpoints);
    const answer = await withDeadline(timeoutMs, signal, (bounded) => this.#ask(request, bounded));
    const { token, lifetimeMs } = readTokenAnswer(answer);
    this.#keep(key, { token, until: this.#now() + lifetimeMs - marginMs });
    return { token, isReused: false };
  }

  /** The next session gets a new token. */
  forget(order: TokenOrder): void {
    this.#kept.delete(keyOf(order));
  }

  async #ask(request: TokenRequest, signal: AbortSignal): Promise<HttpAnswer> {
    try {
      return await this.#exchange(request, signal);
    } catch (error) {
      if (signal.aborted) throw troubleError('auth', endKind(signal) === 'interrupted' ? 'interrupted' : unreachable);
      if (error instanceof SmtpTroubleError && refusals.has(error.trouble.kind)) {
        throw troubleError('auth', 'token-endpoint-refused', { cause: error });
      }
      throw troubleError('auth', unreachable, { cause: error });
    }
  }

  async #exchange({ endpoint, form, headers }: TokenRequest, signal: AbortSignal): Promise<HttpAnswer> {
    const { gate, trust, timeoutMs } = this.#dependencies;
    const { host, port, path } = endpoint;
    const addresses = await gate.admit(host, port, new SmtpDialogue(), signal);
    const bounds = { timeoutMs, signal };
    const tcp = await connectToAny(addresses, port, bounds);
    const socket = await secureFromStart(tcp, host, trust.verificationFor(publicTrust), bounds);
    try {
      return await postForm(socket, { host: authorityOf(endpoint), path, form, headers }, signal);
    } finally {
      socket.destroy();
    }
  }

  #keep(key: string, kept: KeptToken): void {
    this.#kept.delete(key);
    if (kept.until <= this.#now()) return;
    this.#kept.set(key, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
  }

  #now(): number {
    return this.#dependencies.now?.() ?? Date.now();
  }
}

const refusals = new Set<SmtpTrouble['kind']>(['port-refused', 'address-refused']);
const unreachable = 'token-endpoint-unreachable';
const httpsPort = 443;

function authorityOf({ host, port }: EndpointAddress): string {
  return port === httpsPort ? host : `${host}:${port}`;
}

/** Another credential, revision or mailbox never gets somebody else's token. */
function keyOf({ authentication, user, credential }: TokenOrder): string {
  const { organizationId, revision, credentialId } = credential;
  return JSON.stringify([organizationId, revision, credentialId, user, authentication]);
}
