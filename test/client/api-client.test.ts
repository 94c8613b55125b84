import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { ApiProblem, bodyOf, createApiClient, UnexpectedAnswer, type ApiClient } from '../../client/index';
import { ApiUnderTest, ownOrganization } from '../support/api-under-test';
import { OrganizationSteps } from '../support/organization-steps';

const params = { path: { organizationId: ownOrganization } };

describe('the client, against the API', () => {
  let api: ApiUnderTest;
  let sales: ApiClient;

  beforeEach(async () => {
    api = await ApiUnderTest.start();
    sales = createApiClient({ baseUrl: api.url, token: async () => api.tokenFor('sales') });
    await new OrganizationSteps(api).register();
  });

  afterEach(async () => api.stop());

  it('reads a resource by the path of the document', async () => {
    const organization = await bodyOf(sales.GET('/v1/organizations/{organizationId}', { params }));
    expect(organization).toMatchObject({ organizationId: ownOrganization, entitlement: 'locked' });
  });

  it('sends a command under a key of its own, a new one each time', async () => {
    const path = '/v1/organizations/{organizationId}/mail-server/unlock';
    const first = await bodyOf(sales.POST(path, { params, body: {} }));
    expect(first).toMatchObject({ command: 'unlock', entitlement: 'unlocked' });
    await expect(sales.POST(path, { params, body: {} })).rejects.toMatchObject({ code: 'ALREADY_UNLOCKED' });
  });

  it('sends a command under the key that its caller chose', async () => {
    const path = '/v1/organizations/{organizationId}/mail-server/unlock';
    const init = { params: { ...params, header: { 'Idempotency-Key': 'chosen-key' } }, body: {} };
    const receipts = [await bodyOf(sales.POST(path, init)), await bodyOf(sales.POST(path, init))];
    expect(receipts[0]).toMatchObject({ commandId: 'chosen-key' });
    expect(receipts[1]).toEqual(receipts[0]);
  });

  it('rejects with the problem, which names code, status and faulty places', async () => {
    const body = { note: '', endsAt: 'tomorrow' };
    const request = sales.POST('/v1/organizations/{organizationId}/mail-server/unlock', { params, body });
    const error: unknown = await request.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiProblem);
    expect(error).toMatchObject({
      status: 400,
      code: 'INVALID_REQUEST',
      problem: { errors: [{ pointer: '/note' }, { pointer: '/endsAt' }] },
      retryAfterSeconds: null,
    });
  });

  it('sends pictures as the bytes that they are', async () => {
    const admin = createApiClient({ baseUrl: api.url, token: async () => api.tokenFor('org-admin') });
    const headers = { 'content-type': 'image/png' };
    const path = '/v1/organizations/{organizationId}/branding/logo';
    const upload = admin.PUT(path, { params, headers, body: new TextEncoder().encode('no picture') });
    await expect(upload).rejects.toMatchObject({ code: 'LOGO_INVALID' });
  });
});

describe('the client, against a server that is in trouble', () => {
  let server: Server;
  let answers: ((request: IncomingMessage, response: ServerResponse) => void)[];
  let keys: unknown[];

  beforeEach(async () => {
    [answers, keys] = [[], []];
    server = createServer((request, response) => {
      keys.push(request.headers['idempotency-key']);
      answers.shift()?.(request, response);
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });

  const client = (longestPauseMs = 2_000) =>
    createApiClient({
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      persistence: { attempts: 3, longestPauseMs },
    });

  const reply =
    (status: number, body: object, headers: Record<string, string> = {}) =>
    (_request: IncomingMessage, response: ServerResponse) => {
      const type = status < 400 ? 'application/json' : 'application/problem+json';
      response.writeHead(status, { 'content-type': type, ...headers }).end(JSON.stringify(body));
    };
  const problem = (status: number, code: string) => ({ status, code, detail: 'As told' });
  const cancel = async (api: ApiClient) =>
    api.POST('/v1/messages/{messageId}/cancel', { params: { path: { messageId: 'm' } } });

  it('sends a command again under the same key when the connection broke and when the API asks for it', async () => {
    answers = [
      (request) => request.socket.destroy(),
      reply(503, problem(503, 'STORE_UNAVAILABLE'), { 'retry-after': '0' }),
      reply(200, { id: 'm' }),
    ];
    expect(await bodyOf(cancel(client()))).toEqual({ id: 'm' });
    expect(new Set(keys).size).toBe(1);
    expect(keys).toEqual([expect.any(String), expect.any(String), expect.any(String)]);
  });

  it('gives up after the third answer and says when to come again', async () => {
    const away = reply(503, problem(503, 'STORE_UNAVAILABLE'), { 'retry-after': '0' });
    answers = [away, away, away, away];
    await expect(cancel(client())).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', retryAfterSeconds: 0 });
    expect(keys).toHaveLength(3);
  });

  it('does not wait longer than it may', async () => {
    answers = [reply(429, problem(429, 'RATE_LIMITED'), { 'retry-after': '60' })];
    await expect(cancel(client())).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 60 });
    expect(keys).toHaveLength(1);
  });

  it('does not repeat what was refused', async () => {
    answers = [reply(409, problem(409, 'MESSAGE_ENDED'))];
    await expect(cancel(client())).rejects.toMatchObject({ code: 'MESSAGE_ENDED' });
    expect(keys).toHaveLength(1);
  });

  it('stops waiting when its caller gives up', async () => {
    answers = [reply(503, problem(503, 'STORE_UNAVAILABLE'), { 'retry-after': '2' })];
    const abort = new AbortController();
    const outcome = client()
      .GET('/v1/me', { signal: abort.signal })
      .catch((error: unknown) => error);
    while (keys.length === 0) await new Promise((resolve) => setImmediate(resolve));
    abort.abort(new Error('no longer wanted'));
    expect(await outcome).toMatchObject({ message: 'no longer wanted' });
    expect(keys).toHaveLength(1);
  });

  it('tells an answer of a proxy from a problem of the API', async () => {
    answers = [(_request, response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<p>Bad gateway')];
    await expect(client().GET('/v1/me')).rejects.toThrow(UnexpectedAnswer);
  });
});
