import type { InboundMail } from '../../activities/ports/inbound-mail-store';
import { ApiUnderTest, ownOrganization } from '../support/api-under-test';
import { OrganizationSteps } from '../support/organization-steps';
import { undeliverable } from '../support/undeliverables';

let api: ApiUnderTest;

beforeAll(async () => {
  api = await ApiUnderTest.start();
  const steps = new OrganizationSteps(api);
  await steps.register();
  await steps.register('org-2');
});

afterAll(() => api.stop());

const own = `/v1/organizations/${ownOrganization}`;

const strangerToken = () => api.issuer.token({ roles: ['org-admin'], organizations: ['org-2'] });

describe('undeliverables', () => {
  const failed = undeliverable({ id: 'm-1.0', organizationId: ownOrganization });

  beforeAll(() => {
    const others = [2, 3].map((count) =>
      undeliverable({
        id: `m-${count}.0`,
        organizationId: ownOrganization,
        recordedAt: `2026-11-2${3 - count}T00:00:00.000Z`,
      }),
    );
    api.undeliverables.undeliverables.push(failed, ...others);
  });

  it('are listed with why and who was told, page by page', async () => {
    const first = await api.get(`${own}/undeliverables?limit=2`, { as: 'org-admin' });
    expect(first).toMatchObject({
      status: 200,
      body: { items: [{ id: 'm-1.0', reason: 'userunknown', notice: { to: 'admin@acme.example' } }, { id: 'm-2.0' }] },
    });
    const second = await api.get(`${own}/undeliverables?cursor=${String(first.body['nextCursor'])}`, { as: 'ops' });
    expect(second.body).toMatchObject({ items: [{ id: 'm-3.0' }], nextCursor: null });
  });

  it('are narrowed as the query says, and by nothing that it does not know', async () => {
    const wanted = 'cause=bounced&reason=blocked&recipient=a@x.example&messageId=m-1&since=2026-11-01T00:00:00Z';
    await api.get(`${own}/undeliverables?${wanted}`, { as: 'org-admin' });
    expect(api.undeliverables.filters.at(-1)).toMatchObject({
      organizationId: ownOrganization,
      cause: 'bounced',
      reason: 'blocked',
      recipient: 'a@x.example',
      mailId: 'm-1',
      since: '2026-11-01T00:00:00Z',
    });
    for (const bad of ['cause=other', 'reason=x', 'since=yesterday', 'color=red', 'recipient=no']) {
      expect(await api.get(`${own}/undeliverables?${bad}`, { as: 'ops' })).toMatchObject({ status: 400 });
    }
  });

  it('are shown one by one, and to no other organization', async () => {
    expect(await api.get(`${own}/undeliverables/m-1.0`, { as: 'org-admin' })).toMatchObject({
      status: 200,
      body: { id: 'm-1.0', hard: true, answer: { replyCode: 550 } },
    });
    expect(await api.get(`${own}/undeliverables/m-9.0`, { as: 'ops' })).toMatchObject({ status: 404 });
    expect(await api.get('/v1/organizations/org-2/undeliverables/m-1.0', { as: 'ops' })).toMatchObject({ status: 404 });
    for (const path of ['undeliverables', 'undeliverables/m-1.0', 'suppressions']) {
      expect(await api.get(`${own}/${path}`, { token: await strangerToken() })).toMatchObject({
        status: 404,
        body: { code: 'ORGANIZATION_UNKNOWN' },
      });
    }
    expect(await api.get(`${own}/undeliverables`, { as: 'reviewer' })).toMatchObject({ status: 403 });
  });
});

