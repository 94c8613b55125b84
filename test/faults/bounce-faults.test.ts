import { randomUUID } from 'node:crypto';

import { HmacReturnAddresses } from '../../adapters/crypto/hmac-return-addresses';
import { inboundMailPage } from '../../api/schemas/inbound-mail';
import { keyRing } from '../../config/formats';
import type { FullMail } from '../../dev/inbox/inbox-client';
import { eventually } from '../support/eventually';
import { FaultWorld, recoveryMs } from '../support/fault-world';
import { peakMemory } from '../support/peak-memory';
import { adminAddress } from '../support/real-organization';
import { deliveryReport, outOfOffice, type ReportedFacts } from '../support/report-mails';
import { DialogueClient } from '../support/smtp-dialogue-client';
import { tidyUp } from '../support/tidy-up';

const startMs = 180_000;
const organization = 'acme';
const stranger = 'stranger';
const adminOf = `admin@${organization}.example`;
const dayMs = 24 * 60 * 60 * 1000;
/** The longest that the inbox waits. */
const noticeMs = 60_000;

let world: FaultWorld;
const afterwards = tidyUp(startMs);

beforeAll(async () => {
  const environment = { NOTICE_COLLECT_SECONDS: '1' };
  world = await FaultWorld.start(afterwards, [organization, stranger], undefined, environment);
}, startMs);

/** The address that was signed for a mail, whenever and for whomever that was. */
function returnAddress(mailId: string, { by = organization, at = new Date() } = {}): string {
  const { environment, addresses } = world.real.stack;
  const keys = keyRing.parse(environment['INBOUND_ADDRESS_KEYS']);
  const { domain } = addresses.inbound;
  const signed = new HmacReturnAddresses({ keys, domains: { bounce: domain, check: domain }, validDays: 30 });
  return signed.addressFor({ kind: 'bounce', organizationId: by, mailId, position: null }, at);
}

const postmaster = () => `postmaster@${world.real.stack.addresses.inbound.domain}`;

async function sentMail() {
  const recipient = `${randomUUID()}@partner.example`;
  const mail = await world.hand(organization, { to: recipient });
  expect(await world.restOf(mail)).toBe('sent');
  return { mail, id: mail.id ?? '', recipient };
}

/** Hands a mail to the listener with the null sender; the last reply. */
async function deliver(to: string, raw: string | Buffer): Promise<string> {
  const client = await DialogueClient.open(world.real.stack.addresses.inbound.port);
  await client.reply();
  await client.say('EHLO mx.partner.example');
  const reply = await client.deliver('', to, raw.toString().trimEnd());
  client.close();
  return reply;
}

async function report(to: string, facts: ReportedFacts): Promise<void> {
  expect(await deliver(to, deliveryReport(facts))).toMatch(/^250/);
}

const collection = (name: string) => world.real.database.collection(name);

/** What came of everything that has come in so far, the newest first. */
async function outcomes(): Promise<(string | null)[]> {
  const isSettled = async () => (await collection('inbound_mails').countDocuments({ state: 'stored' })) === 0;
  await eventually('every received mail is settled', isSettled, recoveryMs);
  const { body } = await world.real.api.get('/v1/inbound-mails?limit=100', 'ops');
  return inboundMailPage.parse(body).items.map(({ outcome }) => outcome);
}

async function noticesAbout(recipient: string): Promise<readonly FullMail[]> {
  const { inbox } = world.real;
  const found = await inbox.list({ listener: 'platform', subject: recipient });
  return await Promise.all(found.map(async ({ id }) => await inbox.get(id)));
}

/** Nothing is owed or under way any more: what could be told has been told. */
async function untilQuiet(): Promise<void> {
  const mails = collection('outbox');
  const isQuiet = async () => (await mails.countDocuments({ $or: [{ noticeOwed: true }, { phase: 'waiting' }] })) === 0;
  await eventually('no notice is owed, and no mail waits', isQuiet, recoveryMs);
}

