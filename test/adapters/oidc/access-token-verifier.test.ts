import { createHmac } from 'node:crypto';

import { decodeProtectedHeader, exportJWK, generateKeyPair, SignJWT, type JWK, type JWTPayload } from 'jose';

import { OidcAccessTokenVerifier } from '../../../adapters/oidc/access-token-verifier';
import { FakeTokenIssuer, testAudience, type TokenOptions } from '../../support/fakes/fake-token-issuer';

const claims = { roles: 'roles', organizations: 'organizations', scopes: 'scope' };

interface Forger {
  readonly jwk: JWK;
  readonly ourKeyId: string;
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

describe('the access token verifier', () => {
  let issuer: FakeTokenIssuer;
  let verifier: OidcAccessTokenVerifier;

  const verifierFor = (options: { claims?: typeof claims; cooldownMs?: number; maxAgeMs?: number } = {}) =>
    new OidcAccessTokenVerifier({ issuer: issuer.url, audience: testAudience, claims, cooldownMs: 0, ...options });

  beforeEach(async () => {
    issuer = await FakeTokenIssuer.start();
    verifier = verifierFor();
  });

  afterEach(async () => {
    await issuer.stop();
  });

  it('tells whom a valid token speaks for', async () => {
    const token = await issuer.token({
      subject: 'anna',
      roles: ['org-admin', 'sender'],
      organizations: ['org-1', 'org-2'],
      scopes: ['messages:send', 'openid'],
      claims: { email: 'anna@customer.example', name: 'Anna' },
    });
    expect(await verifier.verify(token)).toEqual({
      subject: 'anna',
      roles: ['org-admin', 'sender'],
      organizations: ['org-1', 'org-2'],
      scopes: ['messages:send'],
      email: 'anna@customer.example',
      name: 'Anna',
    });
  });

  it.each(['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'])('takes tokens signed with %s', async (algorithm) => {
    await issuer.rotateKeys(algorithm);
    expect(await verifier.verify(await issuer.token({ subject: 'x' }))).toMatchObject({ subject: 'x' });
  });

  it('takes tokens of providers that type them as plain JWT, or not at all', async () => {
    expect(await verifier.verify(await issuer.token({ type: 'JWT' }))).toMatchObject({ subject: 'somebody' });
    expect(await verifier.verify(await issuer.token({ type: undefined }))).toMatchObject({ subject: 'somebody' });
  });

  it('forgives a few seconds between clocks', async () => {
    expect(await verifier.verify(await issuer.token({ expiresIn: -2 }))).toMatchObject({ subject: 'somebody' });
  });

  it.each<[string, TokenOptions]>([
    ['an expired token', { expiresIn: -60 }],
    ['a token that is not valid yet', { notBeforeIn: 60 }],
    ['a token for another audience', { audience: 'urn:another:api' }],
    ['a token of another issuer', { issuer: 'https://evil.example' }],
    ['a token without an expiry', { claims: { exp: undefined } }],
    ['a token without a subject', { claims: { sub: undefined } }],
    ['a token with an empty subject', { subject: '' }],
    ['an ID token by its claims', { type: 'JWT', claims: { nonce: 'n', at_hash: 'h' } }],
    ['an ID token by its kind', { type: undefined, claims: { typ: 'ID' } }],
    ['a refresh token', { type: 'JWT', claims: { typ: 'Refresh' } }],
    ['a logout token', { type: 'logout+jwt' }],
    ['a token of an unknown type', { type: 'secevent+jwt' }],
  ])('refuses %s', async (_name, options) => {
    await expect(verifier.verify(await issuer.token(options))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('refuses a token whose content was changed', async () => {
    const [header, , signature] = (await issuer.token()).split('.');
    const forged = base64url({ iss: issuer.url, aud: testAudience, sub: 'root', exp: 9_999_999_999, roles: ['ops'] });
    const token = `${header}.${forged}.${signature}`;
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('refuses a token without a signature', async () => {
    const [, payload] = (await issuer.token()).split('.');
    const token = `${base64url({ alg: 'none', typ: 'at+jwt' })}.${payload}.`;
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('refuses a token signed with a shared secret, even one that is our public key', async () => {
    const [, payload] = (await issuer.token()).split('.');
    const head = `${base64url({ alg: 'HS256', typ: 'at+jwt' })}.${payload}`;
    const response = await fetch(`${issuer.url}/keys`);
    const signature = createHmac('sha256', await response.text())
      .update(head)
      .digest('base64url');
    await expect(verifier.verify(`${head}.${signature}`)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('refuses a token of another provider that claims to be ours', async () => {
    const other = await FakeTokenIssuer.start();
    const token = await other.token({ issuer: issuer.url });
    await other.stop();
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  describe('takes no word of a token about what proves it', () => {
    /** A token that somebody else has signed, with a header of their choice around our claims. */
    async function forged(header: (forger: Forger) => object): Promise<string> {
      const forger = await generateKeyPair('ES256', { extractable: true });
      const jwk = { ...(await exportJWK(forger.publicKey)), kid: 'forged', alg: 'ES256' };
      const ours = await issuer.token({ roles: ['ops'] });
      const [, payload = ''] = ours.split('.');
      const content = JSON.parse(Buffer.from(payload, 'base64url').toString()) as JWTPayload;
      return new SignJWT(content)
        .setProtectedHeader({
          alg: 'ES256',
          typ: 'at+jwt',
          ...header({ jwk, ourKeyId: String(decodeProtectedHeader(ours).kid) }),
        })
        .sign(forger.privateKey);
    }

    it.each<[string, (forger: Forger) => object]>([
      ['the id of our key over a signature by another', ({ ourKeyId }) => ({ kid: ourKeyId })],
      ['its own key in the header', ({ jwk }) => ({ jwk, kid: 'forged' })],
      ['its own key beside the id of ours', ({ jwk, ourKeyId }) => ({ jwk, kid: ourKeyId })],
      ['an address where its key lies', () => ({ jku: 'https://evil.example/keys', kid: 'forged' })],
      ['a certificate that it brings', () => ({ x5c: ['MIIB'], kid: 'forged' })],
      ['an address of a certificate', () => ({ x5u: 'https://evil.example/cert', kid: 'forged' })],
      ['a key id that leads out of a folder', () => ({ kid: '../../../../dev/null' })],
      ['no key id at all', () => ({})],
    ])('not by %s', async (_name, header) => {
      await expect(verifier.verify(await forged(header))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    });
  });

  it('refuses a token with an extension that it has to understand and does not', async () => {
    const [header = '', payload, signature] = (await issuer.token()).split('.');
    const changed = {
      ...(JSON.parse(Buffer.from(header, 'base64url').toString()) as object),
      crit: ['b64'],
      b64: false,
    };
    const token = `${base64url(changed)}.${payload}.${signature}`;
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('takes a token for several audiences only when ours is among them, written exactly so', async () => {
    const of = async (...audience: string[]) => verifier.verify(await issuer.token({ claims: { aud: audience } }));
    expect(await of('urn:another:api', testAudience)).toMatchObject({ subject: 'somebody' });
    await expect(of('urn:another:api')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(of(testAudience.toUpperCase(), `${testAudience}/`)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(of()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it.each(['', 'a', 'a.b.c', '....', '{}'])('refuses what is no token at all: %j', async (text) => {
    await expect(verifier.verify(text)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('follows a rotation of the keys', async () => {
    const before = await issuer.token();
    await verifier.verify(before);
    await issuer.rotateKeys();
    expect(await verifier.verify(await issuer.token())).toMatchObject({ subject: 'somebody' });
    await expect(verifier.verify(before)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('fetches the keys once for many tokens', async () => {
    const token = await issuer.token();
    await Promise.all(Array.from({ length: 20 }, async () => verifier.verify(token)));
    expect(issuer.keyRequests).toBe(1);
  });

  it('checks the signature of a token once while the keys are the same', async () => {
    const checks = jest.spyOn(crypto.subtle, 'verify');
    const token = await issuer.token({ subject: 'anna' });
    const identities = [await verifier.verify(token), await verifier.verify(token)];
    expect(identities.map(({ subject }) => subject)).toEqual(['anna', 'anna']);
    expect(checks).toHaveBeenCalledTimes(1);
    await verifier.verify(await issuer.token({ subject: 'berta' }));
    expect(checks).toHaveBeenCalledTimes(2);
    checks.mockRestore();
  });

  it('refuses a token that it knows once the token has expired', async () => {
    const token = await issuer.token({ expiresIn: 30 });
    await verifier.verify(token);
    const later = Date.now() + 36_000;
    jest.useFakeTimers({ now: later, doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'queueMicrotask'] });
    try {
      await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    } finally {
      jest.useRealTimers();
    }
  });

  it('does not let unknown keys make it ask the provider again and again', async () => {
    const patient = verifierFor({ cooldownMs: 60_000 });
    await patient.verify(await issuer.token());
    await issuer.rotateKeys();
    const token = await issuer.token();
    for (let count = 0; count < 5; count += 1) {
      await expect(patient.verify(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    }
    expect(issuer.keyRequests).toBe(1);
  });

  it('says that the provider is away, and recovers by itself', async () => {
    const token = await issuer.token();
    issuer.goAway();
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'IDENTITY_UNAVAILABLE' });
    await expect(verifier.ping()).rejects.toMatchObject({ code: 'IDENTITY_UNAVAILABLE' });
    issuer.goAway(false);
    expect(await verifier.verify(token)).toMatchObject({ subject: 'somebody' });
    await verifier.ping();
  });

  it('goes on with the keys that it has while the provider is away', async () => {
    const token = await issuer.token();
    await verifier.verify(token);
    issuer.goAway();
    expect(await verifier.verify(token)).toMatchObject({ subject: 'somebody' });
  });

  it('says that the provider is away when its keys are too old to be trusted', async () => {
    const strict = verifierFor({ maxAgeMs: 0 });
    const token = await issuer.token();
    await strict.verify(token);
    issuer.goAway();
    await expect(strict.verify(token)).rejects.toMatchObject({ code: 'IDENTITY_UNAVAILABLE' });
  });

  it('does not trust a provider that names another issuer than configured', async () => {
    const misconfigured = new OidcAccessTokenVerifier({ issuer: `${issuer.url}/`, audience: testAudience, claims });
    await expect(misconfigured.verify(await issuer.token())).rejects.toMatchObject({ code: 'IDENTITY_UNAVAILABLE' });
  });

  it.each([
    ['scope', 'messages:send  messages:read openid', ['messages:send', 'messages:read']],
    ['scp', ['messages:send', 'access'], ['messages:send']],
    ['roles', ['sender', 'messages:send'], ['messages:send']],
    ['scope', 'openid profile messages:everything', []],
    ['scope', { messages: 'send' }, []],
    ['scope', undefined, []],
  ])('reads the scopes of this API from the claim %s: %j', async (name, claim, scopes) => {
    const token = await issuer.token({ claims: { [name]: claim } });
    expect(await verifierFor({ claims: { ...claims, scopes: name } }).verify(token)).toMatchObject({ scopes });
  });

  describe('reads roles and organizations', () => {
    const read = async (names: Partial<typeof claims>, content: Record<string, unknown>) =>
      verifierFor({ claims: { ...claims, ...names } }).verify(
        await issuer.token({ claims: { roles: undefined, ...content } }),
      );

    it('from nested claims', async () => {
      const names = { roles: 'realm_access.roles', organizations: 'customer.ids' };
      const content = { realm_access: { roles: ['ops', 'offline_access'] }, customer: { ids: ['org-1'] } };
      expect(await read(names, content)).toMatchObject({ roles: ['ops'], organizations: ['org-1'] });
    });

    it('from claims whose names have dots', async () => {
      const names = { roles: 'https://api.example/roles', organizations: 'https://api.example/orgs' };
      const content = { 'https://api.example/roles': ['sales'], 'https://api.example/orgs': 'org-1' };
      expect(await read(names, content)).toMatchObject({ roles: ['sales'], organizations: ['org-1'] });
    });

    it.each([{}, { roles: 7 }, { roles: { ops: true } }, { roles: [['ops'], null, 'OPS'] }])(
      'as none from a claim of another shape: %j',
      async (content) => {
        expect(await read(claims, content)).toMatchObject({ roles: [], organizations: null });
      },
    );

    it.each<[unknown, string[]]>([
      [[], []],
      ['org-1', ['org-1']],
      [
        ['org-1', 'org-2'],
        ['org-1', 'org-2'],
      ],
    ])('as exactly the organizations that the claim names: %j', async (organizations, expected) => {
      expect((await read(claims, { organizations })).organizations).toEqual(expected);
    });

    it.each<unknown>([[[42]], [['org-1', 42]], [['']], [''], [42], [null], [{ id: 'org-1' }], [[['org-1']]], [false]])(
      'not at all while organizations are malformed: %j',
      async (organizations) => {
        await expect(read(claims, { organizations })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
      },
    );

    it.each(['org-1', null, ['org-1'], 7])('not at all where a list should be nested in %j', async (customer) => {
      const names = { roles: 'roles', organizations: 'customer.ids' };
      await expect(read(names, { customer })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
      expect(await read(names, { customer: {} })).toMatchObject({ organizations: null });
    });

    it('never from a prototype', async () => {
      expect(await read({ roles: 'constructor.name', organizations: '__proto__' }, {})).toMatchObject({
        roles: [],
        organizations: null,
      });
    });
  });
});
