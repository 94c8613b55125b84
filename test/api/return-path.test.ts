import { returnPathModes } from '../../domain/return-path';
import { ApiUnderTest, ownOrganization } from '../support/api-under-test';
import { OrganizationSteps } from '../support/organization-steps';

const path = `/v1/organizations/${ownOrganization}`;
const anyVersion = { 'if-match': '*' };
const others = { undeliverablesTo: 'admin', replyTo: null, branding: false } as const;

let api: ApiUnderTest;
let steps: OrganizationSteps;

beforeEach(async () => {
  api = await ApiUnderTest.start();
  steps = new OrganizationSteps(api);
});

afterEach(() => api.stop());

const choose = (returnPath: unknown, as: 'org-admin' | 'sender' | 'ops' = 'org-admin') =>
  api.put(`${path}/preferences`, { as, body: { ...others, returnPath }, headers: anyVersion });

const chosen = async () => (await api.get(path, { as: 'org-admin' })).body['preferences'];

async function liveWith(returnPaths: readonly ('direct' | 'tracked' | 'reply-to')[]): Promise<void> {
  await steps.unlocked();
  await steps.submit();
  api.lifecycle.passChecks(ownOrganization, 'report-1', { returnPaths });
  await steps.confirm();
  await steps.decide('approve');
}

describe('the return path', () => {
  it('is any of the three before a server was checked, and nothing else', async () => {
    await steps.unlocked();
    for (const mode of returnPathModes) {
      expect(await choose(mode)).toMatchObject({ status: 200 });
      expect(await chosen()).toEqual({ ...others, returnPath: mode });
    }
    const wrong = await choose('elsewhere');
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ pointer: '/returnPath' }] } });
  });

  it('is one that the check found the live server to accept; another one is refused, and the choice stays', async () => {
    await liveWith(['direct', 'reply-to']);
    expect(await choose('reply-to')).toMatchObject({ status: 200 });
    expect(await choose('tracked')).toMatchObject({ status: 409, body: { code: 'RETURN_PATH_NOT_ACCEPTED' } });
    expect(await chosen()).toMatchObject({ returnPath: 'reply-to' });
  });

  it('goes back to what rule 6 calls for when nothing is chosen any more', async () => {
    await liveWith(['direct', 'tracked']);
    expect(await choose('tracked')).toMatchObject({ status: 200 });
    expect(await choose(null)).toMatchObject({ status: 200 });
    expect(await chosen()).toEqual({ ...others, returnPath: null });
  });

  it('is the admin’s to choose, and nobody else’s', async () => {
    await liveWith(['direct', 'tracked']);
    for (const as of ['sender', 'ops'] as const) expect(await choose('tracked', as)).toMatchObject({ status: 403 });
    const token = await api.issuer.token({ roles: ['org-admin'], organizations: ['org-2'] });
    const answer = await api.put(`${path}/preferences`, {
      token,
      body: { ...others, returnPath: 'tracked' },
      headers: anyVersion,
    });
    expect(answer).toMatchObject({ status: 404, body: { code: 'ORGANIZATION_UNKNOWN' } });
  });
});
