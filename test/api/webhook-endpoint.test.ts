import { ApiUnderTest, ownOrganization } from '../support/api-under-test';

const path = `/v1/organizations/${ownOrganization}/webhook-endpoint`;
const url = 'https://hooks.customer.example/events';

describe('an organization’s endpoint for events', () => {
  let api: ApiUnderTest;

  beforeEach(async () => {
    api = await ApiUnderTest.start();
    const body = { name: 'Customer', adminAddress: 'admin@customer.example', locale: 'en' };
    await api.put(`/v1/organizations/${ownOrganization}`, { as: 'sender', body });
  });

  afterEach(() => api.stop());

  it('is set with a secret that is shown once, and rotated with another one', async () => {
    expect(await api.get(path, { as: 'org-admin' })).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    const set = await api.put(path, { as: 'org-admin', body: { url } });
    expect(set).toMatchObject({ status: 200, body: { command: 'setWebhookEndpoint', secret: 'whsec_secret-1' } });
    const seen = await api.get(path, { as: 'org-admin' });
    expect(seen.body).toMatchObject({ organizationId: ownOrganization, url, formerSecretUntil: null });
    expect(seen.text).not.toContain('whsec_');
    const rotated = await api.post(`${path}/rotate-secret`, { as: 'sender', body: { keepHours: 48 } });
    expect(rotated.body).toMatchObject({ secret: 'whsec_secret-2' });
    const { body } = await api.get(path, { as: 'ops' });
    expect(Date.parse(String(body['formerSecretUntil'])) - Date.now()).toBeGreaterThan(47 * 3_600_000);
  });

  it('has the same secret in the answer to a repetition, and none once that was destroyed', async () => {
    const request = { as: 'org-admin', key: 'once', body: { url } } as const;
    const first = await api.put(path, request);
    expect((await api.put(path, request)).body).toEqual(first.body);
    api.webhookSecrets.destroyed = true;
    expect((await api.put(path, request)).body).toEqual({ ...first.body, secret: null });
    const other = await api.put(path, { ...request, body: { url: `${url}/other` } });
    expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    expect(other.text).not.toContain('whsec_');
  });

  it('shows no secret with a command that is refused', async () => {
    const refused = await api.post(`${path}/rotate-secret`, { as: 'org-admin', body: {} });
    expect(refused).toMatchObject({ status: 409, body: { code: 'NO_WEBHOOK_ENDPOINT' } });
    expect(refused.text).not.toContain('whsec_');
  });

  it.each([
    ['http://hooks.customer.example/', 'NOT_HTTPS'],
    ['https://localhost/', 'HOST_INVALID'],
    ['https://user:password@hooks.customer.example/', 'HAS_CREDENTIALS'],
  ])('cannot be %s, and makes no secret then', async (wrong, code) => {
    expect(await api.put(path, { as: 'org-admin', body: { url: wrong } })).toMatchObject({
      status: 422,
      body: { code: 'WEBHOOK_URL_INVALID', errors: [{ pointer: '/url', code }] },
    });
    expect(api.webhookSecrets.issued).toEqual([]);
  });

  it('waits while the key service is away: there is no endpoint without a secret', async () => {
    api.webhookSecrets.trouble = 'KEYS_UNAVAILABLE';
    const answer = await api.put(path, { as: 'org-admin', body: { url } });
    expect(answer).toMatchObject({ status: 503, body: { code: 'KEYS_UNAVAILABLE' } });
    expect(await api.get(path, { as: 'org-admin' })).toMatchObject({ status: 404 });
  });

  it('is removed, and then there is none', async () => {
    await api.put(path, { as: 'org-admin', body: { url } });
    const removed = await api.post(`${path}/remove`, { as: 'org-admin', body: { reason: 'We poll instead' } });
    expect(removed).toMatchObject({ status: 200, body: { command: 'removeWebhookEndpoint' } });
    expect(await api.get(path, { as: 'org-admin' })).toMatchObject({ status: 404 });
    expect(await api.post(`${path}/remove`, { as: 'org-admin', body: {} })).toMatchObject({
      status: 409,
      body: { code: 'NO_WEBHOOK_ENDPOINT' },
    });
  });

  it('stands in the audit trail, without its secret', async () => {
    await api.put(path, { as: 'org-admin', body: { url } });
    const trail = await api.get(`/v1/organizations/${ownOrganization}/audit`, { as: 'ops' });
    expect(trail.body).toMatchObject({
      items: [
        {
          event: 'setWebhookEndpoint',
          actor: { role: 'org-admin' },
          changes: expect.arrayContaining([{ field: 'webhook.url', before: null, after: url }]),
        },
        {},
      ],
    });
    expect(trail.text).not.toContain('whsec_');
  });

  it('of another organization does not exist', async () => {
    const other = '/v1/organizations/org-other/webhook-endpoint';
    expect(await api.get(other, { as: 'org-admin' })).toMatchObject({ body: { code: 'ORGANIZATION_UNKNOWN' } });
    expect(await api.put(other, { as: 'org-admin', body: { url } })).toMatchObject({ status: 404 });
    expect(await api.get(`${other}/deliveries`, { as: 'org-admin' })).toMatchObject({ status: 404 });
    expect(await api.put(other, { as: 'ops', body: { url } })).toMatchObject({
      body: { code: 'ORGANIZATION_UNKNOWN' },
    });
    expect(api.webhookSecrets.issued).toEqual([]);
  });

  it('shows its own deliveries to the admin, apart from those to the product’s backend', async () => {
    const delivery = {
      id: `evt_${ownOrganization}_2`,
      organizationId: ownOrganization,
      sequence: 2,
      type: 'mail-server.unlock',
      body: '{}',
      state: 'failed',
      attempts: 9,
      createdAt: '2026-11-02T09:30:00.000Z',
      expiresAt: '2026-11-05T09:30:00.000Z',
      nextAttemptAt: null,
      deliveredAt: null,
      lastStatus: null,
      lastTrouble: 'TIMED_OUT',
    } as const;
    api.organizationWebhooks.deliveries = [delivery];
    expect((await api.get(`${path}/deliveries?state=failed`, { as: 'org-admin' })).body).toMatchObject({
      items: [{ sequence: 2, lastTrouble: 'TIMED_OUT' }],
    });
    const backend = await api.get(`/v1/organizations/${ownOrganization}/webhook-deliveries`, { as: 'ops' });
    expect(backend.body).toMatchObject({ items: [] });
    expect(await api.post(`${path}/deliveries/2/replay`, { as: 'org-admin' })).toMatchObject({
      body: { state: 'pending' },
    });
    expect(api.announcer.announced).toEqual([ownOrganization]);
    expect(await api.post(`${path}/deliveries/3/replay`, { as: 'org-admin' })).toMatchObject({ status: 404 });
  });
});
