import type { WebhookDelivery } from '../../activities/ports/webhooks';
import { ApiUnderTest, ownOrganization } from '../support/api-under-test';

const path = `/v1/organizations/${ownOrganization}/webhook-deliveries`;

function delivery(sequence: number, changes: Partial<WebhookDelivery> = {}): WebhookDelivery {
  return {
    id: `evt_${ownOrganization}_${sequence}`,
    organizationId: ownOrganization,
    sequence,
    type: 'mail-server.unlock',
    body: '{"type":"mail-server.unlock"}',
    state: 'delivered',
    attempts: 1,
    createdAt: '2026-11-02T09:30:00.000Z',
    expiresAt: '2026-11-05T09:30:00.000Z',
    nextAttemptAt: null,
    deliveredAt: '2026-11-02T09:30:01.000Z',
    lastStatus: 204,
    lastTrouble: null,
    ...changes,
  };
}

describe('webhook deliveries', () => {
  let api: ApiUnderTest;

  beforeEach(async () => {
    api = await ApiUnderTest.start();
    const failed = { state: 'failed', lastStatus: null, lastTrouble: 'TIMED_OUT', deliveredAt: null } as const;
    api.webhooks.deliveries = [delivery(1), delivery(2, failed), delivery(3)];
  });

  afterEach(() => api.stop());

  it('are listed in pages, the newest first, all or those of a state, without what was sent', async () => {
    const first = await api.get(`${path}?limit=2`, { as: 'ops' });
    expect(first.body).toMatchObject({ items: [{ sequence: 3 }, { sequence: 2, lastTrouble: 'TIMED_OUT' }] });
    expect(first.text).not.toContain('"body"');
    const second = await api.get(`${path}?limit=2&cursor=${String(first.body['nextCursor'])}`, { as: 'sender' });
    expect(second.body).toMatchObject({ items: [{ sequence: 1 }], nextCursor: null });
    expect((await api.get(`${path}?state=failed`, { as: 'ops' })).body).toMatchObject({ items: [{ sequence: 2 }] });
    expect(await api.get(`${path}?state=lost`, { as: 'ops' })).toMatchObject({ status: 400 });
  });

  it('are sent again on request, also while nobody can be woken', async () => {
    expect(await api.post(`${path}/2/replay`, { as: 'ops' })).toMatchObject({
      status: 200,
      body: { state: 'pending' },
    });
    expect(api.announcer.announced).toEqual([ownOrganization]);
    api.announcer.trouble = 'WORKFLOW_UNAVAILABLE';
    expect(await api.post(`${path}/1/replay`, { as: 'sender' })).toMatchObject({ body: { state: 'pending' } });
  });

  it('that do not exist cannot be', async () => {
    expect(await api.post(`${path}/9/replay`, { as: 'ops' })).toMatchObject({
      status: 404,
      body: { code: 'NOT_FOUND' },
    });
    expect(await api.post(`${path}/zero/replay`, { as: 'ops' })).toMatchObject({ status: 400 });
    const other = '/v1/organizations/org-other/webhook-deliveries/2/replay';
    expect(await api.post(other, { as: 'ops' })).toMatchObject({ status: 404 });
  });

  it('are nobody’s business but the product’s and ops’', async () => {
    for (const role of ['org-admin', 'sales', 'reviewer'] as const) {
      expect(await api.get(path, { as: role })).toMatchObject({ status: 403 });
    }
  });
});
