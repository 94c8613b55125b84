import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';

import { backendScopes } from '../../../domain/scopes';

export interface TokenOptions {
  readonly subject?: string;
  readonly roles?: readonly string[];
  readonly organizations?: readonly string[];
  /** The token of a sender is good for all that a backend needs, where nothing is said. */
  readonly scopes?: readonly string[];
  /** Claims that replace or add to the usual ones; undefined removes one. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly type?: string | undefined;
  readonly audience?: string;
  readonly issuer?: string;
  /** Seconds from now. */
  readonly expiresIn?: number;
  readonly notBeforeIn?: number;
}

interface SigningKey {
  readonly id: string;
  readonly algorithm: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

export const testAudience = 'urn:test:api';

/** A small identity provider on a port of its own: discovery, keys, and tokens of any shape that a test wants. */
export class FakeTokenIssuer {
  readonly #server: Server;
  #keys: SigningKey[] = [];
  #isAway = false;
  keyRequests = 0;

  private constructor() {
    this.#server = createServer((request, response) => {
      if (this.#isAway) return response.writeHead(503).end();
      const document = this.#documents(request.url ?? '');
      return document
        ? response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document))
        : response.writeHead(404).end();
    });
  }

  static async start(algorithm = 'ES256'): Promise<FakeTokenIssuer> {
    const issuer = new FakeTokenIssuer();
    await issuer.rotateKeys(algorithm);
    await new Promise<void>((resolve) => {
      issuer.#server.listen(0, '127.0.0.1', resolve);
    });
    return issuer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** While away, it answers nothing but 503. */
  goAway(isAway = true): void {
    this.#isAway = isAway;
  }

  /** From now on tokens are signed by a new key, and the old ones are forgotten. */
  async rotateKeys(algorithm = 'ES256'): Promise<void> {
    const { privateKey, publicKey } = await generateKeyPair(algorithm);
    const id = randomUUID();
    const publicJwk = { ...(await exportJWK(publicKey)), kid: id, alg: algorithm, use: 'sig' };
    this.#keys = [{ id, algorithm, privateKey, publicJwk }];
  }

  async token(options: TokenOptions = {}): Promise<string> {
    const [key] = this.#keys;
    if (!key) throw new Error('The issuer has no key');
    const type = 'type' in options ? options.type : 'at+jwt';
    return new SignJWT(this.#claims(options))
      .setProtectedHeader({ alg: key.algorithm, kid: key.id, ...(type === undefined ? {} : { typ: type }) })
      .sign(key.privateKey);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  #claims(options: TokenOptions): Record<string, unknown> {
    const now = Math.floor(Date.now() / 1000);
    const { subject = 'somebody', roles = [], organizations, claims = {} } = options;
    const { scopes = roles.includes('sender') ? backendScopes : undefined } = options;
    return {
      iss: options.issuer ?? this.url,
      aud: options.audience ?? testAudience,
      sub: subject,
      iat: now,
      exp: now + (options.expiresIn ?? 300),
      ...(options.notBeforeIn === undefined ? {} : { nbf: now + options.notBeforeIn }),
      roles: [...roles],
      ...(organizations === undefined ? {} : { organizations: [...organizations] }),
      ...(scopes === undefined ? {} : { scope: scopes.join(' ') }),
      ...claims,
    };
  }

  #documents(path: string): object | undefined {
    if (path === '/.well-known/openid-configuration') return { issuer: this.url, jwks_uri: `${this.url}/keys` };
    if (path !== '/keys') return undefined;
    this.keyRequests += 1;
    return { keys: this.#keys.map(({ publicJwk }) => publicJwk) };
  }
}
