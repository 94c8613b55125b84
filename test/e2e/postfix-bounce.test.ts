import { join } from 'node:path';

import { checkReport } from '../../api/schemas/check-report';
import { inboundMailPage } from '../../api/schemas/inbound-mail';
import { undeliverablePage } from '../../api/schemas/undeliverable';
import { DemoCertificates } from '../../dev/demo-certificates';
import { headerOf } from '../../dev/inbox/inbox-client';
import { listenSmtp, SmtpReply } from '../../dev/mail/smtp-listener';
import { INBOUND_BOUNCE_DOMAIN } from '../../dev/stack/service-environment';
import { freePort } from '../../dev/support/ports';
import { returnPathModes, type ReturnPathMode } from '../../domain/return-path';
import type { UndeliverablesTarget } from '../../domain/undeliverable-routing';
import { eventually } from '../support/eventually';
import { startPostfix } from '../support/postfix';
import { adminAddress } from '../support/real-organization';
import { RealStack, temporaryDataDirectory } from '../support/real-stack';
import { tidyUp } from '../support/tidy-up';

const startMs = 240_000;
const stepMs = 60_000;
const user = { name: 'mailer@customer.example', password: 'the password' };
const hostName = 'mail.customer.example';
const replyTo = 'office@customer.example';
const refusal = '5.1.1 Nobody here by that name';

let real: RealStack;
let reportId: string;
const afterwards = tidyUp(startMs);

/** The recipients' server: it greets everybody and knows nobody. */
async function unwelcoming(): Promise<number> {
  const server = await listenSmtp(
    {
      disabledCommands: ['AUTH', 'STARTTLS'],
      onRcptTo: (_address, _session, done) => done(new SmtpReply(550, refusal)),
    },
    0,
  );
  afterwards(async () => await server.close());
  return server.port;
}

/**
 * The organization's own server: what it takes and cannot deliver, it reports to the envelope sender itself. Its people
 * have what comes to them copied to our postmaster as well.
 */
async function customersPostfix(certificates: DemoCertificates, ports: { mx: number; inbound: number }) {
  const routes = {
    'partner.example': await unwelcoming(),
    [INBOUND_BOUNCE_DOMAIN]: ports.inbound,
  };
  const transports = Object.entries(routes).map(([domain, port]) => `{ ${domain} = smtp:[127.0.0.1]:${port} }`);
  const copies = [adminAddress, replyTo].map((to) => `{ ${to} = ${to}, postmaster@${INBOUND_BOUNCE_DOMAIN} }`);
  const postfix = await startPostfix({
    certificate: await certificates.authority.issue({ names: ['localhost', hostName] }),
    users: [user],
    hostName,
    relayPort: ports.mx,
    settings: {
      transport_maps: `inline:{ ${transports.join(', ')} }`,
      virtual_alias_maps: `inline:{ ${copies.join(', ')} }`,
    },
  });
  afterwards(async () => await postfix.stop());
  return postfix;
}

beforeAll(async () => {
  const { path, remove } = await temporaryDataDirectory();
  afterwards(remove);
  const ports = { inboxMx: await freePort(), inboundSmtp: await freePort() };
  const certificates = await DemoCertificates.open(join(path, 'certificates'));
  const postfix = await customersPostfix(certificates, { mx: ports.inboxMx, inbound: ports.inboundSmtp });
  real = await RealStack.start(path, {
    components: ['temporal', 'mongodb', 'oidc', 'inbox', 'worker', 'api'],
    ports,
    environment: {
      EGRESS_ALLOWED_PORTS: String(postfix.startTlsPort),
      OUTBOX_SWEEP_SECONDS: '2',
      NOTICE_COLLECT_SECONDS: '1',
    },
  });
  afterwards(async () => await real.stop());
  const { organization } = real;
  await organization.registerAndUnlock();
  const login = { user: user.name, password: user.password };
  await organization.submit({ host: 'localhost', port: postfix.startTlsPort, security: 'starttls', ...login });
  // The test mail that comes back through Postfix confirms the draft by itself.
  const draft = await eventually(
    'the draft awaits its review',
    async () => {
      const { draft: found } = await organization.view();
      return found?.status === 'awaiting-review' && found;
    },
    stepMs,
  );
  reportId = draft.check?.reportId ?? '';
  await organization.approve(draft.revision.number);
}, startMs);

async function choose(returnPath: ReturnPathMode | null, undeliverablesTo: UndeliverablesTarget): Promise<void> {
  await real.organization.command('admin', '/preferences', { returnPath, undeliverablesTo, replyTo, branding: false });
}

/** Hands over a mail that the customer's server takes and cannot deliver, and waits until we know; the mail's id. */
async function handUndeliverable(recipient: string): Promise<string> {
  const { organization } = real;
  const { id } = await organization.hand(recipient);
  const isKnown = async () => (await organization.mail(id)).state === 'undeliverable';
  await eventually('the mail is undeliverable', isKnown, stepMs);
  return id;
}

/** What is on record about a mail, as its organization's admin sees it. */
async function recordOf(messageId: string) {
  const { body } = await real.organization.ask('admin', 'GET', `/undeliverables?messageId=${messageId}`);
  const { items } = undeliverablePage.parse(body);
  expect(items).toHaveLength(1);
  return items[0];
}

