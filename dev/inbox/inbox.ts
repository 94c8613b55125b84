import type { CertifiedKey } from '../certificates';
import { MailForwarder, type MailRoute } from '../mail/mail-forwarder';
import { receivedHeader } from '../mail/received-header';
import { type IncomingMail, type SmtpUser, authenticating, envelopeSender, receiving } from '../mail/smtp-handlers';
import { listenSmtp } from '../mail/smtp-listener';
import { listenHttp } from '../support/http-listener';
import { type Report, silent } from '../support/report';
import { inboxApp } from './inbox-app';
import { MailStore } from './mail-store';
import type { ListenerName } from './stored-mail';

const MX_NAME = 'mx.localhost';

export interface InboxOptions {
  readonly directory: string;
  readonly certificate: CertifiedKey;
  /** Who may submit mail for the platform. */
  readonly platformUser: SmtpUser;
  /** 0 takes any free port. */
  readonly ports: { readonly web: number; readonly platform: number; readonly mx: number };
  /** Domains that have no mailbox here, and whose server takes their mail. */
  readonly routes?: readonly MailRoute[];
  /** Hears a line about each mail. */
  readonly log?: Report;
}

/** A running inbox. */
export interface Inbox {
  readonly url: string;
  readonly ports: InboxOptions['ports'];
  readonly store: MailStore;
  close(): Promise<void>;
}

/**
 * Plays the platform's outgoing server (`platform`) and the internet behind a customer's (`mx`): every recipient's mailbox,
 * and the way to the domains that have a server of their own. Shows what arrived.
 */
export async function startInbox(options: InboxOptions): Promise<Inbox> {
  const { directory, certificate, platformUser, ports, log = silent } = options;
  const store = await MailStore.open(directory);
  const forwarder = new MailForwarder(MX_NAME, options.routes ?? [], log);
  const tls = { cert: certificate.certificate, key: certificate.key };
  const keep = keeping(store, log);
  const platformOptions = {
    ...tls,
    ...authenticating(platformUser),
    ...receiving(async (mail) => await keep(mail, 'platform')),
  };
  const platform = await listenSmtp({ ...platformOptions, name: 'smtp.platform.localhost' }, ports.platform);
  const mxOptions = {
    ...tls,
    disabledCommands: ['AUTH'],
    ...receiving(async (mail) => await deliver(mail, forwarder, keep)),
  };
  const mx = await listenSmtp({ ...mxOptions, name: MX_NAME }, ports.mx);
  const web = await listenHttp(inboxApp(store), ports.web);
  return {
    url: web.url,
    ports: { web: web.port, platform: platform.port, mx: mx.port },
    store,
    close: async () => {
      await Promise.all([platform.close(), mx.close(), web.close(), forwarder.close()]);
    },
  };
}

type Keep = (mail: IncomingMail, listener: ListenerName, to?: readonly string[]) => Promise<string>;

/** Mailboxes keep their copy before the answer; other servers get theirs afterwards. */
async function deliver(mail: IncomingMail, forwarder: MailForwarder, keep: Keep): Promise<string> {
  const { raw, session } = mail;
  const everybody = recipientsOf(mail);
  const elsewhere = everybody.filter((address) => forwarder.takes(address));
  const here = everybody.filter((address) => !elsewhere.includes(address));
  const answer = here.length === 0 ? '2.0.0 Taken over' : await keep(mail, 'mx', here);
  const traced = Buffer.concat([Buffer.from(receivedHeader(session, MX_NAME)), raw]);
  for (const to of elsewhere) forwarder.accept({ from: envelopeSender(session), to, raw: traced });
  return answer;
}

function keeping(store: MailStore, log: Report): Keep {
  return async (mail, listener, to = recipientsOf(mail)) => {
    const { raw, session } = mail;
    const kept = await store.add(raw, {
      listener,
      clientName: session.hostNameAppearsAs || '',
      clientAddress: session.remoteAddress,
      tls: session.secure,
      envelope: { from: envelopeSender(session), to: [...to] },
    });
    log(`${kept.id} through ${listener} from ${kept.clientName}`);
    return `2.0.0 Kept as ${kept.id}`;
  };
}

function recipientsOf({ session }: IncomingMail): string[] {
  return session.envelope.rcptTo.map(({ address }) => address);
}
