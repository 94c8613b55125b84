import { ApiUnderTest } from '../support/api-under-test';

describe('the service routes', () => {
  let api: ApiUnderTest;

  beforeAll(async () => {
    api = await ApiUnderTest.start();
  });

  afterAll(async () => {
    await api.stop();
  });

  it('says that the process is alive', async () => {
    const answer = await api.get('/healthz');
    expect(answer).toMatchObject({ status: 200, body: { status: 'ok', version: '0.0.0-test' } });
  });

  it('is ready when every dependency answers', async () => {
    const dependencies = { mongodb: 'ready', temporal: 'ready', oidc: 'ready', keys: 'ready' };
    expect(await api.get('/readyz')).toMatchObject({ status: 200, body: { status: 'ready', dependencies } });
  });

  it('names the keys of stored secrets, and stays ready while one of them is missing here', async () => {
    api.storedSecretKeys.push({ keyId: 'key-2', state: 'missing', isActive: false, secrets: 7 });
    const answer = await api.get('/readyz');
    api.storedSecretKeys.length = 0;
    const storedSecretKeys = [{ keyId: 'key-2', state: 'missing', isActive: false }];
    expect(answer).toMatchObject({ status: 200, body: { status: 'ready' } });
    expect(answer.body['storedSecretKeys']).toEqual(storedSecretKeys);
  });

  it('is not ready while a dependency is away, and names it', async () => {
    api.lifecycle.gatewayTrouble = 'WORKFLOW_UNAVAILABLE';
    const answer = await api.get('/readyz');
    api.lifecycle.gatewayTrouble = null;
    expect(answer).toMatchObject({ status: 503, body: { status: 'away', dependencies: { temporal: 'away' } } });
    expect(answer.headers.get('retry-after')).toBe('5');
  });

  it.each(['/docs', '/docs/errors'])('shows the page %s without loading anything foreign', async (path) => {
    const answer = await api.get(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.text).not.toMatch(/<script|(?:src|href)="https?:/);
  });

  it('explains every error code at the address that problems give as their type', async () => {
    const { text } = await api.get('/docs/errors');
    expect(text).toContain('<section id="STALE_REVISION">');
    expect(text).toContain('<code>Retry-After</code>');
  });

  it('does not mind what links add to the address of a page', async () => {
    expect(await api.get('/docs?utm_source=mail')).toMatchObject({ status: 200 });
  });

  it('has a style sheet for the pages', async () => {
    const answer = await api.get('/docs/style.css');
    expect(answer.headers.get('content-type')).toBe('text/css; charset=utf-8');
  });

  it('describes itself as OpenAPI', async () => {
    const { status, body } = await api.get('/openapi.json');
    expect(status).toBe(200);
    expect(body).toMatchObject({ openapi: '3.1.0', servers: [{ url: 'https://api.test.example' }] });
  });

  it('does not tell what it is built with', async () => {
    const { headers } = await api.get('/healthz');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('does not write a log line for each probe', async () => {
    const before = api.logLines.length;
    await api.get('/healthz');
    await api.get('/readyz');
    expect(api.logLines).toHaveLength(before);
  });
});