const suppressed = async (address: string) => await collection('suppressions').countDocuments({ address });

describe('a report that comes back', () => {
  it(
    'three days after its mail makes it undeliverable, with one notice (fault 37)',
    async () => {
      const { mail, id, recipient } = await sentMail();
      const then = new Date(Date.now() - 3 * dayMs);
      const sentThen = { acceptedAt: then, movedAt: then, 'recipients.$[].changedAt': then };
      const { matchedCount } = await collection('outbox').updateOne({ messageId: mail.messageId }, { $set: sentThen });
      expect(matchedCount).toBe(1);
      await report(returnAddress(id, { at: then }), { recipient });
      expect((await outcomes())[0]).toBe('undeliverable');
      expect(await world.stateOf(mail)).toBe('undeliverable');
      await world.real.inbox.wait({ recipient: adminOf, subject: recipient, listener: 'platform' }, noticeMs);
      await untilQuiet();
      expect(await noticesAbout(recipient)).toMatchObject([{ envelope: { from: '', to: [adminOf] } }]);
    },
    2 * startMs,
  );

  it(
    'forged changes nothing, for nobody, and stands in the audit trail of the organization that it was aimed at (fault 38)',
    async () => {
      const { real } = world;
      await real.organization.registerAndUnlock();
      const target = await real.organization.hand('target@partner.example');
      const isSent = async () => (await real.organization.mail(target.id)).state === 'sent';
      await eventually('the mail is sent', isSent, recoveryMs);
      const own = await sentMail();
      const before = await collection('outbox').countDocuments();

      const genuine = returnAddress(target.id, { by: real.organization.id });
      const broken = genuine.replace(/.(?=@)/, (last) => (last === 'a' ? 'b' : 'a'));
      expect(await deliver(broken, deliveryReport({ recipient: 'target@partner.example' }))).toMatch(/^550/);
      await report(returnAddress(target.id, { by: stranger }), { recipient: 'target@partner.example' });
      await report(postmaster(), { recipient: own.recipient, envelopeId: randomUUID() });
      const [unknown, foreign] = await outcomes();
      expect(foreign).toBe('rejected');
      expect(['guessed', 'unknown-mail']).toContain(unknown);

      const trail = async () => {
        const entries = await real.organization.audit();
        return entries.find(({ event }) => event === 'bounceRejected');
      };
      expect(await eventually('the rejection is noted', trail, recoveryMs)).toMatchObject({
        reason: 'foreign-address',
      });
      const isCounted = async () => (await collection('inbound_refusals').countDocuments({ reason: 'forged' })) > 0;
      await eventually('the refused address is counted', isCounted, recoveryMs);
      expect((await real.organization.mail(target.id)).state).toBe('sent');
      expect(await world.stateOf(own.mail)).toBe('sent');
      expect(await collection('outbox').countDocuments()).toBe(before);
      expect(await suppressed('target@partner.example')).toBe(0);
      expect(await real.inbox.list({ recipient: adminAddress, subject: 'target@partner.example' })).toEqual([]);
    },
    2 * startMs,
  );

  it(
    'about a notice, from a person’s vacation, or with our own loop header begets no mail (fault 39)',
    async () => {
      const failed = await sentMail();
      await report(returnAddress(failed.id), { recipient: failed.recipient });
      const { inbox } = world.real;
      const about = { recipient: adminOf, subject: failed.recipient, listener: 'platform' } as const;
      const notice = await inbox.wait(about, noticeMs);
      await untilQuiet();
      const told = await collection('undeliverables').findOne({ mailId: failed.id });
      const answered = await sentMail();
      const before = await collection('outbox').countDocuments();

      await report(returnAddress(String(told?.['notice'].mailId)), {
        recipient: adminOf,
        returned: [`Message-ID: ${notice.messageId}`],
      });
      expect(await deliver(returnAddress(answered.id), outOfOffice(answered.recipient))).toMatch(/^250/);
      expect(await deliver(returnAddress(answered.id), await inbox.raw(notice.id))).toMatch(/^250/);
      expect((await outcomes()).slice(0, 3)).toEqual(['own-notice', 'no-effect', 'undeliverable']);
      await untilQuiet();
      expect(await collection('outbox').countDocuments()).toBe(before);
      expect(await world.stateOf(answered.mail)).toBe('sent');
      expect(await suppressed(adminOf)).toBe(0);
    },
    2 * startMs,
  );

  it(
    'comes through between mails that are built to break their reader (fault 40)',
    async () => {
      const genuine = await sentMail();
      const before = await peakMemory(world.real.stack.pid('worker'));
      const bombs = [partsOf(100_000), nestedBy(1_000), archiveOf(2 * 1024 * 1024)];
      for (const bomb of bombs) expect(await deliver(returnAddress(randomUUID()), bomb)).toMatch(/^250/);
      const startedAt = Date.now();
      await report(returnAddress(genuine.id), { recipient: genuine.recipient });
      expect((await outcomes()).slice(0, 4)).toEqual(['undeliverable', 'unparseable', 'unparseable', 'unparseable']);
      expect(Date.now() - startedAt).toBeLessThan(recoveryMs);
      expect((await peakMemory(world.real.stack.pid('worker'))) - before).toBeLessThan(200);
    },
    2 * startMs,
  );

  it(
    'twice, at once, late for a held mail, or against what was said before has one effect (fault 41)',
    async () => {
      const twice = await sentMail();
      const { recipient } = twice;
      const facts = { recipient, headers: [`Message-ID: <${randomUUID()}@mx.partner.example>`] };
      await Promise.all([report(returnAddress(twice.id), facts), report(returnAddress(twice.id), facts)]);
      await report(returnAddress(twice.id), { recipient });
      await report(returnAddress(twice.id), { recipient, action: 'delivered', status: '2.0.0' });
      const held = await heldMail();
      await report(returnAddress(held.id), { recipient: held.recipient });
      await report(returnAddress(held.id), { recipient: held.recipient, action: 'delivered', status: '2.0.0' });
      await outcomes();
      await untilQuiet();
      for (const one of [twice, held]) {
        expect(await world.stateOf(one.mail)).toBe('undeliverable');
        expect(await noticesAbout(one.recipient)).toHaveLength(1);
        expect(await suppressed(one.recipient)).toBe(1);
      }
      expect(await collection('undeliverables').countDocuments({ mailId: twice.id })).toBe(1);
    },
    2 * startMs,
  );
});

/** A mail that its server took, and whose answer was lost. */
async function heldMail() {
  const recipient = `${randomUUID()}@partner.example`;
  world.smtp.before = async ({ step }) => {
    if (step === 'end') world.smtpNetwork.cut();
  };
  const mail = await world.hand(organization, { to: recipient });
  const state = await world.restOf(mail);
  world.smtp.before = async () => {};
  world.smtpNetwork.mend();
  expect(state).toBe('held');
  return { mail, id: mail.id ?? '', recipient };
}

function partsOf(count: number): string {
  const header = 'From: a@x.example\r\nSubject: parts\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n';
  return `${header}${'--b\r\n\r\nx\r\n'.repeat(count)}--b--\r\n`;
}

function nestedBy(depth: number): string {
  const levels = Array.from(
    { length: depth },
    (_none, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`,
  );
  return `From: a@x.example\r\nSubject: nested\r\n${levels.join('')}`;
}

function archiveOf(bytes: number): string {
  const packed = Buffer.alloc(bytes, 'PK')
    .toString('base64')
    .replaceAll(/(.{76})/g, '$1\r\n');
  const type = 'Content-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\n';
  return `From: a@x.example\r\nSubject: archive\r\n${type}${packed}\r\n`;
}