/** Postfix's own reports about a recipient, in the mailbox of whoever they went to. */
async function reportsFor(to: string, recipient: string) {
  const reports = await real.inbox.list({ recipient: to, listener: 'mx', subject: 'Undelivered Mail' });
  const full = await Promise.all(reports.map(async ({ id }) => await real.inbox.get(id)));
  return full.filter(({ text }) => text.includes(recipient));
}

/** The same, as soon as there is one: ours may have been quicker than theirs. */
async function arrivedReports(to: string, recipient: string) {
  const arrived = async () => {
    const reports = await reportsFor(to, recipient);
    return reports.length > 0 && reports;
  };
  return await eventually(`Postfix's report to ${to}`, arrived, stepMs);
}

async function noticesAbout(recipient: string) {
  return await real.inbox.list({ listener: 'platform', subject: `To ${recipient}` });
}

const bounced = { cause: 'bounced', reason: 'userunknown', hard: true, answer: { replyCode: 550 } } as const;

describe('a mail that the customer’s Postfix takes and cannot deliver', () => {
  it(
    'direct: Postfix reports to the admin, and we record it without another notice',
    async () => {
      await choose('direct', 'admin');
      const id = await handUndeliverable('direct@partner.example');
      const [report, ...more] = await reportsFor(adminAddress, 'direct@partner.example');
      expect(more).toEqual([]);
      expect(report?.envelope.from).toBe('');
      expect(report?.received[0]).toContain('(Postfix)');
      expect(await recordOf(id)).toMatchObject({ ...bounced, proof: 'message-id', notice: null });
    },
    stepMs,
  );

  it(
    'reply-to, the default where their server forwards: Postfix reports to the Reply-To, without another notice',
    async () => {
      await choose(null, 'reply-to');
      const id = await handUndeliverable('reply-to@partner.example');
      await arrivedReports(replyTo, 'reply-to@partner.example');
      expect(await reportsFor(adminAddress, 'reply-to@partner.example')).toEqual([]);
      expect(await recordOf(id)).toMatchObject({ ...bounced, proof: 'message-id', notice: null });
    },
    stepMs,
  );

  it(
    'tracked: Postfix reports to us alone, and the admin gets our notice',
    async () => {
      await choose('tracked', 'admin');
      const id = await handUndeliverable('tracked@partner.example');
      const about = { subject: 'To tracked@partner.example', listener: 'platform' } as const;
      const notice = await real.inbox.wait({ ...about, recipient: adminAddress }, stepMs);
      expect(notice).toMatchObject({ envelope: { from: '', to: [adminAddress] } });
      expect(headerOf(notice, 'Auto-Submitted')).toBe('auto-replied');
      expect(notice.text).toContain(refusal);
      expect(notice.attachments.map(({ contentType }) => contentType)).toContain('message/delivery-status');
      expect(await recordOf(id)).toMatchObject({ ...bounced, proof: 'signed-address', notice: { to: adminAddress } });
      expect(await reportsFor(adminAddress, 'tracked@partner.example')).toEqual([]);
    },
    stepMs,
  );

  it(
    'tracked, with forwarding to the Reply-To: whoever is named there gets our notice',
    async () => {
      await choose('tracked', 'reply-to');
      const id = await handUndeliverable('forwarded@partner.example');
      const about = { subject: 'To forwarded@partner.example', listener: 'platform' } as const;
      await real.inbox.wait({ ...about, recipient: replyTo }, stepMs);
      expect(await recordOf(id)).toMatchObject({ ...bounced, proof: 'signed-address', notice: { to: replyTo } });
    },
    stepMs,
  );

  it('was told of once each', async () => {
    expect(await reportsFor(adminAddress, 'direct@partner.example')).toHaveLength(1);
    expect(await reportsFor(replyTo, 'reply-to@partner.example')).toHaveLength(1);
    const counts = ['direct', 'reply-to', 'tracked', 'forwarded'].map(
      async (name) => (await noticesAbout(`${name}@partner.example`)).length,
    );
    expect(await Promise.all(counts)).toEqual([0, 0, 1, 1]);
  });
});

async function reportOfCheck() {
  const path = `/mail-server/reports/${encodeURIComponent(reportId)}`;
  return checkReport.parse((await real.organization.ask('admin', 'GET', path)).body);
}

describe('the check of that server', () => {
  it('found all return paths accepted, so that the admin may choose any', async () => {
    const { results } = await reportOfCheck();
    const found = results.flatMap(({ code, facts }) =>
      code === 'SENDER_ACCEPTED' || code === 'RETURN_PATH_ACCEPTED' ? [facts['returnPath']] : [],
    );
    expect(new Set(found)).toEqual(new Set(returnPathModes));
  });

  it('had its own test mail come back through Postfix as it was', async () => {
    const { body } = await real.api.get('/v1/inbound-mails?outcome=audited', 'ops');
    const { items } = inboundMailPage.parse(body);
    expect(items).toMatchObject([{ class: 'returned-test-mail', peer: { name: hostName } }]);
    const codes = (await reportOfCheck()).results.map(({ code }) => code);
    expect(codes).toContain('RETURNED_MAIL_UNCHANGED');
  });
});
