import { z } from 'zod';

import { routes } from '../../api/route-table';
import { ApiUnderTest, ownOrganization } from '../support/api-under-test';
import { mailServerPath, OrganizationSteps, password, settings } from '../support/organization-steps';

describe('bad input', () => {
  let api: ApiUnderTest;
  let steps: OrganizationSteps;

  beforeAll(async () => {
    api = await ApiUnderTest.start();
    steps = new OrganizationSteps(api);
    await steps.unlocked();
  });

  afterAll(async () => {
    await api.stop();
  });

  it('is answered with a problem that names the request, the code and where to read on', async () => {
    const answer = await api.get('/v1/nothing', { as: 'ops', headers: { 'x-request-id': 'my-request-1' } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.headers.get('x-request-id')).toBe('my-request-1');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body).toEqual({
      type: 'https://api.test.example/docs/errors/NOT_FOUND',
      title: 'There is no such resource',
      status: 404,
      detail: 'There is no such resource',
      instance: '/v1/nothing',
      code: 'NOT_FOUND',
      requestId: 'my-request-1',
    });
  });

  it.each(['short', 'with space in it', 'x'.repeat(200), '<script>alert(1)</script>'])(
    'does not echo a request id that is not harmless: %s',
    async (id) => {
      const { headers } = await api.get('/healthz', { headers: { 'x-request-id': id } });
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  it.each([
    ['an unknown field', { revision: 0, settings, password, admin: true }, '/admin', 'UNKNOWN_FIELD'],
    [
      'an unknown nested field',
      { revision: 0, settings: { ...settings, tls: {} }, password },
      '/settings/tls',
      'UNKNOWN_FIELD',
    ],
    ['a wrong type', { revision: '0', settings, password }, '/revision', 'INVALID_TYPE'],
    ['a negative revision', { revision: -1, settings, password }, '/revision', 'TOO_SMALL'],
    ['a fraction', { revision: 0.5, settings, password }, '/revision', 'INVALID_TYPE'],
    ['a missing field', { revision: 0, password }, '/settings', 'INVALID_TYPE'],
    ['an operator in place of a text', { revision: 0, settings, password: { $ne: '' } }, '/password', 'INVALID_TYPE'],
    [
      'an unknown security',
      { revision: 0, settings: { ...settings, security: 'none' }, password },
      '/settings/security',
      'INVALID_VALUE',
    ],
    ['an array', [], '', 'INVALID_TYPE'],
    ['null', null, '', 'INVALID_TYPE'],
    ['an endless password', { revision: 0, settings, password: 'x'.repeat(8193) }, '/password', 'TOO_BIG'],
  ])('is refused with the faulty place: %s', async (_name, body, pointer, code) => {
    const before = await api.lifecycle.state(ownOrganization);
    const answer = await api.post(`${mailServerPath}/settings`, { as: 'org-admin', rawBody: JSON.stringify(body) });
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
    expect(answer.body['errors']).toContainEqual(expect.objectContaining({ in: 'body', pointer, code }));
    expect(await api.lifecycle.state(ownOrganization)).toEqual(before);
    expect(api.credentials.depositCalls).toBe(0);
  });

  it('cannot reach a prototype', async () => {
    const rawBody = '{"reason":"x","__proto__":{"isAdmin":true},"constructor":{"prototype":{}}}';
    const answer = await api.post(`${mailServerPath}/revoke`, { as: 'sales', rawBody });
    expect(answer.status).toBe(400);
    expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false);
    expect(answer.body['errors']).toContainEqual(expect.objectContaining({ pointer: '/__proto__' }));
  });

  it.each(['{', '{"a":1,}', "{'a':1}", '\u0000'])('is refused when the JSON is broken: %j', async (rawBody) => {
    const answer = await api.post(`${mailServerPath}/unlock`, { as: 'sales', rawBody });
    expect(answer).toMatchObject({ status: 400, body: { code: 'BROKEN_JSON' } });
    expect(answer.text).not.toMatch(/Unexpected|at position|\.ts|stack/);
  });

  it('is refused when the body is too large, before it is read', async () => {
    const body = { reason: 'x'.repeat(70_000) };
    expect(await api.post(`${mailServerPath}/revoke`, { as: 'sales', body })).toMatchObject({
      status: 413,
      body: { code: 'BODY_TOO_LARGE' },
    });
  });

  it.each([
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/x-www-form-urlencoded' },
    { 'content-type': 'application/json; charset=koi8-r' },
    { 'content-type': 'application/json; charset=utf-16le' },
    { 'content-type': 'application/json', 'content-encoding': 'gzip' },
  ])('is refused for its media type: %j', async (headers) => {
    const rawBody = '{"reason":"x"}';
    expect(await api.post(`${mailServerPath}/revoke`, { as: 'sales', rawBody, headers })).toMatchObject({
      status: 415,
      body: { code: 'UNSUPPORTED_MEDIA_TYPE' },
    });
  });

  it.each([
    ['POST', '/v1/me', 'GET, HEAD'],
    ['DELETE', mailServerPath, 'GET, HEAD'],
    ['DELETE', `/v1/organizations/${ownOrganization}`, 'PUT, GET, HEAD'],
    ['OPTIONS', '/v1/messages', 'POST, GET, HEAD'],
    ['GET', `${mailServerPath}/unlock`, 'POST'],
    ['OPTIONS', '/v1/inbound-mails/read-unparseable-again', 'POST'],
  ])('is told which methods there are: %s %s', async (method, path, allow) => {
    const answer = await api.request(method, path, { as: 'ops' });
    expect(answer).toMatchObject({ status: 405, body: { code: 'METHOD_NOT_ALLOWED' } });
    expect(answer.headers.get('allow')).toBe(allow);
  });

  it.each([
    ['/v1/organizations?limit=0', '/limit'],
    ['/v1/organizations?limit=201', '/limit'],
    ['/v1/organizations?limit=many', '/limit'],
    ['/v1/organizations?limit[$gt]=1', '/limit[$gt]'],
    ['/v1/organizations?cursor=a&cursor=b', '/cursor'],
    ['/v1/organizations?cursor=%2525', '/cursor'],
    [`/v1/organizations/${ownOrganization}/audit?cursor=YWJj`, '/cursor'],
    ['/v1/organizations?sort=shoe-size', '/sort'],
    ['/v1/me?verbose=1', ''],
  ])('is refused in the query: %s', async (path, pointer) => {
    const answer = await api.get(path, { as: 'ops' });
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST', errors: [{ pointer }] } });
  });

  it.each(['%24ne', '..%2F..', 'a'.repeat(65), '%00', 'a%20b'])('is refused in the path: %s', async (id) => {
    expect(await api.get(`/v1/organizations/${id}`, { as: 'ops' })).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST', errors: [{ in: 'path', pointer: '/organizationId' }] },
    });
  });

  it('is refused when the path cannot be decoded', async () => {
    expect(await api.get('/v1/organizations/%E0%A4%A', { as: 'ops' })).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST' },
    });
  });

  it('finds nothing for an organization that nobody registered', async () => {
    expect(await api.get('/v1/organizations/unknown', { as: 'ops' })).toMatchObject({
      status: 404,
      body: { code: 'ORGANIZATION_UNKNOWN' },
    });
    expect(
      await api.post('/v1/organizations/unknown/mail-server/revoke', { as: 'sales', body: { reason: 'x' } }),
    ).toMatchObject({
      status: 404,
      body: { code: 'ORGANIZATION_UNKNOWN' },
    });
  });

  it('leaves the service standing', async () => {
    expect(await steps.submit()).toMatchObject({ status: 200 });
  });
});

