import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import { MongoMailDesk } from '../../adapters/mongo/mongo-mail-desk';
import { MongoOutbox } from '../../adapters/mongo/mongo-outbox';
import { at, claim, newMail } from '../adapters/mongo/outbox-fixtures';
import { openTestMongo, type TestMongo } from '../adapters/mongo/test-mongo';
import { command, people, way } from '../support/lifecycle-builders';
import { ApiUnderTest, ownOrganization } from '../support/api-under-test';

const answer = z.looseObject({ items: z.array(z.unknown()).optional() });

let mongo: TestMongo;
let outbox: MongoOutbox;
let api: ApiUnderTest;

beforeAll(async () => {
  mongo = await openTestMongo();
  outbox = new MongoOutbox(mongo.connection);
  api = await ApiUnderTest.start({}, { outbox, desk: new MongoMailDesk(mongo.connection) });
});

afterAll(async () => {
  await api.stop();
  await mongo.close();
});

async function ask(role: 'ops' | 'sender' | 'org-admin', method: string, path: string, body?: object) {
  const headers: Record<string, string> = {
    authorization: `Bearer ${await api.tokenFor(role)}`,
    ...(method === 'POST' ? { 'idempotency-key': randomUUID(), 'content-type': 'application/json' } : {}),
  };
  const response = await fetch(`${api.url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  return { status: response.status, body: answer.parse(await response.json()) };
}

async function heldMail(organizationId = ownOrganization): Promise<string> {
  const times = { notBefore: new Date().toISOString(), expiresAt: new Date(Date.now() + 3_600_000).toISOString() };
  const { id } = await outbox.accept(newMail({ organizationId, ...times }));
  await claim(outbox, organizationId, Math.ceil((Date.now() - Date.parse(at(0))) / 60_000));
  await outbox.takeOver(organizationId, new Date().toISOString());
  return id;
}

it('shows ops what is held, lets them settle it with a reason, and shows everyone how it went', async () => {
  const id = await heldMail();
  const listed = await ask('ops', 'GET', '/v1/messages?state=held');
  expect(listed.body.items).toContainEqual(
    expect.objectContaining({
      id,
      state: 'held',
      organizationName: null,
      workflowUrl: `https://temporal.platform.example/namespaces/mail/workflows/dispatch%2F${ownOrganization}`,
    }),
  );
  const resolved = { resolution: 'sent', reason: 'In the relay’s log' };
  expect(await ask('sender', 'POST', `/v1/messages/${id}/resolve`, resolved)).toMatchObject({ status: 403 });
  expect(await ask('ops', 'POST', `/v1/messages/${id}/resolve`, { resolution: 'sent' })).toMatchObject({ status: 400 });
  expect(await ask('ops', 'POST', `/v1/messages/${id}/resolve`, resolved)).toMatchObject({
    status: 200,
    body: { id, state: 'sent' },
  });
  expect(await ask('ops', 'POST', `/v1/messages/${id}/resolve`, resolved)).toMatchObject({
    status: 409,
    body: { code: 'MESSAGE_NOT_HELD' },
  });
  const { body } = await ask('org-admin', 'GET', `/v1/messages/${id}/history`);
  expect(body).toMatchObject({
    attempts: [{ sequence: 1, kind: 'held' }],
    resolutions: [{ ...resolved, by: 'the-ops' }],
  });
});

it('cancels what waits, and refuses what has ended', async () => {
  const later = { notBefore: new Date(Date.now() + 3_600_000).toISOString() };
  const expiresAt = new Date(Date.now() + 7_200_000).toISOString();
  const { id } = await outbox.accept(newMail({ organizationId: ownOrganization, ...later, expiresAt }));
  expect(await ask('sender', 'POST', `/v1/messages/${id}/cancel`)).toMatchObject({
    status: 200,
    body: { state: 'cancelled' },
  });
  const held = await heldMail();
  expect(await ask('sender', 'POST', `/v1/messages/${held}/cancel`)).toMatchObject({
    status: 409,
    body: { code: 'MESSAGE_ENDED' },
  });
});

