import { randomUUID } from 'node:crypto';
import { expiredYesterday, selfSignedCertificate, type CertifiedKey } from '../../dev/certificates';
import { SmtpReply } from '../../dev/mail/smtp-listener';
import type { HandedMail } from '../support/delivery-history';
import { eventually } from '../support/eventually';
import { FaultWorld, recoveryMs, smtpPassword } from '../support/fault-world';
import type { DialogueStep } from '../support/recording-smtp-server';
import { adminAddress, organizationName } from '../support/real-organization';
import { tidyUp } from '../support/tidy-up';

const startMs = 180_000;
/** For how long the inbox lets somebody wait for a mail. */
const longestLookMs = 60_000;
/** More connections to one server than any preset allows: what can be in flight at one moment. */
const mostInFlight = 10;

let world: FaultWorld;
const afterwards = tidyUp(startMs);

beforeAll(async () => {
  jest.spyOn(console, 'error').mockImplementation();
  world = await FaultWorld.start(afterwards, []);
  const { organization } = world.real;
  await organization.registerAndUnlock();
  await goLive();
}, startMs);

async function goLive(): Promise<void> {
  const { organization } = world.real;
  const server = { host: '127.0.0.1', port: world.smtpNetwork.port, security: 'tls', user: 'demo' } as const;
  await organization.submit({ ...server, password: smtpPassword });
  await organization.checkedDraft(recoveryMs);
  const testMail = world.smtp.mails.findLast(({ recipients }) => recipients.includes(adminAddress));
  await organization.confirmAndApprove(codeOf(testMail?.bytes ?? ''));
  await eventually('the server is live', async () => (await organization.view()).live?.status === 'active');
}

afterEach(async () => {
  world.smtp.before = async () => {};
  await world.expectKeptPromises();
}, startMs);

describe('one key', () => {
  it('makes one mail of 50 requests at the same time, and is refused with another body', async () => {
    const key = randomUUID();
    const to = 'fifty@partner.example';
    const { id } = world.real.organization;
    const handed = await Promise.all(Array.from({ length: 50 }, async () => await world.hand(id, { key, to })));
    expect(new Set(handed.map((mail) => mail.outcome))).toEqual(new Set(['accepted']));
    expect(new Set(handed.map((mail) => mail.id)).size).toBe(1);
    expect((await world.hand(id, { key, to: 'other@partner.example' })).outcome).toBe('refused');
    expect(await world.restOf(handed[0] as HandedMail)).toBe('sent');
    expect(arrivalsAt('fifty@partner.example')).toBe(1);
    expect(arrivalsAt('other@partner.example')).toBe(0);
  });
});

describe('a text that pretends to end', () => {
  it.each([
    ['bare line feeds', '\n.\n'],
    ['bare carriage returns', '\r.\r'],
    ['a mixed end', '\r\n.\r'],
    ['an end that is one', '\r\n.\r\n'],
  ])('with %s, and goes on with another mail, is one mail to one recipient', async (_, end) => {
    const since = world.smtp.mails.length;
    const second = 'MAIL FROM:<evil@example.test>\r\nRCPT TO:<victim@partner.example>\r\nDATA\r\nevil\r\n';
    const mail = await world.hand(world.real.organization.id, { text: `Before${end}${second}.\r\n` });
    const behind = await world.hand(world.real.organization.id);
    expect(await world.endsOf([mail, behind])).toEqual(['sent', 'sent']);
    const arrived = world.smtp.mails.slice(since).map(({ recipients }) => recipients.join());
    expect(new Set(arrived)).toEqual(new Set([mail.recipients.join(), behind.recipients.join()]));
    expect(arrived).toHaveLength(2);
  });
});

describe('a suspension while a thousand mails are queued', () => {
  it(
    'lets nothing start after it was acknowledged; what is cancelled then never goes, each of the others once after the resume',
    async () => {
      const { organization, api } = world.real;
      slowDown();
      const since = world.smtp.mails.length;
      const mails = await handMany(1_000);
      await eventually('some have gone', () => world.smtp.mails.length > since + 5, recoveryMs);
      await organization.command('ops', '/mail-server/suspend', { reason: 'A complaint' });
      const acknowledgedAt = Date.now();
      // The dispatcher goes on with what leaves by another way: had it anything else to send, it would have sent it first.
      const beside = await organization.hand('beside@partner.example', 'informational');
      await eventually(
        'other mail goes',
        async () => (await organization.mail(beside.id)).state === 'sent',
        recoveryMs,
      );
      const late = world.smtp.mails.filter(({ startedAt }) => startedAt > acknowledgedAt);
      expect(late.length).toBeLessThanOrEqual(mostInFlight);
      const gone = world.smtp.mails.length - since;
      expect(gone).toBeLessThan(mails.length);

      const last = mails.slice(-100);
      const cancelled: HandedMail[] = [];
      for (const mail of last) {
        const { status } = await api.call('POST', `/v1/messages/${mail.id}/cancel`, 'backend');
        if (status === 200) cancelled.push(mail);
        // One that had gone already cannot be cancelled any more.
        else expect(status).toBe(409);
      }
      expect(cancelled.length).toBeGreaterThan(0);

      world.smtp.before = async () => {};
      await organization.command('ops', '/mail-server/resume', { note: null });
      expect(new Set(await world.endsOf(cancelled))).toEqual(new Set(['cancelled']));
      expect(new Set(await world.endsOf(mails.filter((mail) => !cancelled.includes(mail))))).toEqual(new Set(['sent']));
      expect(world.smtp.mails.length - since).toBe(mails.length - cancelled.length);
    },
    startMs * 2,
  );
});

