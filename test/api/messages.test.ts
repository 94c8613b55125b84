import { ApiUnderTest, ownOrganization } from '../support/api-under-test';
import { OrganizationSteps } from '../support/organization-steps';

const logo = { contentType: 'image/png', bytes: Uint8Array.of(1, 2, 3) } as const;

const message = {
  organizationId: ownOrganization,
  category: 'transactional',
  to: ['ann@partner.example', 'bob@partner.example'],
  subject: 'Please sign',
  text: 'Hello',
};

describe('messages', () => {
  let api: ApiUnderTest;

  beforeEach(async () => {
    api = await ApiUnderTest.start();
    await new OrganizationSteps(api).unlocked();
  });

  afterEach(async () => {
    await api.stop();
  });

  const send = async (body: object, key?: string) =>
    api.post('/v1/messages', { as: 'sender', body: { ...message, ...body }, ...(key ? { key } : {}) });

  const setPreferences = async (preferences: object) =>
    api.put(`/v1/organizations/${ownOrganization}/preferences`, {
      as: 'org-admin',
      headers: { 'if-match': '*' },
      body: { undeliverablesTo: 'admin', replyTo: null, branding: false, ...preferences },
    });

  it('carry the id of the request that brought them', async () => {
    const headers = { 'x-request-id': 'request-of-the-product' };
    expect(await api.post('/v1/messages', { as: 'sender', body: message, headers })).toMatchObject({ status: 202 });
    expect(api.composer.composed.at(-1)).toMatchObject({ requestId: 'request-of-the-product' });
    const forged = { 'x-request-id': 'a id: with spaces' };
    await api.post('/v1/messages', { as: 'sender', body: message, headers: forged });
    expect(api.composer.composed.at(-1)?.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('are accepted with an address where their state can be asked for', async () => {
    const answer = await send({});
    expect(answer).toMatchObject({ status: 202, body: { state: 'accepted', organizationId: ownOrganization } });
    expect(answer.body['messageId']).toMatch(/^<[0-9a-f-]{36}@platform\.example>$/);
    const location = answer.headers.get('location') ?? '';
    expect(location).toBe(`/v1/messages/${String(answer.body['id'])}`);
    const found = await api.get(location, { as: 'sender' });
    expect(found).toMatchObject({ status: 200, body: { subject: 'Please sign', route: null, attempts: 0 } });
    expect(found.body['recipients']).toHaveLength(2);
  });

  it('wake the dispatcher once they are stored', async () => {
    await send({});
    await api.alarm.settled();
    expect(api.waker.woken).toEqual([ownOrganization]);
  });

  it('stay accepted when nobody can be woken', async () => {
    api.waker.trouble = 'WORKFLOW_UNAVAILABLE';
    expect(await send({})).toMatchObject({ status: 202 });
    await api.alarm.settled();
    expect(api.log).toContain('The dispatcher could not be woken');
  });

  it('are not accepted, and wake nobody, when they cannot be stored', async () => {
    api.outbox.trouble = 'STORE_UNAVAILABLE';
    expect(await send({})).toMatchObject({ status: 503, body: { code: 'STORE_UNAVAILABLE' } });
    await api.alarm.settled();
    expect(api.waker.woken).toEqual([]);
  });

  it('have a Reply-To: their own, else the organization’s, else its admin', async () => {
    await send({});
    await setPreferences({ replyTo: 'office@customer.example' });
    await send({});
    await send({ replyTo: 'clerk@customer.example' });
    expect(api.composer.composed.map(({ replyTo }) => replyTo)).toEqual([
      'admin@customer.example',
      'office@customer.example',
      'clerk@customer.example',
    ]);
  });

  it('carry the logo exactly while branding is on', async () => {
    await api.branding.saveLogo(ownOrganization, logo);
    await send({});
    await setPreferences({ branding: true });
    await send({});
    expect(api.composer.composed.map((parts) => parts.logo)).toMatchObject([null, logo]);
  });

  it('carry their attachments byte for byte', async () => {
    const bytes = Buffer.from([0, 255, 10, 13, 46]);
    const content = bytes.toString('base64');
    await send({ attachments: [{ filename: 'contract.pdf', contentType: 'application/pdf', content }] });
    const [attachment] = api.composer.composed[0]?.attachments ?? [];
    expect(attachment).toMatchObject({ filename: 'contract.pdf', contentType: 'application/pdf' });
    expect(Buffer.from(attachment?.bytes ?? []).equals(bytes)).toBe(true);
  });

  it('are stored once for a key, however often they come', async () => {
    const [first, ...others] = await Promise.all(Array.from({ length: 10 }, async () => send({}, 'one-mail')));
    for (const other of others) expect(other).toMatchObject({ status: 202, body: first?.body });
    expect(api.outbox.mails).toHaveLength(1);
  });

  it('get their first answer again, also when the time that they named is over by then', async () => {
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const first = await send({ expiresAt }, 'k');
    api.aheadMs = 2 * 3_600_000;
    expect(await send({ expiresAt }, 'k')).toMatchObject({ status: 202, body: first.body });
    expect(api.outbox.mails).toHaveLength(1);
    expect(await send({ expiresAt }, 'another key')).toMatchObject({ status: 422, body: { code: 'MESSAGE_INVALID' } });
    expect(await send({ expiresAt, subject: 'Another' }, 'k')).toMatchObject({
      status: 422,
      body: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
    api.outbox.trouble = 'STORE_UNAVAILABLE';
    expect(await send({ expiresAt }, 'k')).toMatchObject({ status: 503, body: { code: 'STORE_UNAVAILABLE' } });
  });

  it('are refused under a key that came with another message', async () => {
    await send({}, 'one-mail');
    expect(await send({ subject: 'Another' }, 'one-mail')).toMatchObject({
      status: 422,
      body: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
  });

  it('expire after the time that is set unless they say otherwise', async () => {
    const notBefore = new Date(Date.now() + 3_600_000).toISOString();
    await send({ notBefore });
    const [mail] = api.outbox.mails;
    expect(mail?.notBefore).toBe(notBefore);
    expect(Date.parse(mail?.expiresAt ?? '') - Date.parse(notBefore)).toBe(48 * 3_600_000);
  });

  it('that are not transactional carry their unsubscribe link', async () => {
    const unsubscribeUrl = 'https://platform.example/unsubscribe/1';
    expect(await send({ category: 'informational', unsubscribeUrl })).toMatchObject({ status: 202 });
    expect(api.composer.composed[0]?.unsubscribeUrl).toBe(unsubscribeUrl);
  });

  it.each([
    [
      'a transactional mail with an unsubscribe link',
      { unsubscribeUrl: 'https://x.example/' },
      '/unsubscribeUrl',
      'UNSUBSCRIBE_FORBIDDEN',
    ],
    ['an informational mail without one', { category: 'informational' }, '/unsubscribeUrl', 'UNSUBSCRIBE_REQUIRED'],
    ['a marketing mail without one', { category: 'marketing' }, '/unsubscribeUrl', 'UNSUBSCRIBE_REQUIRED'],
    ['a repeated recipient', { to: ['a@b.example', 'a@b.example'] }, '/to/1', 'REPEATED_RECIPIENT'],
    ['an end in the past', { expiresAt: '2020-01-01T00:00:00Z' }, '/expiresAt', 'EXPIRED_ALREADY'],
    ['a start too far ahead', { notBefore: '2199-01-01T00:00:00Z' }, '/notBefore', 'TOO_FAR_AHEAD'],
  ])('contradict themselves: %s', async (_name, body, pointer, code) => {
    const answer = await send(body);
    expect(answer).toMatchObject({ status: 422, body: { code: 'MESSAGE_INVALID', errors: [{ pointer, code }] } });
    expect(api.outbox.mails).toEqual([]);
  });

  it.each([
    ['no recipient', { to: [] }, '/to'],
    ['too many recipients', { to: Array.from({ length: 51 }, (_, index) => `r${index}@b.example`) }, '/to'],
    ['ten thousand recipients', { to: Array.from({ length: 10_000 }, (_, index) => `r${index}@b.example`) }, '/to'],
    ['a recipient with a line break', { to: ['a@b.example\r\nBcc: c@d.example'] }, '/to/0'],
    ['two recipients in one', { to: ['a@b.example, c@d.example'] }, '/to/0'],
    ['a recipient with a display name', { to: ['Ann <a@b.example>'] }, '/to/0'],
    ['a subject with a line break', { subject: 'Hi\r\nBcc: c@d.example' }, '/subject'],
    ['a Reply-To with NUL', { replyTo: 'a@b.example\u0000' }, '/replyTo'],
    [
      'an attachment that is no base64',
      { attachments: [{ filename: 'a', contentType: 'a/b', content: '***' }] },
      '/attachments/0/content',
    ],
    [
      'an attachment with a path',
      { attachments: [{ filename: '../a', contentType: 'a/b', content: '' }] },
      '/attachments/0/filename',
    ],
    [
      'an attachment of several parts',
      { attachments: [{ filename: 'a', contentType: 'multipart/mixed', content: '' }] },
      '/attachments/0/contentType',
    ],
    [
      'an unsubscribe link that is not https',
      { category: 'marketing', unsubscribeUrl: 'javascript:alert(1)' },
      '/unsubscribeUrl',
    ],
    ['a sender of its own choice', { from: 'ceo@bank.example' }, '/from'],
    ['a time without a zone', { notBefore: '2026-01-01T00:00:00' }, '/notBefore'],
    ['an unknown category', { category: 'notice' }, '/category'],
  ])('have the wrong shape: %s', async (_name, body, pointer) => {
    const answer = await send(body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
    expect(answer.body['errors']).toContainEqual(expect.objectContaining({ pointer }));
    expect(api.outbox.mails).toEqual([]);
  });

  it.each([
    "o'brien+tag/x=y@example.test",
    '"a quoted name"@example.test',
    'info@müller.example',
    'пример@пример.example',
    `${'a'.repeat(64)}@example.test`,
    'victim@[127.0.0.1]',
    '(evil@attacker.test)victim@example.test',
    'victim@attacker.test@example.test',
    'vic\u200btim@example.test',
    `${'a'.repeat(65)}@example.test`,
    `a@${'b.'.repeat(130)}example`,
  ])('name exactly whom they were given, or are refused at that place: %s', async (recipient) => {
    const answer = await send({ to: ['ann@partner.example', recipient] });
    const isTaken = answer.status === 202;
    expect([202, 400]).toContain(answer.status);
    if (!isTaken) expect(answer.body['errors']).toContainEqual(expect.objectContaining({ pointer: '/to/1' }));
    expect(api.composer.composed.map(({ to }) => to)).toEqual(isTaken ? [['ann@partner.example', recipient]] : []);
  });

  it('may be larger than a command, up to the limit of the deployment', async () => {
    expect(await send({ text: 'x'.repeat(150_000) })).toMatchObject({ status: 202 });
    expect(await send({ text: 'x'.repeat(250_000) })).toMatchObject({ status: 413, body: { code: 'BODY_TOO_LARGE' } });
  });

  it('are not taken for an organization that nobody registered', async () => {
    expect(await send({ organizationId: 'unknown' })).toMatchObject({
      status: 404,
      body: { code: 'ORGANIZATION_UNKNOWN' },
    });
  });

  it('are shown to their organization’s admin and to nobody else’s', async () => {
    const { body } = await send({});
    const path = `/v1/messages/${String(body['id'])}`;
    expect(await api.get(path, { as: 'org-admin' })).toMatchObject({ status: 200 });
    const stranger = await api.issuer.token({ roles: ['org-admin'], organizations: ['org-2'] });
    expect(await api.get(path, { token: stranger })).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    expect(await api.get('/v1/messages/unknown', { as: 'ops' })).toMatchObject({ status: 404 });
  });

  it('are listed page by page, the newest first', async () => {
    for (const subject of ['one', 'two', 'three']) await send({ subject });
    const path = `/v1/organizations/${ownOrganization}/messages?limit=2`;
    const first = await api.get(path, { as: 'org-admin' });
    expect(first.body['items']).toMatchObject([{ subject: 'three' }, { subject: 'two' }]);
    const second = await api.get(`${path}&cursor=${String(first.body['nextCursor'])}`, { as: 'org-admin' });
    expect(second.body).toMatchObject({ items: [{ subject: 'one' }], nextCursor: null });
  });

  it('are a list that is empty where there are none, and missing where there is no such organization', async () => {
    const listOf = async (id: string) => await api.get(`/v1/organizations/${id}/messages`, { as: 'ops' });
    expect(await listOf(ownOrganization)).toMatchObject({ status: 200, body: { items: [] } });
    expect(await listOf('unknown')).toMatchObject({ status: 404, body: { code: 'ORGANIZATION_UNKNOWN' } });
  });
});
