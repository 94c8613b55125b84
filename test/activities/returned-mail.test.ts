import { randomBytes, randomUUID } from 'node:crypto';

import { MockActivityEnvironment } from '@temporalio/testing';

import type { InboundMail } from '../../activities/ports/inbound-mail-store';
import { textsFor } from '../../activities/test-mail';
import { createCheckActivities } from '../../activities/check-activities';
import type { CheckRun } from '../../activities/watched-check';
import { MongoCheckProgressLog } from '../../adapters/mongo/mongo-check-progress-log';
import type { TestMail } from '../../activities/ports/mail-server-prober';
import { createReturnedMailActivities } from '../../activities/returned-mail-activities';
import { HmacReturnAddresses, isMadeFor } from '../../adapters/crypto/hmac-return-addresses';
import { MongoCheckReportStore } from '../../adapters/mongo/mongo-check-report-store';
import { MongoInboundMailStore } from '../../adapters/mongo/mongo-inbound-mail-store';
import { MongoLifecycleStore } from '../../adapters/mongo/mongo-lifecycle-store';
import { MongoTestMailRegister } from '../../adapters/mongo/mongo-test-mail-register';
import type { ReturnedTestMail } from '../../domain/inbound/returned-mail';
import { openTestMongo, type TestMongo } from '../adapters/mongo/test-mongo';
import { settings } from '../support/lifecycle-builders';

const addresses = new HmacReturnAddresses({
  keys: [{ id: 'test', key: randomBytes(32) }],
  domains: { bounce: 'bounce.platform.example', check: 'check.platform.example' },
  validDays: 30,
});

let mongo: TestMongo;
let organizationId: string;
const sent: TestMail[] = [];

beforeAll(async () => {
  mongo = await openTestMongo();
  await mongo.connection.connect();
});

afterAll(() => mongo.close());

beforeEach(() => {
  organizationId = randomUUID();
  sent.length = 0;
});

function world() {
  const testMails = new MongoTestMailRegister(mongo.connection);
  const reports = new MongoCheckReportStore(mongo.connection);
  const inboundMails = new MongoInboundMailStore(mongo.connection);
  const nothing = { results: [], transcript: [] };
  const prober = {
    resolve: async () => nothing,
    openSession: async () => ({ ...nothing, certificateExpiresAt: null }),
    sendTestMail: async (_server: unknown, mail: TestMail) => {
      sent.push(mail);
      return nothing;
    },
  };
  const progress = new MongoCheckProgressLog(mongo.connection);
  const check = createCheckActivities({ prober, reports, progress, returnAddresses: addresses, testMails });
  const reader = {
    read: async ({ envelope, receivedAt }: InboundMail): Promise<ReturnedTestMail> => ({
      from: settings.senderAddress,
      replyTo: 'admin@customer.example',
      messageId: sent[0]?.messageId ?? '',
      returnPath: envelope.sender,
      receivedAt,
      hops: 2,
      unsubscribeFields: [],
      texts: textsFor({ locale: 'de', organizationName: '', ...sent[0] }, settings.host, true),
      spf: 'pass',
      dkim: 'none',
      dmarc: 'none',
    }),
  };
  const lifecycles = new MongoLifecycleStore(mongo.connection);
  const returned = createReturnedMailActivities({
    inboundMails,
    lifecycles,
    testMails,
    findings: testMails,
    reader,
    returnAddresses: { belongsTo: isMadeFor },
  });
  return { check, returned, reports, inboundMails };
}

const target = (): CheckRun => ({
  purpose: 'draft',
  organizationId,
  organizationName: 'Customer',
  locale: 'en',
  adminAddress: 'admin@customer.example',
  revision: 1,
  run: 2,
  settings,
  credentialId: 'credential',
});

async function comesBack(inboundMails: MongoInboundMailStore, recipient: string, sender: string): Promise<string> {
  const reading = addresses.read(recipient, new Date());
  if (reading.kind !== 'genuine') throw new Error(reading.kind);
  const id = randomUUID();
  await inboundMails.store({
    id,
    raw: Buffer.from('Subject: Test'),
    envelope: { sender, recipient },
    peer: { address: '192.0.2.1', name: '', protocol: 'smtp', isEncrypted: true },
    receivedAt: new Date().toISOString(),
    class: 'returned-test-mail',
    token: reading.token,
  });
  return id;
}

describe('a test mail that comes back by itself', () => {
  it('is known before it leaves, audited into the report, and names its run', async () => {
    const { check, returned, reports, inboundMails } = world();
    await new MockActivityEnvironment().run(check.sendTestMail, target());
    const [mail] = sent;
    const report = {
      id: 'draft-1-2',
      organizationId,
      revision: 1,
      run: 2,
      verdict: 'pass',
      failingStage: null,
      results: [{ id: 'data', stage: 'data', verdict: 'pass', code: 'TEST_MAIL_ACCEPTED', facts: {}, durationMs: 1 }],
      transcript: [],
      certificateExpiresAt: null,
      startedAt: new Date().toISOString(),
      finishedAt: new Date().toISOString(),
    } as const;
    await reports.save(report);
    const inboundMailId = await comesBack(inboundMails, mail?.checkAddress ?? '', 'srs=rewritten@customer.example');
    const run = { organizationId, revision: 1, run: 2 };
    expect(await returned.auditReturnedMail({ inboundMailId })).toEqual(run);
    expect(await returned.auditReturnedMail({ inboundMailId })).toEqual(run);
    const shown = await reports.find(organizationId, 'draft-1-2');
    expect(shown?.verdict).toBe('warn');
    expect(shown?.results.map(({ code }) => code)).toEqual([
      'TEST_MAIL_ACCEPTED',
      'RETURNED_MAIL_RECEIVED',
      'RETURNED_MAIL_REWRITTEN',
      'RETURNED_MAIL_AUTHENTICATED',
    ]);
    expect(await inboundMails.find(inboundMailId)).toMatchObject({ state: 'settled', outcome: 'audited' });
    expect(await returned.isStillChecking(run)).toBe(false);
  });

  it('proves nothing when no check run knows of it', async () => {
    const { returned, inboundMails } = world();
    const address = addresses.addressFor({ kind: 'check', organizationId, revision: 9, run: 9 }, new Date());
    const inboundMailId = await comesBack(inboundMails, address, '');
    expect(await returned.auditReturnedMail({ inboundMailId })).toBeNull();
    expect(await inboundMails.find(inboundMailId)).toMatchObject({ state: 'settled', outcome: 'not-awaited' });
  });
});