describe('a password that is replaced while mail leaves', () => {
  it(
    'is used by every mail that starts after the change, and the old one by none of them',
    async () => {
      const { organization } = world.real;
      const fresh = 'another password';
      world.smtp.passwords = [smtpPassword, fresh];
      slowDown();
      const mails = await handMany(60);
      const { live } = await organization.view();
      const revision = live?.revision.number ?? 0;
      await organization.command('admin', '/mail-server/rotate-password', { revision, password: fresh });
      await eventually(
        'the new password is in use',
        async () => (await organization.view()).live?.rotation === null,
        recoveryMs,
      );
      const changedAt = Date.now();
      const more = await handMany(20);
      expect(new Set(await world.endsOf([...mails, ...more]))).toEqual(new Set(['sent']));
      const late = world.smtp.mails.filter(({ startedAt }) => startedAt > changedAt);
      const withOld = late.filter(({ password }) => password !== fresh);
      expect(withOld.length).toBeLessThanOrEqual(mostInFlight);
      for (const mail of more) expect(passwordOf(mail)).toBe(fresh);
      world.smtp.passwords = [fresh];
    },
    startMs,
  );
});

describe('a server that is replaced by another revision while mail leaves', () => {
  it(
    'never mixes the two: user, password and sender of a mail belong together, and what comes after the change has the new ones',
    async () => {
      const { organization } = world.real;
      const [oldPassword = ''] = world.smtp.passwords;
      const newPassword = 'the password of the second user';
      world.smtp.passwords = [oldPassword, newPassword];
      const since = world.smtp.mails.length;
      const host = { host: '127.0.0.1', port: world.smtpNetwork.port, security: 'tls', user: 'second' } as const;
      const submission = await organization.submission({ ...host, password: newPassword });
      const settings = { ...submission.settings, senderAddress: 'orders@customer.example' };
      await organization.command('admin', '/mail-server/settings', { ...submission, settings });
      await organization.checkedDraft(recoveryMs);
      const testMail = world.smtp.mails.findLast(({ recipients }) => recipients.includes('admin@customer.example'));
      slowDown();
      const during = handMany(150);
      await organization.confirmAndApprove(codeOf(testMail?.bytes ?? ''));
      await eventually(
        'the new revision is live',
        async () => (await organization.view()).live?.revision.number === submission.revision + 1,
      );
      const after = await handMany(20);
      expect(new Set(await world.endsOf([...(await during), ...after]))).toEqual(new Set(['sent']));
      const mails = world.smtp.mails
        .slice(since)
        .filter(({ recipients }) => recipients[0]?.endsWith('@partner.example'));
      const versions = new Set(
        mails.map(({ user, password, bytes }) => `${user} ${password} ${/^From:.*<(.*)>/m.exec(bytes)?.[1]}`),
      );
      const [before, now] = [
        `demo ${oldPassword} contracts@customer.example`,
        `second ${newPassword} orders@customer.example`,
      ];
      expect([...versions].filter((version) => version !== before && version !== now)).toEqual([]);
      expect(after.map(passwordOf)).toEqual(after.map(() => newPassword));
      world.smtp.passwords = [newPassword];
    },
    startMs,
  );
});

