import { sha256 } from '../../adapters/crypto/audit-seal';
import { exportLines } from '../../api/audit-export';
import { entryHash } from '../../domain/audit-chain';
import type { ChainedAuditEntry } from '../../domain/audit-entry';
import { initialState, statusesOf } from '../../domain/lifecycle/state';
import { ApiUnderTest, ownOrganization } from '../support/api-under-test';
import { mailServerPath, OrganizationSteps } from '../support/organization-steps';

const path = `/v1/organizations/${ownOrganization}/audit/export`;

async function twoTrails(): Promise<ApiUnderTest> {
  const api = await ApiUnderTest.start();
  const steps = new OrganizationSteps(api);
  await steps.inReview();
  await steps.register('org-other');
  return api;
}

describe('the export of audit trails', () => {
  let api: ApiUnderTest;

  beforeAll(async () => {
    api = await twoTrails();
  });

  afterAll(() => api.stop());

  const jsonLines = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as ChainedAuditEntry);

  it('is a file of JSON lines from the first entry on, from which ops can check every hash', async () => {
    const answer = await api.get(path, { as: 'ops' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/jsonl; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="audit-${ownOrganization}.jsonl"`);
    const entries = jsonLines(answer.text);
    expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_entry, index) => index + 1));
    let previousHash: string | null = null;
    for (const entry of entries) {
      expect(entry.previousHash).toBe(previousHash);
      expect(entry.hash).toBe(entryHash(entry, previousHash, sha256));
      previousHash = entry.hash;
    }
  });

  it('names the request that brought a command', async () => {
    const headers = { 'x-request-id': 'request-from-the-dashboard' };
    await api.post(`${mailServerPath}/claim-review`, { as: 'reviewer', body: { revision: 1 }, headers });
    const { body } = await api.get(`/v1/organizations/${ownOrganization}/audit?limit=1`, { as: 'ops' });
    expect(body).toMatchObject({ items: [{ event: 'claimReview', requestId: 'request-from-the-dashboard' }] });
    expect(jsonLines((await api.get(path, { as: 'ops' })).text).at(-1)).toMatchObject({
      event: 'claimReview',
      requestId: 'request-from-the-dashboard',
      changes: [{ field: 'draft.isClaimed', before: false, after: true }],
    });
  });

  it('is comma-separated where that is asked for, with a header line', async () => {
    const answer = await api.get(`${path}?format=csv`, { as: 'reviewer' });
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [header, first] = answer.text.split('\r\n');
    expect(header).toMatch(/^"organizationId","sequence","at","actor","event"/);
    expect(first).toContain('"register"');
  });

  it('shows people nothing of each other that the trail does not show, and customers no internal note', async () => {
    const { text } = await api.get(path, { as: 'org-admin' });
    expect(text).not.toContain('pilot customer');
    expect(text).not.toContain('"subject"');
    expect((await api.get(path, { as: 'sales' })).text).toContain('pilot customer');
  });

  it('of all organizations is for ops alone', async () => {
    const all = jsonLines((await api.get('/v1/audit/export', { as: 'ops' })).text);
    expect(new Set(all.map(({ organizationId }) => organizationId))).toEqual(new Set([ownOrganization, 'org-other']));
    for (const role of ['org-admin', 'sales', 'reviewer', 'sender'] as const) {
      expect(await api.get('/v1/audit/export', { as: role })).toMatchObject({ status: 403 });
    }
  });

  it('of what a search finds holds just that, the oldest first, however long', async () => {
    const answer = await api.get('/v1/audit/export?event=register', { as: 'ops' });
    expect(jsonLines(answer.text)).toMatchObject([
      { organizationId: ownOrganization, event: 'register', actor: { kind: 'person' } },
      { organizationId: 'org-other', event: 'register' },
    ]);
    const narrowed = `/v1/audit/export?format=csv&organizationId=org-other&since=${new Date(0).toISOString()}`;
    expect((await api.get(narrowed, { as: 'ops' })).text.trimEnd().split('\r\n')).toHaveLength(2);
    expect(await api.get('/v1/audit/export?event=unheardOf', { as: 'ops' })).toMatchObject({ status: 400 });
    expect(await api.get('/v1/audit/export?limit=5', { as: 'ops' })).toMatchObject({ status: 400 });
  });

  it('of another organization does not exist', async () => {
    const answer = await api.get('/v1/organizations/org-other/audit/export', { as: 'org-admin' });
    expect(answer).toMatchObject({ status: 404, body: { code: 'ORGANIZATION_UNKNOWN' } });
    expect(await api.get(`${path}?format=xml`, { as: 'ops' })).toMatchObject({ status: 400 });
  });

  it('answers with a problem while the database is away', async () => {
    api.lifecycle.readerTrouble = 'STORE_UNAVAILABLE';
    const answer = await api.get('/v1/audit/export', { as: 'ops' });
    api.lifecycle.readerTrouble = null;
    expect(answer).toMatchObject({ status: 503, body: { code: 'STORE_UNAVAILABLE' } });
  });

  it('breaks off when the database goes away meanwhile, so that nobody takes a part for the whole', async () => {
    const entries = api.lifecycle.entries(null);
    const broken = async function* (): AsyncGenerator<ChainedAuditEntry> {
      yield (await entries.next()).value as ChainedAuditEntry;
      throw new Error('gone');
    };
    const original = api.lifecycle.entries.bind(api.lifecycle);
    api.lifecycle.entries = broken;
    await expect(api.get('/v1/audit/export', { as: 'ops' })).rejects.toThrow('terminated');
    api.lifecycle.entries = original;
  });
});

describe('a CSV cell', () => {
  async function cellOf(reason: string): Promise<string> {
    const statuses = statusesOf(initialState('org-1'));
    const place = { organizationId: 'org-1', sequence: 1, at: '2026-11-23T10:00:00.000Z', event: 'unlock' } as const;
    const known = { outcome: 'accepted', errorCode: null, revision: null, before: statuses, after: statuses } as const;
    const marks = { changes: [], causedBy: 'c', requestId: null, previousHash: null, hash: 'h' } as const;
    const entry = { ...place, ...known, ...marks, actor: { kind: 'system', part: 'timer' } as const, reason };
    const only = async function* () {
      yield await Promise.resolve(entry);
    };
    const lines: string[] = [];
    for await (const line of exportLines(only(), 'csv')) lines.push(line);
    const row = lines[1]!;
    return row.slice(row.indexOf('"accepted","","",') + '"accepted","","",'.length, row.indexOf(',"{""entitlement'));
  }

  it.each([
    ['=HYPERLINK("http://evil.example")', `"'=HYPERLINK(""http://evil.example"")"`],
    ['+1+1', `"'+1+1"`],
    ['-2+3', `"'-2+3"`],
    ['@SUM(1)', `"'@SUM(1)"`],
    ['\t=1', `"'\t=1"`],
    ['\r=1', `"'\r=1"`],
    ['  =1', `"'  =1"`],
    ['＝1+1', `"'＝1+1"`],
    ['harmless, "quoted"\nand long', '"harmless, ""quoted""\nand long"'],
    ['1 - 1 = 0', '"1 - 1 = 0"'],
  ])('%j cannot become a formula', async (reason, expected) => {
    expect(await cellOf(reason)).toBe(expected);
  });
});

describe('the search across audit trails', () => {
  let api: ApiUnderTest;

  beforeAll(async () => {
    api = await twoTrails();
  });

  afterAll(() => api.stop());

  type Entries = readonly ChainedAuditEntry[];

  const search = async (query: string): Promise<Entries> => {
    const { status, body } = await api.get(`/v1/audit${query}`, { as: 'ops' });
    expect(status).toBe(200);
    return body['items'] as Entries;
  };

  it('shows the entries of all organizations, the newest first or the oldest, page by page', async () => {
    const all = await search('?limit=200');
    expect(new Set(all.map(({ organizationId }) => organizationId))).toEqual(new Set([ownOrganization, 'org-other']));
    const places = all.map(({ organizationId, sequence }) => `${organizationId}/${sequence}`);
    const paged: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await api.get(`/v1/audit?limit=2&sort=at${cursor}`, { as: 'ops' });
      const items = body['items'] as Entries;
      paged.push(...items.map(({ organizationId, sequence }) => `${organizationId}/${sequence}`));
      if (typeof body['nextCursor'] !== 'string') break;
      cursor = `&cursor=${body['nextCursor']}`;
    }
    expect(paged).toEqual(places.toReversed());
  });

  it('finds what a person did, by subject, and what the service did by itself', async () => {
    const ofAdmin = await search('?actor=the-org-admin');
    expect(ofAdmin.map(({ event }) => event)).toEqual(expect.arrayContaining(['submitSettings', 'confirmTestMail']));
    expect(await search('?actor=the-org-admin&event=unlock')).toEqual([]);
    const ofChecks = await search('?part=check');
    expect(new Set(ofChecks.map(({ event }) => event))).toEqual(new Set(['checkFinished']));
    expect(await search('?actor=nobody')).toEqual([]);
  });

  it('finds what one request brought about, in one organization, of one kind, within a time', async () => {
    const headers = { 'x-request-id': 'looked-for-later' };
    const profile = { name: 'Other Ltd', adminAddress: 'admin@other.example', locale: 'en' };
    await api.put('/v1/organizations/org-other', {
      as: 'sales',
      headers: { ...headers, 'if-match': '*' },
      body: profile,
    });
    const [found, ...more] = await search('?requestId=looked-for-later');
    expect(more).toEqual([]);
    expect(found).toMatchObject({ organizationId: 'org-other', event: 'register', requestId: 'looked-for-later' });
    expect(await search('?requestId=looked-for-later&organizationId=org-1')).toEqual([]);
    const at = encodeURIComponent(found!.at.replace('Z', '+00:00'));
    expect(await search(`?organizationId=org-other&event=register&since=${at}`)).toContainEqual(found);
    expect(await search(`?organizationId=org-other&event=register&until=${at}`)).not.toContainEqual(found);
    expect(await search('?outcome=refused')).toEqual([]);
  });

  it('names people by role and name alone, and is for ops alone', async () => {
    const { text } = await api.get('/v1/audit', { as: 'ops' });
    expect(text).not.toContain('"subject"');
    for (const role of ['org-admin', 'sales', 'reviewer', 'sender'] as const) {
      expect(await api.get('/v1/audit', { as: role })).toMatchObject({ status: 403 });
    }
  });

  it('says which parameter it does not understand', async () => {
    const { nextCursor } = (await api.get('/v1/audit?limit=1', { as: 'ops' })).body;
    const places = async (query: string) => (await api.get(`/v1/audit?${query}`, { as: 'ops' })).body;
    expect(await places('event=nonsense')).toMatchObject({ errors: [{ in: 'query', pointer: '/event' }] });
    expect(await places('sort=actor')).toMatchObject({ errors: [{ in: 'query', pointer: '/sort' }] });
    expect(await places('since=yesterday')).toMatchObject({ errors: [{ in: 'query', pointer: '/since' }] });
    expect(await places(`sort=at&cursor=${String(nextCursor)}`)).toMatchObject({
      code: 'INVALID_REQUEST',
      errors: [{ pointer: '/cursor', code: 'CURSOR_OF_OTHER_ORDER' }],
    });
  });

  it('narrows an organization’s own trail in the same way', async () => {
    const trail = `/v1/organizations/${ownOrganization}/audit`;
    const { body } = await api.get(`${trail}?event=submitSettings&outcome=accepted`, { as: 'org-admin' });
    expect(body).toMatchObject({ items: [{ event: 'submitSettings' }], nextCursor: null });
    const oldest = await api.get(`${trail}?sort=sequence&limit=1`, { as: 'org-admin' });
    expect(oldest.body).toMatchObject({ items: [{ sequence: 1 }] });
  });
});
