import { ApiUnderTest, ownOrganization } from '../support/api-under-test';
import { OrganizationSteps } from '../support/organization-steps';

let api: ApiUnderTest;

beforeAll(async () => {
  api = await ApiUnderTest.start();
  await new OrganizationSteps(api).unlocked();
});

afterAll(() => api.stop());

describe('the workflows of an organization', () => {
  it('are named for ops, each with its page in the Temporal UI', async () => {
    const { status, body } = await api.get(`/v1/organizations/${ownOrganization}/workflows`, { as: 'ops' });
    const list = 'https://temporal.platform.example/namespaces/mail/workflows';
    expect(status).toBe(200);
    expect(body).toEqual({
      organizationId: ownOrganization,
      items: [
        {
          kind: 'lifecycle',
          workflowId: `mail-server/${ownOrganization}`,
          url: `${list}/mail-server%2F${ownOrganization}`,
        },
        { kind: 'dispatch', workflowId: `dispatch/${ownOrganization}`, url: `${list}/dispatch%2F${ownOrganization}` },
        {
          kind: 'announcements',
          workflowId: `announce/${ownOrganization}`,
          url: `${list}/announce%2F${ownOrganization}`,
        },
      ],
      allUrl: `${list}?query=OrganizationId%3D%22${ownOrganization}%22`,
    });
  });

  it('are nobody else’s business, and unknown of an organization that is', async () => {
    for (const as of ['org-admin', 'sales', 'reviewer', 'sender'] as const) {
      expect(await api.get(`/v1/organizations/${ownOrganization}/workflows`, { as })).toMatchObject({ status: 403 });
    }
    const unknown = await api.get('/v1/organizations/nobody/workflows', { as: 'ops' });
    expect(unknown).toMatchObject({ status: 404, body: { code: 'ORGANIZATION_UNKNOWN' } });
  });
});
