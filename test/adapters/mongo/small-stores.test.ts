import { randomUUID } from 'node:crypto';

import { MongoBrandingStore } from '../../../adapters/mongo/mongo-branding-store';
import { MongoCheckReportStore } from '../../../adapters/mongo/mongo-check-report-store';
import { MongoTestMailRegister } from '../../../adapters/mongo/mongo-test-mail-register';
import type { ReportFilter } from '../../../activities/ports/check-report-list';
import type { CheckReport } from '../../../domain/check-report';
import type { ListPage } from '../../../domain/list-order';
import { logo, pngBytes } from '../mail/mail-parts';
import { at } from './outbox-fixtures';
import { openTestMongo, type TestMongo } from './test-mongo';

let mongo: TestMongo;
let reports: MongoCheckReportStore;
let brandings: MongoBrandingStore;

beforeAll(async () => {
  mongo = await openTestMongo();
  reports = new MongoCheckReportStore(mongo.connection);
  brandings = new MongoBrandingStore(mongo.connection);
  await mongo.connection.connect();
});

afterAll(() => mongo.close());

function report(changes: Partial<CheckReport> = {}): CheckReport {
  return {
    id: randomUUID(),
    organizationId: 'acme',
    revision: 1,
    run: 1,
    verdict: 'fail',
    failingStage: 'auth',
    results: [
      {
        id: 'dns',
        stage: 'dns',
        verdict: 'pass',
        code: 'DNS_RESOLVED',
        facts: { addresses: ['192.0.2.1'] },
        durationMs: 3,
      },
      { id: 'auth', stage: 'auth', verdict: 'fail', code: 'AUTH_REFUSED', facts: {}, durationMs: 40 },
    ],
    transcript: [
      { from: 'server', text: '535 5.7.8 $no.such {user}' },
      { from: 'client', text: '' },
    ],
    certificateExpiresAt: '2027-01-01T00:00:00.000Z',
    capabilities: {
      size: null,
      eightBitMime: true,
      smtpUtf8: false,
      pipelining: true,
      dsn: false,
      extensions: ['8BITMIME', 'PIPELINING'],
      authBeforeTls: [],
      authAfterTls: ['PLAIN'],
    },
    tls: {
      verified: true,
      version: 'TLSv1.3',
      cipher: 'TLS_AES_256_GCM_SHA384',
      chain: [{ subject: 'mail', issuer: 'ca', names: ['mail'], expiresAt: '2027-01-01T00:00:00.000Z' }],
    },
    startedAt: at(0),
    finishedAt: at(1),
    ...changes,
  };
}

describe('check reports', () => {
  it('of two organizations never meet, although their runs count alike', async () => {
    const one = report({ id: 'draft-1-1' });
    const other = report({ id: 'draft-1-1', organizationId: 'other', verdict: 'pass', failingStage: null });
    await reports.save(one);
    await reports.save(other);
    expect(await reports.find('acme', 'draft-1-1')).toEqual(one);
    expect(await reports.find('other', 'draft-1-1')).toEqual(other);
    expect(await reports.find('third', 'draft-1-1')).toBeNull();
  });

  it('keep apart what was not found and what was not kept yet', async () => {
    const early = report({ capabilities: null, tls: null });
    const { capabilities, tls, ...old } = report();
    await reports.save(early);
    await reports.save(old);
    expect(await reports.find('acme', early.id)).toEqual(early);
    expect(await reports.find('acme', old.id)).toEqual(old);
    expect([capabilities, tls]).not.toContain(undefined);
  });

  it('are found as they were saved, by their organization alone', async () => {
    const saved = report();
    await reports.save(saved);
    expect(await reports.find('acme', saved.id)).toEqual(saved);
    expect(await reports.find('other', saved.id)).toBeNull();
    expect(await reports.find('acme', 'unknown')).toBeNull();
  });

  it('are listed by organization, purpose, revision and time, with what was found later', async () => {
    const organizationId = 'lister';
    const saved = [
      report({ id: 'draft-1-1', organizationId, startedAt: at(1) }),
      report({ id: 'draft-2-1', organizationId, revision: 2, startedAt: at(2) }),
      report({ id: 'health-2-1', organizationId, revision: 2, startedAt: at(3) }),
    ];
    for (const each of saved) await reports.save(each);
    await reports.save(report({ id: 'draft-1-1', organizationId: 'lister-2', startedAt: at(2) }));
    const register = new MongoTestMailRegister(mongo.connection);
    const found = { id: 'returned', stage: 'returned-mail', verdict: 'pass', code: 'RETURNED_MAIL_RECEIVED' } as const;
    await register.record(organizationId, 'draft-2-1', [{ ...found, facts: {}, durationMs: 0 }]);
    const ids = async (filter: Omit<ReportFilter, 'organizationId'>, page: ListPage<'checkReports'> = { limit: 10 }) =>
      (await reports.list({ organizationId, ...filter }, page)).map(({ id }) => id);
    expect(await ids({})).toEqual(['health-2-1', 'draft-2-1', 'draft-1-1']);
    expect(await ids({ purpose: 'draft' })).toEqual(['draft-2-1', 'draft-1-1']);
    expect(await ids({ revision: 2, purpose: 'draft' })).toEqual(['draft-2-1']);
    expect(await ids({ since: at(2), until: at(3) })).toEqual(['draft-2-1']);
    expect(await ids({ since: at(2).replace('00:02:00.000Z', '01:02:00.000+01:00') })).toHaveLength(2);
    expect(await ids({}, { limit: 10, after: { value: at(3), id: 'health-2-1' } })).toEqual(['draft-2-1', 'draft-1-1']);
    const [, second] = await reports.list({ organizationId }, { limit: 2 });
    expect(second?.results.map(({ stage }) => stage)).toContain('returned-mail');
    expect(second).not.toHaveProperty('transcript');
  });

  it('are saved once: a repetition changes nothing', async () => {
    const saved = report();
    await Promise.all(Array.from({ length: 10 }, () => reports.save(saved)));
    await reports.save({ ...saved, verdict: 'pass' });
    expect(await reports.find('acme', saved.id)).toEqual(saved);
  });

  it('hold no field and no code that the schema does not know', async () => {
    const odd = { ...report(), password: 'hunter2' } as CheckReport;
    await expect(reports.save(odd)).rejects.toThrow(/strict/i);
    const [first, ...rest] = report().results;
    const unknown = report({ results: [{ ...first!, code: 'MADE_UP' as 'CONNECTED' }, ...rest] });
    await expect(reports.save(unknown)).rejects.toThrow(/MADE_UP/);
  });

  it('cannot be asked for with an operator in the place of an id', async () => {
    await reports.save(report());
    const operator = { $ne: '' } as unknown as string;
    expect(await reports.find('acme', operator)).toBeNull();
    expect(await reports.find(operator, 'x')).toBeNull();
  });
});

