import { ApiUnderTest, ownOrganization } from '../support/api-under-test';
import { mailServerPath, OrganizationSteps } from '../support/organization-steps';

const path = `/v1/organizations/${ownOrganization}`;
const preferences = { undeliverablesTo: 'admin', replyTo: null, branding: false };

let api: ApiUnderTest;

beforeEach(async () => {
  api = await ApiUnderTest.start();
  await new OrganizationSteps(api).unlocked();
});

afterEach(async () => api.stop());

const read = async () => (await api.get(path, { as: 'org-admin' })).headers.get('etag') ?? '';
const save = async (ifMatch: string | null, branding: boolean, key?: string) =>
  api.put(`${path}/preferences`, {
    as: 'org-admin',
    body: { ...preferences, branding },
    headers: ifMatch === null ? {} : { 'if-match': ifMatch },
    ...(key ? { key } : {}),
  });

describe('what is replaced as a whole', () => {
  it('has to say which version it was made from', async () => {
    expect(await save(null, true)).toMatchObject({
      status: 428,
      body: { code: 'PRECONDITION_REQUIRED', errors: [{ in: 'header', pointer: '/if-match' }] },
    });
  });

  it.each(['7', 'W/"7"', '"seven"', '"1", "2"', ''])(
    'is refused with an If-Match that is none of ours: %j',
    async (tag) => {
      expect((await save(tag, true)).status).toBe(400);
    },
  );

  it('is not undone by a second tab that was opened before', async () => {
    const [first, second] = [await read(), await read()];
    const saved = await save(first, true);
    expect(saved).toMatchObject({ status: 200 });
    expect(await save(second, false)).toMatchObject({ status: 412, body: { code: 'PRECONDITION_FAILED' } });
    expect((await api.get(path, { as: 'org-admin' })).body).toMatchObject({ preferences: { branding: true } });
    // The receipt of a command brings the tag of the version that it led to.
    expect(await save(saved.headers.get('etag'), false)).toMatchObject({ status: 200 });
  });

  it('gets its first answer again under the same key, although the version has moved on', async () => {
    const tag = await read();
    const first = await save(tag, true, 'the-key');
    expect(await save(tag, true, 'the-key')).toMatchObject({ status: 200, body: first.body });
  });

  it('may be replaced whatever it is by who says so', async () => {
    expect(await save('*', true)).toMatchObject({ status: 200 });
  });
});

describe('every other command', () => {
  it('is refused for another version where it names one, and not without', async () => {
    const claim = { as: 'sales', body: { reason: 'ended' } } as const;
    const stale = await api.post(`${mailServerPath}/revoke`, { ...claim, headers: { 'if-match': '"1"' } });
    expect(stale).toMatchObject({ status: 412, body: { code: 'PRECONDITION_FAILED' } });
    expect(await api.post(`${mailServerPath}/revoke`, claim)).toMatchObject({ status: 200 });
  });
});
