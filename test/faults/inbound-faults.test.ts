import { randomUUID } from 'node:crypto';
import { once } from 'node:events';

import { HmacReturnAddresses } from '../../adapters/crypto/hmac-return-addresses';
import { keyRing } from '../../config/formats';
import { eventually } from '../support/eventually';
import { FaultWorld, recoveryMs } from '../support/fault-world';
import { LoneListener } from '../support/lone-listener';
import { deliveryReport } from '../support/report-mails';
import { DialogueClient } from '../support/smtp-dialogue-client';
import { tidyUp } from '../support/tidy-up';

const startMs = 180_000;
const organization = 'acme';
/** Of the huge mail; a run with 1024 takes half a minute more and shows the same. */
const hugeMebibytes = Number(process.env['FAULT_HUGE_MIB'] ?? '128');
const floodMails = 10_000;
const mebibyte = 1024 * 1024;

let world: FaultWorld;
let listener: LoneListener;
const afterwards = tidyUp(startMs);

beforeAll(async () => {
  jest.spyOn(console, 'error').mockImplementation();
  world = await FaultWorld.start(afterwards, [organization]);
  listener = await LoneListener.start(world.real.stack);
  afterwards(async () => await listener.stop());
}, startMs);

function returnAddress(mailId: string): string {
  const { environment, addresses } = world.real.stack;
  const keys = keyRing.parse(environment['INBOUND_ADDRESS_KEYS']);
  const { domain } = addresses.inbound;
  const signed = new HmacReturnAddresses({ keys, domains: { bounce: domain, check: domain }, validDays: 30 });
  return signed.addressFor({ kind: 'bounce', organizationId: organization, mailId, position: null }, new Date());
}

/** A mail that its server took, and the report that comes about it. */
async function sentMail() {
  const recipient = `${randomUUID()}@partner.example`;
  const mail = await world.hand(organization, { to: recipient });
  expect(await world.restOf(mail)).toBe('sent');
  return { mail, to: returnAddress(mail.id ?? ''), report: deliveryReport({ recipient }).toString() };
}

/** One connection, one bounce; the last reply, or nothing where the connection broke. */
async function bounce(to: string, report: string, from?: string): Promise<string> {
  const client = await DialogueClient.open(listener.port, '127.0.0.1', from);
  await client.reply();
  await client.say('EHLO mx.partner.example');
  const reply = await client.deliver('', to, report.trimEnd());
  client.close();
  return reply;
}

async function untilUndeliverable({ mail }: Awaited<ReturnType<typeof sentMail>>): Promise<void> {
  const isKnown = async () => (await world.stateOf(mail)) === 'undeliverable';
  await eventually('the bounce has its effect', isKnown, recoveryMs);
}

describe('a listener in a process of its own', () => {
  it(
    'takes bounces that the worker then routes',
    async () => {
      const sent = await sentMail();
      expect(await bounce(sent.to, sent.report)).toMatch(/^250 2\.0\.0/);
      await untilUndeliverable(sent);
      expect(await listener.count('stored')).toBe(1);
    },
    startMs,
  );

  it(
    'answers 451 while MongoDB is dead, and loses nothing that it answered 250 (fault 41)',
    async () => {
      const mails = [];
      for (let count = 0; count < 6; count += 1) mails.push(await sentMail());
      const [early, ...late] = mails;
      expect(await bounce(early!.to, early!.report)).toMatch(/^250/);
      await world.real.stack.kill('mongodb');
      const replies = await Promise.all(late.map(async ({ to, report }) => await bounce(to, report)));
      expect(replies.map((reply) => reply.slice(0, 9))).toEqual(late.map(() => '451 4.3.0'));
      await world.real.stack.restart('mongodb');
      for (const { to, report } of late) {
        const again = async () => (await bounce(to, report)).startsWith('250');
        await eventually('the bounce is taken when it comes again', again, recoveryMs);
      }
      for (const mail of mails) await untilUndeliverable(mail);
      expect(await listener.count('deferred_store')).toBeGreaterThanOrEqual(late.length);
      const stored = await world.real.database.collection('inbound_mails').countDocuments({ copies: 1 });
      expect(stored).toBe(mails.length + 1);
    },
    2 * startMs,
  );

  it(
    'takes no more memory for a mail of any size, and goes on receiving meanwhile (fault 40)',
    async () => {
      const sent = await sentMail();
      const before = await listener.peakMemory();
      const huge = await openedMail(sent.to);
      const line = Buffer.from(`${'QUJD'.repeat(19)}\r\n`);
      const chunk = Buffer.concat(Array.from({ length: Math.floor(mebibyte / line.length) }, () => line));
      for (let sentMebibytes = 0; sentMebibytes < hugeMebibytes; sentMebibytes += 1) {
        if (!huge.socket.write(chunk)) await once(huge.socket, 'drain');
      }
      expect(await bounce(sent.to, sent.report)).toMatch(/^250/);
      expect(await huge.say('.')).toMatch(/^552 5\.3\.4/);
      huge.close();
      await untilUndeliverable(sent);
      expect((await listener.peakMemory()) - before).toBeLessThan(120);
    },
    2 * startMs,
  );

  it(
    'takes one endless line for a mail that is too large',
    async () => {
      const before = await listener.peakMemory();
      const endless = await openedMail(returnAddress(randomUUID()));
      const chunk = Buffer.alloc(mebibyte, 'x');
      for (let count = 0; count < 50; count += 1) {
        if (!endless.socket.write(chunk)) await once(endless.socket, 'drain');
      }
      expect(await endless.say('\r\n.')).toMatch(/^552/);
      endless.close();
      expect((await listener.peakMemory()) - before).toBeLessThan(120);
    },
    startMs,
  );

  it(
    'defers a flood by network, while a genuine report from elsewhere comes through at once (fault 40)',
    async () => {
      const sent = await sentMail();
      const before = await listener.peakMemory();
      const flood = Promise.all(Array.from({ length: 20 }, async () => await floodOver(floodMails / 20)));
      expect(await bounce(sent.to, sent.report, '127.0.0.2')).toMatch(/^250/);
      const codes = (await flood).flat();
      expect(codes).toHaveLength(floodMails);
      expect(new Set(codes)).toEqual(new Set(['250', '450']));
      expect(codes.filter((code) => code === '250').length).toBeLessThan(floodMails / 10);
      await untilUndeliverable(sent);
      expect((await listener.peakMemory()) - before).toBeLessThan(120);
    },
    2 * startMs,
  );
});

async function openedMail(to: string): Promise<DialogueClient> {
  const client = await DialogueClient.ready(listener.port);
  for (const command of ['MAIL FROM:<>', `RCPT TO:<${to}>`, 'DATA']) await client.say(command);
  client.socket.write('Subject: huge\r\nContent-Transfer-Encoding: base64\r\n\r\n');
  return client;
}

/** So many bounces to genuine addresses over one connection; the codes that their recipients were answered with. */
async function floodOver(count: number): Promise<string[]> {
  const client = await DialogueClient.ready(listener.port);
  const codes: string[] = [];
  for (let sent = 0; sent < count; sent += 1) {
    await client.say('MAIL FROM:<>');
    codes.push((await client.say(`RCPT TO:<${returnAddress(randomUUID())}>`)).slice(0, 3));
    await client.say('RSET');
  }
  client.close();
  return codes;
}
