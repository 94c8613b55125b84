import { ApiUnderTest, ownOrganization } from '../support/api-under-test';

const path = `/v1/organizations/${ownOrganization}`;
const revive = `${path}/lifecycle/revive`;
const profile = { name: 'Customer', adminAddress: 'admin@customer.example', locale: 'en' };
const reason = 'Temporal was restored from nothing';

describe('a lifecycle that was lost', () => {
  let api: ApiUnderTest;

  beforeEach(async () => {
    api = await ApiUnderTest.start();
    await api.put(path, { as: 'sender', body: profile });
    await api.post(`${path}/mail-server/unlock`, { as: 'sales', body: {} });
  });

  afterEach(() => api.stop());

  it('is revived by ops, with a reason that stands in the audit trail, and a repetition gets the first answer', async () => {
    api.lifecycle.lost.add(ownOrganization);
    const request = { as: 'ops', key: 'once', body: { reason } } as const;
    const revived = await api.post(revive, request);
    expect(revived).toMatchObject({
      status: 200,
      body: { command: 'reviveLifecycle', entitlement: 'unlocked', version: 3 },
    });
    expect((await api.post(revive, request)).body).toEqual(revived.body);
    const trail = await api.get(`${path}/audit`, { as: 'ops' });
    expect(trail.body).toMatchObject({ items: [{ event: 'reviveLifecycle', reason, sequence: 3 }, {}, {}] });
  });

  it('is not begun a second time by whoever registers the organization again', async () => {
    api.lifecycle.lost.add(ownOrganization);
    const lost = await api.put(path, { as: 'sender', body: { ...profile, name: 'Renamed' } });
    expect(lost).toMatchObject({ status: 503, body: { code: 'LIFECYCLE_LOST' } });
    await api.post(revive, { as: 'ops', body: { reason } });
    expect(await api.put(path, { as: 'sender', body: { ...profile, name: 'Renamed' } })).toMatchObject({ status: 200 });
  });

  it('that runs after all is left alone', async () => {
    expect(await api.post(revive, { as: 'ops', body: { reason } })).toMatchObject({
      status: 409,
      body: { code: 'LIFECYCLE_RUNNING' },
    });
  });

  it('needs a projection, a reason, and somebody from ops', async () => {
    expect(await api.post(revive, { as: 'ops', body: {} })).toMatchObject({ status: 400 });
    const nobody = '/v1/organizations/nobody/lifecycle/revive';
    expect(await api.post(nobody, { as: 'ops', body: { reason } })).toMatchObject({
      status: 404,
      body: { code: 'ORGANIZATION_UNKNOWN' },
    });
    for (const as of ['sales', 'org-admin', 'reviewer', 'sender'] as const) {
      expect(await api.post(revive, { as, body: { reason } })).toMatchObject({ status: 403 });
    }
  });
});
