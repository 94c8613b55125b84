import { ApiUnderTest, ownOrganization } from '../support/api-under-test';
import type { TokenOptions } from '../support/fakes/fake-token-issuer';
import { mailServerPath, OrganizationSteps } from '../support/organization-steps';

describe('identity and authorization', () => {
  let api: ApiUnderTest;

  beforeAll(async () => {
    api = await ApiUnderTest.start();
    await new OrganizationSteps(api).unlocked();
    await new OrganizationSteps(api).register('org-2');
  });

  afterAll(async () => {
    await api.stop();
  });

  it('tells callers who they are', async () => {
    const token = await api.issuer.token({
      subject: 'anna',
      roles: ['org-admin', 'wizard'],
      organizations: [ownOrganization],
      claims: { name: 'Anna', email: 'anna@customer.example' },
    });
    expect(await api.get('/v1/me', { token })).toMatchObject({
      status: 200,
      body: {
        subject: 'anna',
        name: 'Anna',
        email: 'anna@customer.example',
        roles: ['org-admin'],
        organizations: [ownOrganization],
      },
    });
  });

  it('challenges callers without a token', async () => {
    const answer = await api.get('/v1/me');
    expect(answer).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="mail-server-approval"');
  });

  it.each([
    ['Basic YTpi', 'another scheme'],
    ['Bearer', 'no token'],
    ['Bearer a b', 'two tokens'],
    ['Bearer not-a-token', 'no JWT'],
    [`Bearer ${'x'.repeat(15_000)}`, 'an endless one'],
  ])('tells callers that their token is not valid: %#', async (authorization) => {
    const answer = await api.get('/v1/me', { headers: { authorization } });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  it.each<[string, TokenOptions]>([
    ['for another audience', { audience: 'urn:another:api' }],
    ['of another issuer', { issuer: 'https://evil.example' }],
    ['that has expired', { expiresIn: -60 }],
    ['that is an ID token', { type: 'JWT', claims: { nonce: 'n', at_hash: 'h' } }],
    ['that is a logout token', { type: 'logout+jwt' }],
    ['that is a refresh token', { type: 'JWT', claims: { typ: 'Refresh' } }],
  ])('takes no token %s for what it is not, and tells nothing of why', async (_name, options) => {
    const token = await api.issuer.token({ roles: ['ops'], ...options });
    const [header, payload] = token.split('.');
    const unsigned = [{ alg: 'none', typ: 'at+jwt' }].map((head) =>
      Buffer.from(JSON.stringify(head)).toString('base64url'),
    );
    for (const each of [token, `${header}.${payload}.`, `${unsigned[0]}.${payload}.`]) {
      const answer = await api.get('/v1/organizations', { token: each });
      expect(answer).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
      expect(answer.text).not.toMatch(/audience|issuer|expired|nonce|signature|alg/i);
    }
  });

  it('goes on with the keys that the provider exchanges', async () => {
    const before = await api.issuer.token({ roles: ['ops'] });
    expect(await api.get('/v1/organizations', { token: before })).toMatchObject({ status: 200 });
    await api.issuer.rotateKeys();
    expect(await api.get('/v1/organizations', { as: 'ops' })).toMatchObject({ status: 200 });
    expect(await api.get('/v1/organizations', { token: before })).toMatchObject({ status: 401 });
  });

  it('does not answer for a token in the query', async () => {
    const token = await api.tokenFor('ops');
    expect(await api.get(`/v1/me?access_token=${token}`)).toMatchObject({ status: 401 });
  });

  it.each([
    ['GET', '/v1/organizations', 'org-admin'],
    ['GET', '/v1/organizations', 'sender'],
    ['GET', '/v1/reviews', 'sales'],
    ['GET', mailServerPath, 'sender'],
    ['POST', `${mailServerPath}/unlock`, 'ops'],
    ['POST', `${mailServerPath}/unlock`, 'org-admin'],
    ['POST', `${mailServerPath}/decide`, 'ops'],
    ['POST', `${mailServerPath}/settings`, 'sales'],
    ['POST', '/v1/messages', 'org-admin'],
    ['PUT', `/v1/organizations/${ownOrganization}`, 'org-admin'],
  ] as const)('refuses a wrong role: %s %s as %s', async (method, path, role) => {
    expect(await api.request(method, path, { as: role })).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
  });

  it('refuses a caller without any role', async () => {
    const token = await api.issuer.token({ subject: 'nobody' });
    expect(await api.get(mailServerPath, { token })).toMatchObject({ status: 403 });
  });

  it('shows an admin of another organization the same as for one that does not exist', async () => {
    const [other, missing] = await Promise.all([
      api.get('/v1/organizations/org-2/mail-server', { as: 'org-admin' }),
      api.get('/v1/organizations/org-99/mail-server', { as: 'org-admin' }),
    ]);
    expect(other).toMatchObject({ status: 404, body: { code: 'ORGANIZATION_UNKNOWN' } });
    const { instance: _one, requestId: _first, ...otherBody } = other.body;
    const { instance: _two, requestId: _second, ...missingBody } = missing.body;
    expect(otherBody).toEqual(missingBody);
  });

  it('lets an admin give no command for another organization', async () => {
    const answer = await api.post('/v1/organizations/org-2/mail-server/recheck', {
      as: 'org-admin',
      body: { revision: 1 },
    });
    expect(answer).toMatchObject({ status: 404, body: { code: 'ORGANIZATION_UNKNOWN' } });
  });

  it('gives an admin whose token names no organization nothing', async () => {
    const token = await api.issuer.token({ roles: ['org-admin'] });
    expect(await api.get(mailServerPath, { token })).toMatchObject({ status: 404 });
  });

  it('keeps a sender whose token names organizations to them', async () => {
    const token = await api.issuer.token({ roles: ['sender'], organizations: [ownOrganization] });
    expect(await api.get(`/v1/organizations/${ownOrganization}`, { token })).toMatchObject({ status: 200 });
    expect(await api.get('/v1/organizations/org-2', { token })).toMatchObject({ status: 404 });
    const message = {
      organizationId: 'org-2',
      category: 'transactional',
      to: ['a@b.example'],
      subject: 's',
      text: 't',
    };
    expect(await api.post('/v1/messages', { token, body: message })).toMatchObject({
      status: 404,
      body: { code: 'ORGANIZATION_UNKNOWN' },
    });
  });

  it('lets a sender whose token names an empty list of organizations send for none', async () => {
    const token = await api.issuer.token({ roles: ['sender'], organizations: [] });
    expect(await api.get(`/v1/organizations/${ownOrganization}`, { token })).toMatchObject({ status: 404 });
  });

  it('says that it is our trouble when the identity provider is away', async () => {
    const away = await ApiUnderTest.start();
    const token = await away.tokenFor('ops');
    away.issuer.goAway();
    const answer = await away.get('/v1/me', { token });
    expect(answer).toMatchObject({ status: 503, body: { code: 'IDENTITY_UNAVAILABLE' } });
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(await away.get('/readyz')).toMatchObject({ status: 503, body: { dependencies: { oidc: 'away' } } });
    away.issuer.goAway(false);
    expect(await away.get('/v1/me', { token })).toMatchObject({ status: 200 });
    expect(await away.get('/readyz')).toMatchObject({ status: 200 });
    await away.stop();
  });
});
