import { ApiUnderTest } from '../support/api-under-test';
import { OrganizationSteps } from '../support/organization-steps';

let api: ApiUnderTest;

const path = '/v1/organizations/org-1/statistics';
const dayLong = 'from=2026-11-02T00:30:00Z&to=2026-11-02T04:00:00Z';
const at = (hour: number): string => new Date(Date.UTC(2026, 10, 2, hour)).toISOString();

beforeAll(async () => {
  api = await ApiUnderTest.start();
  const steps = new OrganizationSteps(api);
  await steps.register();
  await steps.register('org-2');
  const sent = { category: 'transactional', route: 'customer', state: 'sent', count: 3 } as const;
  const failed = { category: 'transactional', route: 'customer', state: 'undeliverable', count: 1 } as const;
  const latency = (route: 'customer' | 'platform', step: number) => [{ route, step, count: 3 }];
  const failures = [{ reason: 'userunknown', route: 'customer', count: 1 }] as const;
  const first = { at: at(1), mails: [sent, failed], latency: latency('customer', 4), failures, organizations: null };
  const second = { at: at(3), mails: [sent], latency: latency('platform', 40), failures: [], organizations: null };
  api.statistics.countedUntil = at(4);
  api.statistics.periods.set('org-1', [first, second]);
  const organizations = [{ entitlement: 'unlocked', draft: 'none', live: 'active', count: 7 }] as const;
  api.statistics.periods.set(null, [{ ...first, organizations }]);
});

afterAll(() => api.stop());

it('an admin sees the counts of each period of the own organization, and of all together', async () => {
  const { status, body } = await api.get(`${path}?${dayLong}`, { as: 'org-admin' });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    organizationId: 'org-1',
    from: at(0),
    to: at(4),
    interval: 'hour',
    countedUntil: at(4),
  });
  const sent = { category: 'transactional', route: 'customer', state: 'sent' };
  expect(body['periods']).toEqual([
    { at: at(0), messages: [], latency: nothing, latencyByRoute: [], failures: [] },
    {
      at: at(1),
      messages: [
        { ...sent, count: 3 },
        { ...sent, state: 'undeliverable', count: 1 },
      ],
      latency: { count: 3, p50Ms: 18, p90Ms: 18, p99Ms: 18 },
      latencyByRoute: [{ route: 'customer', count: 3, p50Ms: 18, p90Ms: 18, p99Ms: 18 }],
      failures: [{ reason: 'userunknown', route: 'customer', count: 1 }],
    },
    { at: at(2), messages: [], latency: nothing, latencyByRoute: [], failures: [] },
    expect.objectContaining({ at: at(3), messages: [{ ...sent, count: 3 }] }),
  ]);
  expect(body['total']).toMatchObject({
    messages: [
      { ...sent, count: 6 },
      { ...sent, state: 'undeliverable', count: 1 },
    ],
    latency: { count: 6, p50Ms: 18 },
    latencyByRoute: [
      { route: 'customer', count: 3, p50Ms: 18 },
      { route: 'platform', count: 3, p50Ms: 9390 },
    ],
    histogram: [
      { upToMs: 20, count: 3 },
      { upToMs: 10_240, count: 3 },
    ],
  });
});

const nothing = { count: 0, p50Ms: null, p90Ms: null, p99Ms: null };

it('ops see those of any organization, and of all together with how many organizations were in which state', async () => {
  expect(await api.get(`${path}?${dayLong}`, { as: 'ops' })).toMatchObject({ status: 200 });
  const { status, body } = await api.get(`/v1/statistics?${dayLong}`, { as: 'ops' });
  expect(status).toBe(200);
  expect(body['periods']).toMatchObject([
    { at: at(0), organizations: null },
    { at: at(1), organizations: [{ entitlement: 'unlocked', draft: 'none', live: 'active', count: 7 }] },
    { at: at(2), organizations: null },
    { at: at(3), organizations: null },
  ]);
  expect(body).not.toHaveProperty('organizationId');
});

it('without a range, the last 24 hours or 30 days are told', async () => {
  const periods = async (query: string): Promise<unknown[]> =>
    (await api.get(`${path}${query}`, { as: 'org-admin' })).body['periods'] as unknown[];
  // The hour that goes on now is one of them, and so is the one that the range begins in.
  expect(await periods('')).toHaveLength(25);
  expect(await periods('?interval=day')).toHaveLength(31);
  expect(api.statistics.asked.at(-1)).toMatchObject({ interval: 'day' });
});

it('other people’s statistics cannot be told from those of an organization that does not exist', async () => {
  const other = await api.get('/v1/organizations/org-2/statistics', { as: 'org-admin' });
  const none = await api.get('/v1/organizations/org-none/statistics', { as: 'org-admin' });
  expect(other).toMatchObject({ status: 404, body: { code: 'ORGANIZATION_UNKNOWN' } });
  expect({ ...other.body, requestId: '', instance: '' }).toEqual({ ...none.body, requestId: '', instance: '' });
  expect(await api.get('/v1/organizations/org-none/statistics', { as: 'ops' })).toMatchObject({ status: 404 });
});

it('nobody else sees any', async () => {
  for (const as of ['sales', 'reviewer', 'sender'] as const) {
    expect(await api.get(path, { as })).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    expect(await api.get('/v1/statistics', { as })).toMatchObject({ status: 403 });
  }
  expect(await api.get('/v1/statistics', { as: 'org-admin' })).toMatchObject({ status: 403 });
  expect(await api.get(path)).toMatchObject({ status: 401 });
});

it.each([
  ['?from=yesterday', '/from'],
  ['?interval=minute', '/interval'],
  ['?from=2026-11-02T00:00:00Z&to=2026-11-02T00:00:00Z', '/from'],
  ['?from=2026-11-03T00:00:00Z&to=2026-11-02T00:00:00Z', '/from'],
  ['?from=2020-11-03T00:00:00Z', '/from'],
  ['?from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59Z&interval=day', '/from'],
  ['?every=hour', '/every'],
])('%s is refused, and the fault named', async (query, pointer) => {
  expect(await api.get(`${path}${query}`, { as: 'org-admin' })).toMatchObject({
    status: 400,
    body: { code: 'INVALID_REQUEST', errors: [{ pointer }] },
  });
});