it('shows nothing of other organizations to who is bound to one', async () => {
  const id = await heldMail('somebody-else');
  expect(await ask('org-admin', 'GET', `/v1/messages/${id}/history`)).toMatchObject({ status: 404 });
  expect(await ask('ops', 'GET', `/v1/messages/${id}/history`)).toMatchObject({ status: 200 });
  expect(await ask('ops', 'GET', '/v1/messages/unknown/history')).toMatchObject({ status: 404 });
  expect(await ask('org-admin', 'GET', '/v1/messages?state=held')).toMatchObject({ status: 403 });
});

it('sends nothing once more for an organization that was closed, and lets its held mail be settled', async () => {
  const organizationId = randomUUID();
  const id = await heldMail(organizationId);
  const closing = command('closeOrganization', people.sales, { reason: 'It leaves' });
  for (const event of [...way.registered, closing]) api.lifecycle.apply(organizationId, event);
  const closed = { status: 409, body: { code: 'ORGANIZATION_CLOSED' } };
  const again = { resolution: 'resend', reason: 'Nobody got it' };
  expect(await ask('ops', 'POST', `/v1/messages/${id}/resolve`, again)).toMatchObject(closed);
  expect(await ask('ops', 'POST', `/v1/messages/${id}/resend`)).toMatchObject(closed);
  const lost = { resolution: 'undeliverable', reason: 'Not in the relay’s log' };
  expect(await ask('ops', 'POST', `/v1/messages/${id}/resolve`, lost)).toMatchObject({ status: 200 });
});

it('sends a failed mail once more, as a new one to those who have not got it', async () => {
  const times = { notBefore: new Date().toISOString(), expiresAt: new Date(Date.now() + 3_600_000).toISOString() };
  const bytes = Buffer.from(
    'Message-ID: <old@platform.example>\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\nTo: a@partner.example,\r\n b@partner.example\r\n\r\nMessage-ID: body',
  );
  const recipients = ['a@partner.example', 'b@partner.example'];
  const { id } = await outbox.accept(newMail({ organizationId: ownOrganization, ...times, recipients, bytes }));
  expect(await ask('sender', 'POST', `/v1/messages/${id}/resend`)).toMatchObject({
    status: 409,
    body: { code: 'NOTHING_TO_RESEND' },
  });
  await ask('sender', 'POST', `/v1/messages/${id}/cancel`);
  const headers = { 'idempotency-key': 'again' };
  const token = await api.tokenFor('sender');
  const again = async () => await api.post(`/v1/messages/${id}/resend`, { token, headers, key: null });
  const copy = await again();
  expect(copy).toMatchObject({
    status: 202,
    body: { resendOf: id, state: 'accepted', messageId: `<${String(copy.body['id'])}@platform.example>` },
  });
  expect((await again()).body['id']).toBe(copy.body['id']);
  const { acceptedAt = '', expiresAt = '' } = (await outbox.find(String(copy.body['id']))) ?? {};
  expect(Date.parse(expiresAt) - Date.parse(acceptedAt)).toBe(48 * 3_600_000);
  const stored = await mongo.raw
    .collection<{ _id: string; bytes: Buffer }>('outbox')
    .findOne({ _id: String(copy.body['id']) });
  const text = stored?.bytes.toString() ?? '';
  expect(text.startsWith(`Message-ID: ${String(copy.body['messageId'])}\r\nDate: `)).toBe(true);
  expect(text).not.toContain('23 Nov 2026');
  expect(text.endsWith('To: a@partner.example,\r\n b@partner.example\r\n\r\nMessage-ID: body')).toBe(true);
  await mongo.raw.collection<{ _id: string }>('outbox').updateOne({ _id: id }, { $set: { bytes: Buffer.alloc(0) } });
  expect(await ask('ops', 'POST', `/v1/messages/${id}/resend`)).toMatchObject({ body: { code: 'NOTHING_TO_RESEND' } });
});
