import { jobNamed, type JobName } from '../../domain/job';
import { ApiUnderTest, type Answer } from '../support/api-under-test';

let api: ApiUnderTest;

beforeAll(async () => {
  api = await ApiUnderTest.start();
});

afterAll(() => api.stop());

async function started(key: string): Promise<{ readonly path: string; readonly name: JobName }> {
  const { body, headers } = await api.post('/v1/reconciliation', { as: 'ops', body: { organizationId: 'org-1' }, key });
  const path = String(headers.get('location'));
  expect(path).toBe(`/v1/jobs/${String(body['id'])}`);
  return { path, name: jobNamed(String(body['id']))! };
}

const ask = async (path: string): Promise<Answer> => await api.get(path, { as: 'ops' });

describe('a job', () => {
  it('stands where the answer to its command says, from its beginning to its end', async () => {
    const { path, name } = await started('k-1');
    const page = `reconcile-projections%2F${name.commandId}`;
    expect(await ask(path)).toMatchObject({
      status: 200,
      body: {
        state: 'under-way',
        endedAt: null,
        result: null,
        failure: null,
        workflowUrl: `https://temporal.platform.example/namespaces/mail/workflows/${page}`,
      },
    });
    api.jobs.end(name, { state: 'done', result: { compared: 1, found: 1, repaired: 1 } });
    expect(await ask(path)).toMatchObject({
      status: 200,
      body: { state: 'done', endedAt: expect.any(String), result: { compared: 1, found: 1, repaired: 1 } },
    });
  });

  it('says what it failed with', async () => {
    const { path, name } = await started('k-2');
    const failure = { ending: 'failed', code: 'STORE_UNAVAILABLE' } as const;
    api.jobs.end(name, { state: 'failed', failure });
    expect(await ask(path)).toMatchObject({ status: 200, body: { state: 'failed', result: null, failure } });
  });

  it('is the same for a repeated command, also when it is done', async () => {
    const { path, name } = await started('k-3');
    api.jobs.end(name, { state: 'done', result: { compared: 1, found: 0, repaired: 0 } });
    expect(await started('k-3')).toEqual({ path, name });
    const again = await api.post('/v1/reconciliation', { as: 'ops', body: { organizationId: 'org-1' }, key: 'k-3' });
    expect(again).toMatchObject({ status: 202, body: { state: 'done' } });
  });

  it('is none where nobody asked for it, and for nobody but ops', async () => {
    const unknown = `/v1/jobs/inbound-reading-${'0'.repeat(64)}`;
    expect(await ask(unknown)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    expect(await ask(`/v1/jobs/backup-${'0'.repeat(64)}`)).toMatchObject({ status: 404 });
    expect(await ask('/v1/jobs/reconciliation-1')).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
    const { path } = await started('k-4');
    for (const as of ['sales', 'org-admin', 'reviewer', 'sender'] as const) {
      expect(await api.get(path, { as })).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    }
  });
});
