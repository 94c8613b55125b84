import type { DriftReport } from '../../activities/ports/reconciliation';
import { ApiUnderTest } from '../support/api-under-test';
import { OrganizationSteps } from '../support/organization-steps';

let api: ApiUnderTest;

beforeAll(async () => {
  api = await ApiUnderTest.start();
  await new OrganizationSteps(api).register();
});

afterAll(() => api.stop());

const at = '2026-11-23T10:00:00.000Z';
const side = { version: 7, entitlement: 'unlocked', draft: 'none', live: 'active' };

function report(id: string, changes: Partial<DriftReport> = {}): DriftReport {
  const found = { fields: ['live'], projected: side, actual: { ...side, live: 'suspended' } };
  const open = { outcome: 'open', foundAt: at, seenAt: at, endedAt: null } as const;
  return { id, organizationId: 'org-1', kind: 'projection-different', ...found, ...open, ...changes };
}

describe('drift', () => {
  beforeAll(() => {
    api.reconciliation.reports.push(
      report('d-3'),
      report('d-2', { organizationId: 'org-2', kind: 'lifecycle-missing', actual: null }),
      report('d-1', { outcome: 'repaired', endedAt: at }),
    );
  });

  it('is listed for ops, page by page, and narrowed as the query says', async () => {
    const first = await api.get('/v1/projection-drift?limit=2', { as: 'ops' });
    expect(first).toMatchObject({
      status: 200,
      body: {
        items: [
          {
            id: 'd-3',
            organizationName: 'Customer Ltd',
            workflowUrl: 'https://temporal.platform.example/namespaces/mail/workflows/mail-server%2Forg-1',
            actual: { live: 'suspended' },
          },
          { id: 'd-2', organizationName: null, kind: 'lifecycle-missing', actual: null },
        ],
      },
    });
    const second = await api.get(`/v1/projection-drift?cursor=${String(first.body['nextCursor'])}`, { as: 'ops' });
    expect(second.body).toMatchObject({ items: [{ id: 'd-1', outcome: 'repaired' }], nextCursor: null });
    const narrowed = await api.get('/v1/projection-drift?outcome=open&organizationId=org-2', { as: 'ops' });
    expect(narrowed.body).toMatchObject({ items: [{ id: 'd-2' }] });
    for (const bad of ['outcome=lost', 'organizationId=a%2Fb', 'cursor=~', 'color=red']) {
      expect(await api.get(`/v1/projection-drift?${bad}`, { as: 'ops' })).toMatchObject({ status: 400 });
    }
  });

  it('is counted by kind, beside the last comparison', async () => {
    const before = await api.get('/v1/reconciliation', { as: 'ops' });
    expect(before).toMatchObject({ status: 200, body: { lastPass: null } });
    api.reconciliation.pass = { startedAt: at, endedAt: at, compared: 3, found: 2, repaired: 1 };
    const { body } = await api.get('/v1/reconciliation', { as: 'ops' });
    expect(body).toEqual({
      open: [
        { kind: 'projection-different', count: 1 },
        { kind: 'lifecycle-missing', count: 1 },
      ],
      lastPass: { startedAt: at, endedAt: at, compared: 3, found: 2, repaired: 1 },
    });
  });
});

it('a comparison is started once for a key, of one organization or of all', async () => {
  const ask = (organizationId: string | null, key: string) =>
    api.post('/v1/reconciliation', { as: 'ops', body: { organizationId }, key });
  const first = await ask('org-1', 'k-1');
  expect(first).toMatchObject({ status: 202, body: { kind: 'reconciliation', state: 'under-way', endedAt: null } });
  expect(await ask('org-1', 'k-1')).toMatchObject({ status: 202, body: { id: first.body['id'] } });
  expect(await ask(null, 'k-2')).toMatchObject({ status: 202 });
  api.reconciliation.isRunning = true;
  expect(await ask(null, 'k-2')).toMatchObject({ status: 202 });
  expect(await ask(null, 'k-4')).toMatchObject({ status: 409, body: { code: 'RECONCILIATION_RUNNING' } });
  expect(api.reconciliation.requested.map(({ organizationId }) => organizationId)).toEqual(['org-1', null]);
  expect(await ask('no such id', 'k-3')).toMatchObject({ status: 400 });
  expect(await api.post('/v1/reconciliation', { as: 'ops', body: {} })).toMatchObject({ status: 400 });
});

it('nobody but ops learns of it', async () => {
  for (const as of ['sales', 'org-admin', 'reviewer', 'sender'] as const) {
    expect(await api.get('/v1/projection-drift', { as })).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    expect(await api.get('/v1/reconciliation', { as })).toMatchObject({ status: 403 });
    const body = { organizationId: null };
    expect(await api.post('/v1/reconciliation', { as, body })).toMatchObject({ status: 403 });
  }
});