describe('a password that stopped working', () => {
  it(
    'is tried once; the server is suspended, the mail waits and goes once it is mended',
    async () => {
      const { organization } = world.real;
      const working = world.smtp.passwords;
      // Kept connections are logged in already: the change concerns those that come.
      world.smtpNetwork.cut();
      world.smtpNetwork.mend();
      world.smtp.passwords = [];
      const before = world.smtp.logins.length;
      const mails = await handMany(30);
      await eventually(
        'the server is suspended',
        async () => (await organization.view()).live?.status === 'suspended',
        recoveryMs,
      );
      const beside = await organization.hand('meanwhile@partner.example', 'informational');
      await eventually(
        'other mail goes',
        async () => (await organization.mail(beside.id)).state === 'sent',
        recoveryMs,
      );
      const tried = world.smtp.logins.length - before;
      // However many connections were lost: the first login tells, and nothing tries again by itself.
      expect(tried).toBe(1);

      world.smtp.passwords = working;
      await organization.command('ops', '/mail-server/resume', { note: null });
      expect(new Set(await world.endsOf(mails))).toEqual(new Set(['sent']));
    },
    startMs,
  );
});

describe('a certificate that is changed after the approval', () => {
  const names: [string, string] = ['localhost', '127.0.0.1'];
  /** What is shown as the end of validity has no milliseconds. */
  const inDays = (days: number): Date => new Date(Math.floor(Date.now() / 1000) * 1000 + days * 86_400_000);
  const statusOf = async () => (await world.real.organization.view()).live?.status;

  /** Kept connections have seen the old one: the change concerns those that come. */
  function show(certificate: CertifiedKey): void {
    world.smtp.showCertificate(certificate);
    world.smtpNetwork.cut();
    world.smtpNetwork.mend();
  }

  it(
    'for another that is valid for the name changes nothing: mail goes on',
    async () => {
      show(await world.authority.issue({ names, notAfter: inDays(200) }));
      expect(new Set(await world.endsOf(await handMany(5)))).toEqual(new Set(['sent']));
      expect(await statusOf()).toBe('active');
    },
    startMs,
  );

  it.each<[string, () => Promise<CertifiedKey>]>([
    ['that nobody vouches for', () => selfSignedCertificate({ names })],
    ['that has expired', () => world.authority.issue({ names, ...expiredYesterday() })],
    ['for another name', () => world.authority.issue({ names: ['other.example'] })],
  ])(
    'for one %s stops sending before any login, and the admin is told; once renewed, that is known and the mail goes',
    async (_, wrong) => {
      const { organization, inbox } = world.real;
      show(await wrong());
      const [logins, since] = [world.smtp.logins.length, new Date().toISOString()];
      const arrived = world.smtp.mails.length;
      const mails = await handMany(5);
      await eventually('the server is suspended', async () => (await statusOf()) === 'suspended', recoveryMs);
      const told = { recipient: adminAddress, subject: 'Angehalten', listener: 'platform', since } as const;
      expect((await inbox.wait(told, longestLookMs)).subject).toContain(organizationName);
      expect(world.smtp.logins.length).toBe(logins);
      expect(world.smtp.mails.length).toBe(arrived);

      const notAfter = inDays(100 + logins);
      show(await world.authority.issue({ names, notAfter }));
      await organization.command('ops', '/mail-server/resume', { note: null });
      expect(new Set(await world.endsOf(mails))).toEqual(new Set(['sent']));
      expect((await organization.view()).live?.certificateExpiresAt).toBe(notAfter.toISOString());
    },
    startMs,
  );
});

// The last two: they end what the others use.
describe('an end while a thousand mails are queued, one waits for another attempt, and one may have gone out', () => {
  it(
    'of the feature: nothing starts through the server any more, each of the others leaves once through the platform, no password is left',
    async () => {
      const { organization, inbox } = world.real;
      const { queued, deferred, lost } = await everyStateAtOnce();
      const since = new Date().toISOString();
      await organization.command('sales', '/mail-server/revoke', { reason: 'The contract has ended' });
      const acknowledgedAt = Date.now();
      expect(new Set(await world.endsOf([...queued, deferred]))).toEqual(new Set(['sent']));
      expect(await world.stateOf(lost)).toBe('held');
      expect(startedSince(acknowledgedAt)).toBeLessThanOrEqual(mostInFlight);
      const routes = await Promise.all(queued.slice(-50).map(async (mail) => (await world.recordOf(mail)).route));
      expect(new Set(routes)).toEqual(new Set(['platform']));
      expect(await world.recordOf(deferred)).toMatchObject({ route: 'platform' });
      await noPasswordIsLeft();
      const told = { recipient: adminAddress, subject: 'beendet', listener: 'platform', since } as const;
      expect((await inbox.wait(told, longestLookMs)).text).toContain('über unsere Server');
    },
    startMs * 2,
  );

  it(
    'of the organization: nothing starts at all any more, what waited is cancelled within a minute, and no more is taken',
    async () => {
      const { organization, api, inbox } = world.real;
      await organization.command('sales', '/mail-server/unlock', { note: null, contractReference: null });
      world.smtp.passwords = [smtpPassword];
      await goLive();
      const { queued, deferred, lost } = await everyStateAtOnce();
      const since = new Date().toISOString();
      const closing = await organization.ask('backend', 'POST', '/close', { body: { reason: 'The customer leaves' } });
      expect(closing).toMatchObject({ status: 200, body: { entitlement: 'locked', live: 'none' } });
      const acknowledgedAt = Date.now();
      expect((await world.hand(organization.id)).outcome).toBe('refused');
      const ends = await world.endsOf(queued);
      expect(Date.now() - acknowledgedAt).toBeLessThan(recoveryMs);
      expect(new Set(ends)).toEqual(new Set(['sent', 'cancelled']));
      expect(startedSince(acknowledgedAt)).toBeLessThanOrEqual(mostInFlight);
      const closed = { answer: { text: 'ORGANIZATION_CLOSED' } };
      expect(await world.recordOf(deferred)).toMatchObject({ state: 'cancelled', recipients: [closed] });
      expect(await world.stateOf(lost)).toBe('held');
      await noPasswordIsLeft();
      const told = { recipient: adminAddress, subject: 'abgemeldet', listener: 'platform', since } as const;
      expect((await inbox.wait(told, longestLookMs)).text).toContain(organizationName);
      const view = await api.get(`/v1/organizations/${organization.id}`, 'sales');
      expect(view).toMatchObject({ status: 200, body: { closure: { reason: 'The customer leaves' } } });
    },
    startMs * 2,
  );
});