describe('the suppression list', () => {
  const add = (body: object, key = 'add-1') => api.post(`${own}/suppressions`, { as: 'org-admin', body, key });

  it('takes an address on, once for a key, and shows who did it and why', async () => {
    const first = await add({ address: 'Ann@Partner.example', note: 'Asked by phone' });
    expect(first).toMatchObject({
      status: 200,
      body: {
        address: 'ann@partner.example',
        cause: 'manual',
        state: 'active',
        expiresAt: null,
        trail: [{ event: 'added', note: 'Asked by phone', by: { role: 'org-admin', isYou: true } }],
      },
    });
    expect((await add({ address: 'Ann@Partner.example', note: 'Asked by phone' })).body).toEqual(first.body);
    const seenByOps = await api.get(`${own}/suppressions/${String(first.body['id'])}`, { as: 'ops' });
    expect(seenByOps.body).toMatchObject({ trail: [{ by: { isYou: false } }] });
    expect(seenByOps.text).not.toContain('the-org-admin');
  });

  it('takes a key for one command alone', async () => {
    const body = { address: 'kim@partner.example', note: 'Asked for' };
    const { body: entry } = await add(body, 'once');
    const reused = { status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } };
    expect(await add({ ...body, address: 'lee@partner.example' }, 'once')).toMatchObject(reused);
    expect(await add({ ...body, note: 'Something else' }, 'once')).toMatchObject(reused);
    const headers = { 'if-match': '*' };
    const removal = { as: 'org-admin', headers, body: { note: 'Asked for' }, key: 'once' } as const;
    expect(await api.post(`${own}/suppressions/${String(entry['id'])}/remove`, removal)).toMatchObject(reused);
    expect(await add(body, 'once')).toMatchObject({ status: 200, body: entry });
    expect(JSON.stringify(entry)).not.toContain('fingerprint');
    const { body: listed } = await api.get(`${own}/suppressions?address=lee@partner.example`, { as: 'org-admin' });
    expect(listed).toMatchObject({ items: [] });
  });

  it('lets an address go, keeps the entry with its trail, and knows none of another organization', async () => {
    const { body } = await add({ address: 'bob@partner.example', note: 'Left the company' }, 'add-2');
    const path = `suppressions/${String(body['id'])}/remove`;
    const headers = { 'if-match': '*' };
    const removal = { as: 'ops', headers, body: { note: 'Is back' }, key: 'remove-1' } as const;
    expect(await api.post(`/v1/organizations/org-2/${path}`, removal)).toMatchObject({ status: 404 });
    expect(await api.post(`${own}/${path}`, removal)).toMatchObject({
      status: 200,
      body: { state: 'removed', trail: [{ event: 'added' }, { event: 'removed', note: 'Is back' }] },
    });
    const listed = await api.get(`${own}/suppressions?state=removed`, { as: 'org-admin' });
    expect(listed.body).toMatchObject({ items: [{ address: 'bob@partner.example' }], nextCursor: null });
    const active = await api.get(`${own}/suppressions?state=active&address=ann@partner.example`, { as: 'sender' });
    expect(active.body).toMatchObject({ items: [{ address: 'ann@partner.example' }] });
  });

  it('lets an address go only as it was seen', async () => {
    const added = await add({ address: 'zoe@partner.example', note: 'Asked for' }, 'add-zoe');
    expect(added.headers.get('etag')).toBe('"1"');
    const path = `${own}/suppressions/${String(added.body['id'])}`;
    await add({ address: 'zoe@partner.example', note: 'Asked for once more' }, 'add-zoe-again');
    const seen = await api.get(path, { as: 'org-admin' });
    expect(seen.headers.get('etag')).toBe('"2"');
    const removal = (tag: string, key: string) =>
      api.post(`${path}/remove`, { as: 'org-admin', key, headers: { 'if-match': tag }, body: { note: 'Is back' } });
    expect(await removal('"1"', 'remove-zoe')).toMatchObject({ status: 412, body: { code: 'PRECONDITION_FAILED' } });
    expect(await removal('zoe', 'remove-zoe')).toMatchObject({ status: 400 });
    const unseen = await api.post(`${path}/remove`, { as: 'org-admin', body: { note: 'Is back' } });
    expect(unseen).toMatchObject({ status: 428, body: { code: 'PRECONDITION_REQUIRED' } });
    const removed = await removal('"2"', 'remove-zoe');
    expect(removed).toMatchObject({ status: 200, body: { state: 'removed', version: 3 } });
    expect(await removal('"2"', 'remove-zoe')).toMatchObject({ status: 200, body: removed.body });
    expect(await removal('"2"', 'remove-zoe-later')).toMatchObject({ status: 412 });
  });

  it('ends an entry at the moment given', async () => {
    await add({ address: 'eve@partner.example', note: 'Holidays', expiresAt: '2020-01-01T00:00:00+01:00' }, 'add-3');
    const { body } = await api.get(`${own}/suppressions?state=expired`, { as: 'org-admin' });
    expect(body).toMatchObject({ items: [{ address: 'eve@partner.example', expiresAt: '2019-12-31T23:00:00.000Z' }] });
  });

  it('wants an address, a reason and a key', async () => {
    expect(await add({ address: 'no address', note: 'x' })).toMatchObject({ status: 400 });
    expect(await add({ address: 'a@x.example' })).toMatchObject({ status: 400 });
    expect(await add({ address: 'a@x.example', note: 'x', forever: true })).toMatchObject({ status: 400 });
    const keyless = await api.post(`${own}/suppressions`, {
      as: 'ops',
      key: null,
      body: { address: 'a@x.example', note: 'x' },
    });
    expect(keyless).toMatchObject({ status: 400, body: { code: 'IDEMPOTENCY_KEY_MISSING' } });
    const asSender = await api.post(`${own}/suppressions`, {
      as: 'sender',
      body: { address: 'a@x.example', note: 'x' },
    });
    expect(asSender).toMatchObject({ status: 403 });
  });
});

