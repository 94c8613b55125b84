import { sha256 } from '../../adapters/crypto/audit-seal';
import { exportLines } from '../../api/audit-export';
import { entryHash } from '../../domain/audit-chain';
import type { ChainedAuditEntry } from '../../domain/audit-entry';
import { initialState, statusesOf } from '../../domain/lifecycle/state';
import { ApiUnderTest, ownOrganization } from '../support/api-under-test';
import { mailServerPath, OrganizationSteps } from '../support/organization-steps';

const path = `/v1/organizations/${ownOrganization}/audit/export`;

describe('the export of audit trails', () => {
  let api: ApiUnderTest;
  let steps: OrganizationSteps;

  beforeAll(async () => {
    api = await ApiUnderTest.start();
    steps = new OrganizationSteps(api);
    await steps.inReview();
    await steps.register('org-other');
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