/** A mail that was refused for now, one whose answer got lost, and a queue of which some have gone. */
async function everyStateAtOnce() {
  const { id } = world.real.organization;
  const [busy, lostTo] = [`busy-${randomUUID()}@partner.example`, `lost-${randomUUID()}@partner.example`];
  world.smtp.before = async ({ step, recipient }) => {
    await Promise.resolve();
    if (step === 'rcpt' && recipient === busy) throw new SmtpReply(450, '4.2.0 Mailbox busy');
    if (step === 'rcpt' && recipient === lostTo) world.smtp.before = cutAtTheEnd;
  };
  const deferred = await world.hand(id, { to: busy });
  await eventually('it is deferred', async () => (await world.stateOf(deferred)) === 'deferred', recoveryMs);
  const lost = await world.hand(id, { to: lostTo });
  await eventually('its answer is lost', async () => (await world.stateOf(lost)) === 'held', recoveryMs);
  world.smtpNetwork.mend();
  slowDown();
  const since = world.smtp.mails.length;
  const queued = await handMany(1_000);
  await eventually('some have gone', () => world.smtp.mails.length > since + 5, recoveryMs);
  return { queued, deferred, lost };
}

async function cutAtTheEnd({ step }: DialogueStep): Promise<void> {
  await Promise.resolve();
  if (step === 'end') world.smtpNetwork.cut();
}

function startedSince(time: number): number {
  return world.smtp.mails.filter(({ startedAt }) => startedAt > time).length;
}

async function noPasswordIsLeft(): Promise<void> {
  const mine = { organizationId: world.real.organization.id, adoptedAt: { $ne: null }, sealed: { $exists: true } };
  const credentials = world.real.database.collection('credentials');
  await eventually('the passwords are destroyed', async () => (await credentials.countDocuments(mine)) === 0);
}

/** A server that takes its time, so that something is queued behind what is in flight. */
function slowDown(): void {
  world.smtp.before = async ({ step }) => {
    if (step === 'end') await new Promise((resolve) => setTimeout(resolve, 40));
  };
}

const handedAtOnce = 25;

async function handMany(count: number): Promise<HandedMail[]> {
  const { id } = world.real.organization;
  const handed: HandedMail[] = [];
  while (handed.length < count) {
    const some = Array.from(
      { length: Math.min(handedAtOnce, count - handed.length) },
      async () => await world.hand(id),
    );
    handed.push(...(await Promise.all(some)));
  }
  return handed;
}

function arrivalsAt(recipient: string): number {
  return world.smtp.mails.filter(({ recipients }) => recipients.includes(recipient)).length;
}

function passwordOf({ messageId }: HandedMail): string | undefined {
  return world.smtp.mails.find((mail) => mail.messageId === messageId)?.password;
}

/** The code in a test mail, which is quoted-printable or base64 in parts. */
function codeOf(bytes: string): string {
  const parts = bytes.split(/\r\n\r\n/).map((part) => Buffer.from(part, 'base64').toString('utf8'));
  return (
    [bytes, ...parts].map((text) => /:\s*([0-9A-Z]{4}-[0-9A-Z]{4})\s*$/m.exec(text)?.[1]).find((code) => code) ?? ''
  );
}
