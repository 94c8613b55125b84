import { simpleParser } from 'mailparser';
import type { SMTPServerOptions } from 'smtp-server';
import type { CertifiedKey } from '../certificates';
import { receivedHeader } from '../mail/received-header';
import { type IncomingMail, type SmtpUser, authenticating, envelopeSender, receiving } from '../mail/smtp-handlers';
import { SmtpReply, listenSmtp } from '../mail/smtp-listener';
import { type Report, silent } from '../support/report';
import { type Relay, relayTo } from './relay';

export interface CustomerServerOptions {
  /** What the server calls itself, in its greeting and to the next server. */
  readonly hostName: string;
  readonly certificate: CertifiedKey;
  readonly user: SmtpUser;
  /** The mails' From must be of this domain; bounces may go wherever the envelope says. */
  readonly domain: string;
  /** 0 takes any free port. */
  readonly ports: { readonly starttls: number; readonly tls: number };
  /** Where accepted mail goes: the port of the recipients' server, and the authority that vouches for it. */
  readonly next: { readonly port: number; readonly authority: string };
  /** Hears a line about each mail. */
  readonly log?: Report;
}

export interface CustomerServer {
  readonly ports: CustomerServerOptions['ports'];
  close(): Promise<void>;
}

/** A customer's mail server: submission with STARTTLS or TLS, then AUTH; it hands each mail on before it answers. */
export async function startCustomerServer(options: CustomerServerOptions): Promise<CustomerServer> {
  const relay = relayTo(options.hostName, options.next);
  const smtp = submission(options, relay);
  const starttls = await listenSmtp(smtp, options.ports.starttls);
  const tls = await listenSmtp({ ...smtp, secure: true }, options.ports.tls);
  return {
    ports: { starttls: starttls.port, tls: tls.port },
    close: async () => {
      await Promise.all([starttls.close(), tls.close()]);
      relay.close();
    },
  };
}

function submission(options: CustomerServerOptions, relay: Relay): SMTPServerOptions {
  const { certificate, hostName, user } = options;
  return {
    name: hostName,
    cert: certificate.certificate,
    key: certificate.key,
    ...authenticating(user),
    onRcptTo: ({ address }, _session, done) => {
      done(
        isUnknown(address) ? new SmtpReply(550, `5.1.1 <${address}>: Recipient address rejected: User unknown`) : null,
      );
    },
    ...receiving(async (mail) => await accept(mail, options, relay)),
  };
}

async function accept(mail: IncomingMail, options: CustomerServerOptions, relay: Relay): Promise<string> {
  const { domain, hostName, log = silent } = options;
  const { raw, session } = mail;
  const from = await headerSender(raw);
  if (!isOf(domain, from)) throw notYours(from);
  const recipients = session.envelope.rcptTo.map(({ address }) => address);
  const received = Buffer.from(receivedHeader(session, hostName));
  const answer = await relay.send(envelopeSender(session), recipients, Buffer.concat([received, raw]));
  log(`${session.id} to ${recipients.length} recipient(s): ${answer}`);
  return `2.0.0 Ok: handed on as ${session.id}`;
}

async function headerSender(raw: Buffer): Promise<string> {
  const { from } = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true });
  return from?.value[0]?.address ?? '';
}

function isOf(domain: string, address: string): boolean {
  return address.toLowerCase().endsWith(`@${domain}`);
}

function isUnknown(address: string): boolean {
  return address.toLowerCase().startsWith('no-such-user@');
}

function notYours(address: string): SmtpReply {
  return new SmtpReply(553, `5.7.1 <${address}>: Sender address rejected: not owned by the user who logged in`);
}