describe('trouble on our side', () => {
  let api: ApiUnderTest;
  let steps: OrganizationSteps;

  beforeEach(async () => {
    api = await ApiUnderTest.start();
    steps = new OrganizationSteps(api);
    await steps.unlocked();
  });

  afterEach(async () => {
    await api.stop();
  });

  it('is a 503 that says when to come back, while the workflow service is away', async () => {
    api.lifecycle.gatewayTrouble = 'WORKFLOW_UNAVAILABLE';
    const answer = await steps.submit();
    expect(answer).toMatchObject({ status: 503, body: { code: 'WORKFLOW_UNAVAILABLE' } });
    expect(answer.headers.get('retry-after')).toBe('5');
  });

  it('is a 503 that says when to come back, while the database is away', async () => {
    api.lifecycle.readerTrouble = 'STORE_UNAVAILABLE';
    const answers = await Promise.all([
      api.get(mailServerPath, { as: 'org-admin' }),
      api.get('/v1/organizations', { as: 'ops' }),
      api.get('/v1/reviews', { as: 'ops' }),
      steps.submit(),
    ]);
    expect(answers.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual(
      answers.map(() => [503, '5']),
    );
  });

  it('is passing: the next request is answered again', async () => {
    api.lifecycle.readerTrouble = 'STORE_UNAVAILABLE';
    await api.get(mailServerPath, { as: 'org-admin' });
    api.lifecycle.readerTrouble = null;
    expect(await api.get(mailServerPath, { as: 'org-admin' })).toMatchObject({ status: 200 });
  });

  it('never shows what failed, only the id under which it is logged', async () => {
    api.lifecycle.find = () => Promise.reject(new TypeError('secret internals of mongodb://user:pass@host'));
    const answer = await api.get(mailServerPath, { as: 'org-admin' });
    expect(answer).toMatchObject({ status: 500, body: { code: 'INTERNAL' } });
    expect(answer.text).not.toMatch(/internals|TypeError|\.ts/);
    expect(api.log).toContain(String(answer.body['requestId']));
    expect(api.log).toContain('secret internals');
  });

  it('is a 429 for those who ask too often, each caller on their own', async () => {
    const busy = await ApiUnderTest.start({ requestsPerMinute: 3 });
    const ask = async (subject: string) => busy.get('/v1/me', { token: await busy.tokenFor('ops', subject) });
    for (let count = 0; count < 3; count += 1) await ask('eager');
    const answer = await ask('eager');
    expect(answer).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await ask('calm')).toMatchObject({ status: 200 });
    await busy.stop();
  });

  it('includes keys with control characters, on every route that takes a key', async () => {
    const keyed = routes.flatMap(({ request: { shape } }) =>
      shape.headers instanceof z.ZodObject && 'idempotency-key' in shape.headers.shape
        ? [shape.headers.pick({ 'idempotency-key': true })]
        : [],
    );
    expect(keyed.length).toBeGreaterThan(10);
    const codes = [...Array.from({ length: 32 }, (_none, code) => code), 0x7f, 0x80, 0x9f, 0xa0, 0xe9, 0x2028];
    for (const headers of keyed) {
      expect(headers.safeParse({ 'idempotency-key': 'notice 1' }).success).toBe(true);
      const keys = codes.flatMap((code) => [`a${String.fromCodePoint(code)}b`, String.fromCodePoint(code)]);
      expect(keys.filter((key) => headers.safeParse({ 'idempotency-key': key }).success)).toEqual([]);
    }
  });

  it.each(['a\tb', 'a\u0080b', 'a\u009fb'])('refuses the key %j as it stands in the request', async (key) => {
    const sent = { as: 'sales', key, body: { note: 'pilot' } } as const;
    expect(await api.post(`${mailServerPath}/unlock`, sent)).toMatchObject({
      status: 400,
      body: { code: 'IDEMPOTENCY_KEY_MISSING' },
    });
  });

  describe('makes an address wait after too many wrong tokens', () => {
    const tooOften = async (target: ApiUnderTest, headers: Record<string, string> = {}) => {
      for (let count = 0; count < 60; count += 1) await target.get('/v1/me', { token: 'wrong', headers });
      return await target.get('/v1/me', { token: 'wrong', headers });
    };
    const client = (address: string) => ({ 'x-forwarded-for': address });

    it('but never one whose token is valid', async () => {
      expect(await tooOften(api)).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
      expect(await api.get('/v1/me', { as: 'ops' })).toMatchObject({ status: 200 });
    });

    it('told apart from others behind the same trusted proxy', async () => {
      const proxied = await ApiUnderTest.start({ trustedProxies: ['loopback', '10.0.0.0/8'] });
      expect(await tooOften(proxied, client('203.0.113.7, 10.1.2.3'))).toMatchObject({ status: 429 });
      expect(await proxied.get('/v1/me', { token: 'wrong', headers: client('203.0.113.8') })).toMatchObject({
        status: 401,
      });
      await proxied.stop();
    });

    it('whatever address it claims to forward for, unless its proxy is trusted', async () => {
      const direct = await ApiUnderTest.start();
      expect(await tooOften(direct, client('203.0.113.7'))).toMatchObject({ status: 429 });
      expect(await direct.get('/v1/me', { token: 'wrong', headers: client('203.0.113.8') })).toMatchObject({
        status: 429,
      });
      await direct.stop();
    });
  });
});
