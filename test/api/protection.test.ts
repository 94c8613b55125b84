import { randomUUID } from 'node:crypto';
import { request } from 'node:http';

import { ApiUnderTest, ownOrganization } from '../support/api-under-test';
import { mailServerPath, OrganizationSteps } from '../support/organization-steps';
import { FakeEventFeed } from '../support/fakes/fake-event-feed';
import { eventually } from '../support/eventually';
import { FakeLifecycle } from '../support/fakes/fake-lifecycle';

const path = `/v1/organizations/${ownOrganization}`;

/** Reads that a test holds back for as long as it wants. */
class SlowReader extends FakeLifecycle {
  readonly #waiting: (() => void)[] = [];
  isSlow = false;

  override async find(organizationId: string): ReturnType<FakeLifecycle['find']> {
    if (this.isSlow) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return super.find(organizationId);
  }

  get held(): number {
    return this.#waiting.length;
  }

  letGo(): void {
    this.isSlow = false;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

const mailOf = (organizationId: string) => ({
  organizationId,
  category: 'transactional',
  to: ['a@b.example'],
  subject: 's',
  text: 't',
});

let api: ApiUnderTest;
let lifecycles: SlowReader;

async function start(settings: Parameters<typeof ApiUnderTest.start>[0] = {}): Promise<void> {
  lifecycles = new SlowReader();
  api = await ApiUnderTest.start(settings, { lifecycles, gateway: lifecycles, events: new FakeEventFeed(lifecycles) });
  await new OrganizationSteps(api).unlocked();
}

afterEach(async () => {
  lifecycles.letGo();
  await api.stop();
});

const metric = async (name: string): Promise<string[]> =>
  (await api.registry.metrics()).split('\n').filter((line) => line.startsWith(name));

describe('a process that does as much as it may', () => {
  beforeEach(async () => start({ concurrentRequests: 2 }));

  it('asks others to come again, and takes them when it has done something', async () => {
    lifecycles.isSlow = true;
    const running = [api.get(path, { as: 'sales' }), api.get(path, { as: 'ops' })];
    while (lifecycles.held < 2) await new Promise((resolve) => setImmediate(resolve));
    const refused = await api.get(path, { as: 'reviewer' });
    expect(refused).toMatchObject({ status: 503, body: { code: 'OVERLOADED' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await api.get('/healthz')).toMatchObject({ status: 200 });
    lifecycles.letGo();
    expect((await Promise.all(running)).map(({ status }) => status)).toEqual([200, 200]);
    expect(await api.get(path, { as: 'reviewer' })).toMatchObject({ status: 200 });
    expect(await metric('http_refusals_total{code="OVERLOADED"}')).toEqual([
      'http_refusals_total{code="OVERLOADED"} 1',
    ]);
  });

  it('does not count streams of events, which wait for the most part', async () => {
    const abort = new AbortController();
    const token = await api.tokenFor('ops');
    const headers = { authorization: `Bearer ${token}` };
    for (const _ of [1, 2]) {
      const response = await fetch(`${api.url}${path}/events`, { headers, signal: abort.signal });
      expect(response.status).toBe(200);
    }
    expect(await metric('http_event_streams_open')).toEqual(['http_event_streams_open 2']);
    expect(await api.get(path, { as: 'sales' })).toMatchObject({ status: 200 });
    expect(await api.get(path, { as: 'reviewer' })).toMatchObject({ status: 200 });
    abort.abort();
  });
});

describe('a caller who holds what it has begun', () => {
  const places = 8;
  const share = 2;

  beforeEach(async () => start({ concurrentRequests: places }));

  /** Requests whose bodies never come; the answer abandons them. */
  async function bodiesThatNeverCome(count: number, url: string, token: string | null): Promise<() => void> {
    const mediaType = token === null ? 'application/x-www-form-urlencoded' : 'application/json';
    const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
    const headers = { ...authorization, 'content-type': mediaType, 'content-length': '100' };
    const requests = Array.from({ length: count }, () =>
      request(api.url + url, { method: 'POST', headers: { ...headers, 'idempotency-key': 'k' } }),
    );
    const answers: number[] = [];
    for (const each of requests) {
      each.on('response', ({ statusCode = 0 }) => answers.push(statusCode)).on('error', () => undefined);
      each.flushHeaders();
    }
    while (answers.length < count - share) await new Promise((resolve) => setImmediate(resolve));
    expect(answers.every((status) => status === 429)).toBe(true);
    return () => {
      for (const each of requests) each.destroy();
    };
  }

  it('keeps no place from others: bodies that never come fill a part of them alone', async () => {
    const url = `${path}/mail-server/pause`;
    const abandon = await bodiesThatNeverCome(places + 2, url, await api.tokenFor('org-admin'));
    expect(await api.get(path, { as: 'sales' })).toMatchObject({ status: 200 });
    const refused = await api.get(path, { as: 'org-admin' });
    expect(refused).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
    expect(refused.headers.get('retry-after')).toBe('1');
    abandon();
    while ((await api.get(path, { as: 'org-admin' })).status !== 200)
      await new Promise((resolve) => setImmediate(resolve));
  });

  it('is told by its network where it is nobody', async () => {
    const abandon = await bodiesThatNeverCome(places + 2, '/auth/backchannel-logout', null);
    expect(await api.get(path, { as: 'sales' })).toMatchObject({ status: 200 });
    expect(await api.get('/healthz')).toMatchObject({ status: 200 });
    abandon();
  });
});

describe('work that takes too long', () => {
  beforeEach(async () => start({ requestSeconds: 0.1 }));

  it('is answered, with the advice to repeat the request', async () => {
    lifecycles.isSlow = true;
    const answer = await api.get(path, { as: 'sales' });
    expect(answer).toMatchObject({ status: 503, body: { code: 'TIMED_OUT' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('callers who act for one organization', () => {
  beforeEach(async () => start({ requestsPerOrganization: 5 }));

  it('leave room for those of the others, however many they are', async () => {
    const statuses: number[] = [];
    for (let caller = 0; caller < 5; caller += 1) {
      const token = await api.tokenFor('sales', `sales-${caller}`);
      statuses.push((await api.get(path, { token })).status);
    }
    expect(statuses).toContain(429);
    const refused = await api.get(path, { as: 'reviewer' });
    expect(refused).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await api.get('/v1/organizations/org-2', { as: 'sales' })).toMatchObject({ status: 404 });
  });

  it('are counted by the organization that a message names, too', async () => {
    const body = mailOf(ownOrganization);
    const answers = [];
    for (let mail = 0; mail < 6; mail += 1)
      answers.push((await api.post('/v1/messages', { as: 'sender', body })).status);
    expect(answers).toContain(429);
  });

  it('are counted for each message of a batch: what is too much is told by itself, and keeps no other organization out', async () => {
    const entry = (organizationId: string) => ({ idempotencyKey: randomUUID(), ...mailOf(organizationId) });
    // Unlocking has taken some of its room.
    const messages = [...Array.from({ length: 6 }, () => entry(ownOrganization)), entry('org-2')];
    const { status, body } = await api.post('/v1/messages/batch', { as: 'sender', body: { messages } });
    expect(status).toBe(200);
    const codes = (body['results'] as { problem: { code: string } | null }[]).map(({ problem }) => problem?.code);
    expect(codes.slice(0, 6)).toContain('RATE_LIMITED');
    expect(codes[6]).toBe('ORGANIZATION_UNKNOWN');
    expect((await api.get(path, { as: 'reviewer' })).status).toBe(429);
  });

  it('whose token is for another organization take none of this one’s room', async () => {
    const body = mailOf(ownOrganization);
    const token = await api.issuer.token({ subject: 'stranger', roles: ['sender'], organizations: ['org-2'] });
    for (let mail = 0; mail < 8; mail += 1) expect((await api.post('/v1/messages', { token, body })).status).toBe(404);
    expect((await api.get(path, { as: 'reviewer' })).status).toBe(200);
  });
});

describe('metrics', () => {
  beforeEach(async () => start());

  it('time answers by the template of their route; no organization and no person is a label', async () => {
    await api.get(path, { as: 'sales' });
    await api.get('/v1/organizations/nobody-knows', { as: 'sales' });
    await api.get('/nowhere/org-4711');
    await api.request('BREW', path).catch(() => undefined);
    const counts = await metric('http_request_duration_seconds_count');
    expect(counts).toContain(
      'http_request_duration_seconds_count{method="GET",route="/v1/organizations/:organizationId",status="200"} 1',
    );
    expect(counts).toContain(
      'http_request_duration_seconds_count{method="GET",route="/v1/organizations/:organizationId",status="404"} 1',
    );
    expect(counts).toContain('http_request_duration_seconds_count{method="GET",route="none",status="404"} 1');
    expect(await api.registry.metrics()).not.toMatch(/org-1|org-4711|nobody-knows|the-sales/);
    expect(await metric('http_requests_running')).toEqual(['http_requests_running 0']);
    expect(await metric('build_info{')).toEqual(['build_info{version="0.0.0-test",commit="unknown"} 1']);
  });
});

describe('the log of the API', () => {
  beforeEach(async () => start());

  it('has one line for each request: what was asked, how it ended, how long it took', async () => {
    const id = 'a-request-of-this-test';
    await api.get(`${path}?token=x`, { as: 'ops', headers: { 'x-request-id': id } });
    const ended = () => api.logLines.filter((line) => line.includes('"responseTime"') && line.includes(id));
    await eventually('the line', () => ended().length > 0);
    expect(ended().map((line) => JSON.parse(line) as object)).toEqual([
      {
        level: 40,
        time: expect.any(Number) as number,
        pid: expect.any(Number) as number,
        hostname: expect.any(String) as string,
        req: { method: 'GET', path },
        requestId: id,
        res: { status: 400 },
        responseTime: expect.any(Number) as number,
        msg: 'request completed',
      },
    ]);
  });

  it('holds nothing secret, wherever it came in and whatever went wrong with it', async () => {
    const canary = 'canary-5f0c6f5e';
    const token = await api.tokenFor('org-admin');
    const headers = { cookie: `session=${canary}`, 'x-forwarded-for': canary, 'x-request-id': `${canary} x` };
    const settings = { host: 'smtp.customer.example', port: 587, security: 'starttls', user: 'u', senderName: 'n' };
    const body = { revision: 0, settings: { ...settings, senderAddress: 'a@customer.example' }, password: canary };
    const submit = `${mailServerPath}/settings`;
    const answers = [
      await api.post(submit, { token, body, headers }),
      await api.post(submit, { token, body: { ...body, revision: 9 }, headers }),
      await api.post(submit, { token, body: { ...body, [canary]: canary, settings: canary } }),
      await api.post(submit, { token, rawBody: `{"password":"${canary}"` }),
      await api.post(`${submit}?access_token=${canary}`, { token, body }),
      await api.get(path, { token: canary }),
      await api.get(path, { headers: { authorization: `Basic ${Buffer.from(canary).toString('base64')}` } }),
    ];
    lifecycles.gatewayTrouble = 'WORKFLOW_UNAVAILABLE';
    answers.push(await api.post(submit, { token, body }));
    expect(answers.map(({ status }) => status).filter((status) => status >= 400).length).toBeGreaterThan(6);
    expect(api.log).toContain('Request refused');
    expect(api.log).toContain('Request failed');
    expect(api.log).not.toContain(canary);
    expect(api.log).not.toContain(token.split('.')[2]);
    expect(
      answers
        .slice(3)
        .map(({ text }) => text)
        .join(''),
    ).not.toContain(canary);
  });
});

describe('the page of an error code', () => {
  beforeEach(async () => start());

  it('is where the type of a problem leads', async () => {
    const { body } = await api.get(path);
    const { pathname } = new URL(String(body['type']));
    expect(pathname).toBe('/docs/errors/UNAUTHENTICATED');
    const page = await api.get(pathname);
    expect(page).toMatchObject({ status: 200 });
    expect(page.text).toContain('What to do');
    expect(await api.get('/docs/errors/NOT_A_CODE')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });
});