describe('logos', () => {
  it('are given back byte for byte, the newest replacing the one before', async () => {
    expect(await brandings.logo('acme')).toBeNull();
    await brandings.saveLogo('acme', logo);
    await brandings.saveLogo('acme', { ...logo, bytes: Buffer.concat([pngBytes, Buffer.from('more')]) });
    const stored = (await brandings.logo('acme'))!;
    expect(stored.contentType).toBe('image/png');
    expect(Buffer.from(stored.bytes)).toEqual(Buffer.concat([pngBytes, Buffer.from('more')]));
  });

  it('replace the one that was seen, and of many that have seen the same one alone does', async () => {
    const { tag } = await brandings.saveLogo('initech', logo);
    expect(await brandings.logo('initech')).toMatchObject({ tag });
    const others = Array.from({ length: 8 }, (_value, index) => Buffer.concat([pngBytes, Buffer.from([index])]));
    const outcomes = await Promise.allSettled(
      others.map(async (bytes) => brandings.saveLogo('initech', { ...logo, bytes }, { tag })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const stale = brandings.saveLogo('initech', logo, { tag });
    await expect(stale).rejects.toMatchObject({ code: 'PRECONDITION_FAILED' });
    const standing = (await brandings.logo('initech'))!;
    expect(await brandings.saveLogo('initech', standing, { tag })).toMatchObject({ tag: standing.tag });
    const nothing = brandings.saveLogo('nobody', logo, { tag });
    await expect(nothing).rejects.toMatchObject({ code: 'PRECONDITION_FAILED' });
  });

  it('are the first where none was seen: of many at once one alone is, and one that stands there is not lost', async () => {
    const firsts = Array.from({ length: 8 }, (_value, index) => Buffer.concat([pngBytes, Buffer.from([index])]));
    const save = async (bytes: Uint8Array) => await brandings.saveLogo('hooli', { ...logo, bytes }, 'none');
    const outcomes = await Promise.allSettled(firsts.map(save));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const standing = (await brandings.logo('hooli'))!;
    expect(await save(standing.bytes)).toMatchObject({ tag: standing.tag });
    await expect(save(pngBytes)).rejects.toMatchObject({ code: 'PRECONDITION_REQUIRED' });
    expect(await brandings.logo('hooli')).toMatchObject({ tag: standing.tag });
  });

  it('are refused when they are no light picture, and the one before stays', async () => {
    const svg = { contentType: 'image/png', bytes: Buffer.from('<svg/>') } as const;
    const faults = [{ pointer: '/bytes', code: 'NOT_PNG_OR_JPEG' }];
    await brandings.saveLogo('globex', logo);
    await expect(brandings.saveLogo('globex', svg)).rejects.toMatchObject({ code: 'LOGO_INVALID', faults });
    expect(await brandings.logo('globex')).toMatchObject({ contentType: 'image/png' });
  });
});