describe('received mails', () => {
  const raw = Buffer.from('From: <>\r\n\r\n\u00ff\u0000', 'latin1');
  const mail: InboundMail = {
    id: 'i-1',
    raw,
    envelope: { sender: '', recipient: 'b-token@bounce.example' },
    peer: { address: '192.0.2.1', name: 'mx', protocol: 'smtp', isEncrypted: true },
    receivedAt: '2026-11-20T00:00:00.000Z',
    class: 'unparseable',
    token: null,
    state: 'settled',
    copies: 2,
    outcome: 'unparseable',
    findings: [],
    settledAt: '2026-11-20T00:00:01.000Z',
  };

  beforeAll(() => {
    const other = { ...mail, id: 'i-2', class: 'bounce', outcome: 'undeliverable' } as const;
    api.inboundMails.mails.push(mail, { ...other, receivedAt: '2026-11-19T00:00:00.000Z' });
  });

  it('are shown to operators, also in a queue of those that nobody could read', async () => {
    const { body } = await api.get('/v1/inbound-mails', { as: 'ops' });
    expect(body).toMatchObject({ items: [{ id: 'i-1' }, { id: 'i-2' }], nextCursor: null });
    const queue = await api.get('/v1/inbound-mails?class=unparseable', { as: 'ops' });
    expect(queue.body['items']).toMatchObject([
      { id: 'i-1', recipient: 'b-token@bounce.example', size: 14, copies: 2 },
    ]);
    const workflowUrl = 'https://temporal.platform.example/namespaces/mail/workflows/inbound-mail%2Fi-2';
    expect(await api.get('/v1/inbound-mails/i-2', { as: 'ops' })).toMatchObject({
      body: { outcome: 'undeliverable', workflowUrl },
    });
  });

  it('are downloaded byte for byte, never shown by a browser', async () => {
    const token = await api.tokenFor('ops');
    const answer = await fetch(`${api.url}/v1/inbound-mails/i-1/raw`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.headers.get('content-type')).toContain('message/rfc822');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="i-1.eml"');
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(raw);
    expect(api.log).toContain('A received mail was downloaded');
  });

  it('are read again on command, one or all that nobody could read', async () => {
    const begun = await api.post('/v1/inbound-mails/i-1/read-again', { as: 'ops', key: 'k-1' });
    expect(begun).toMatchObject({ status: 202, body: { kind: 'inbound-reading', state: 'under-way', result: null } });
    expect(begun.headers.get('location')).toBe(`/v1/jobs/${String(begun.body['id'])}`);
    expect(await api.post('/v1/inbound-mails/i-1/read-again', { as: 'ops', key: 'k-1' })).toMatchObject({
      status: 202,
    });
    expect(await api.post('/v1/inbound-mails/read-unparseable-again', { as: 'ops' })).toMatchObject({ status: 202 });
    const [first, again, all] = api.inboundMails.readings;
    expect(first).toMatchObject({ inboundMailIds: ['i-1'] });
    expect(again).toEqual(first);
    expect(all).toMatchObject({ inboundMailIds: null });
    expect(all?.commandId).not.toBe(first?.commandId);
    expect(await api.post('/v1/inbound-mails/i-9/read-again', { as: 'ops' })).toMatchObject({ status: 404 });
  });

  it('that the listener refused are counted for operators, by hour, reason and network', async () => {
    const at = '2026-11-26T10:00:00.000Z';
    const count = { network: '192.0.2.0/24', count: 7, firstAt: at, lastAt: at } as const;
    const [forged, expired] = [
      { ...count, id: '2026-11-26T10/forged/192.0.2.0/24', reason: 'forged' },
      { ...count, id: '2026-11-26T10/expired/192.0.2.0/24', reason: 'expired' },
    ] as const;
    api.inboundRefusals.counts.push(forged, expired);
    const first = await api.get('/v1/inbound-refusals?limit=1', { as: 'ops' });
    expect(first).toMatchObject({ status: 200, body: { items: [forged] } });
    const cursor = String(first.body['nextCursor']);
    const second = await api.get(`/v1/inbound-refusals?cursor=${cursor}`, { as: 'ops' });
    expect(second.body).toEqual({ items: [expired], nextCursor: null });
    const filtered = await api.get('/v1/inbound-refusals?reason=expired', { as: 'ops' });
    expect(filtered.body).toMatchObject({ items: [expired] });
    expect(await api.get('/v1/inbound-refusals?reason=x', { as: 'ops' })).toMatchObject({ status: 400 });
  });

  it.each(['org-admin', 'sender', 'reviewer', 'sales'] as const)('exist for no %s', async (role) => {
    for (const path of [
      '/v1/inbound-refusals',
      '/v1/inbound-mails',
      '/v1/inbound-mails/i-1',
      '/v1/inbound-mails/i-1/raw',
    ]) {
      expect(await api.get(path, { as: role })).toMatchObject({ status: 403 });
    }
    expect(await api.post('/v1/inbound-mails/i-1/read-again', { as: role })).toMatchObject({ status: 403 });
  });
});
