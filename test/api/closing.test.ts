import { ApiUnderTest, ownOrganization } from '../support/api-under-test';
import { OrganizationSteps } from '../support/organization-steps';
import { mailOf } from '../support/route-samples';

const path = `/v1/organizations/${ownOrganization}`;
const profile = { name: 'Customer Ltd', adminAddress: 'admin@customer.example', locale: 'en' };
const refused = { status: 409, body: { code: 'ORGANIZATION_CLOSED' } };

let api: ApiUnderTest;

beforeEach(async () => {
  api = await ApiUnderTest.start();
  await new OrganizationSteps(api).unlocked();
});

afterEach(async () => {
  await api.stop();
});

const close = async (as: 'sales' | 'sender' = 'sales') =>
  await api.post(`${path}/close`, { as, body: { reason: 'The customer leaves' } });
const send = async (key: string) =>
  await api.post('/v1/messages', { as: 'sender', body: mailOf(ownOrganization), key });

it('an organization that is closed is locked, says so to everybody, and is closed once', async () => {
  expect(await close()).toMatchObject({ status: 200, body: { entitlement: 'locked', draft: 'none', live: 'none' } });
  const closure = { at: expect.stringMatching(/Z$/), reason: 'The customer leaves' };
  for (const as of ['sales', 'org-admin', 'sender'] as const) {
    expect(await api.get(path, { as })).toMatchObject({ status: 200, body: { closure } });
  }
  expect(await close('sender')).toMatchObject(refused);
});

it('takes no mail and no file, and still answers for the mail that it took before', async () => {
  const before = await send('before');
  await close();
  expect(await send('after')).toMatchObject(refused);
  expect(await send('before')).toMatchObject({ status: 202, body: before.body });
  const other = { ...mailOf(ownOrganization), subject: 'Another one' };
  expect(await api.post('/v1/messages', { as: 'sender', body: other, key: 'before' })).toMatchObject({
    body: { code: 'IDEMPOTENCY_KEY_REUSED' },
  });
  const file = { as: 'sender', rawBody: 'a file', headers: { 'content-type': 'text/plain' } } as const;
  expect(await api.post(`${path}/attachments`, file)).toMatchObject(refused);
  expect(api.outbox.mails).toHaveLength(1);
});

it('in a batch refuses each of its mails by itself', async () => {
  await close();
  const messages = [1, 2].map((number) => ({ ...mailOf(ownOrganization), idempotencyKey: `mail-${number}` }));
  const answer = await api.post('/v1/messages/batch', { as: 'sender', body: { messages }, key: null });
  expect(JSON.stringify(answer.body).match(/"code":"ORGANIZATION_CLOSED"/g)).toHaveLength(2);
  expect(api.outbox.mails).toEqual([]);
});

it('is there again, locked, once it is registered anew', async () => {
  await close();
  const again = await api.put(path, { as: 'sender', headers: { 'if-match': '*' }, body: profile });
  expect(again).toMatchObject({ status: 200, body: { entitlement: 'locked' } });
  expect(await api.get(path, { as: 'sales' })).toMatchObject({ body: { closure: null } });
  expect(await send('after')).toMatchObject({ status: 202 });
});

it('is not closed by who may not, nor for another organization', async () => {
  const body = { reason: 'The customer leaves' };
  for (const as of ['org-admin', 'reviewer', 'ops'] as const) {
    expect(await api.post(`${path}/close`, { as, body })).toMatchObject({ status: 403 });
  }
  expect(await api.post('/v1/organizations/nobody/close', { as: 'sales', body })).toMatchObject({ status: 404 });
});
