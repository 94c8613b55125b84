import type { SMTPServerOptions } from 'smtp-server';
import type { CertifiedKey } from '../certificates';
import { type SmtpUser, authenticating, envelopeSender, receiving } from '../mail/smtp-handlers';
import { listenSmtp } from '../mail/smtp-listener';
import { listenHttp } from '../support/http-listener';
import { type Report, silent } from '../support/report';
import { inboxApp } from './inbox-app';
import { MailStore } from './mail-store';
import type { ListenerName } from './stored-mail';

export interface InboxOptions {
  readonly directory: string;
  readonly certificate: CertifiedKey;
  /** Who may submit mail for the platform. */
  readonly platformUser: SmtpUser;
  /** 0 takes any free port. */
  readonly ports: { readonly web: number; readonly platform: number; readonly mx: number };
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

/** Plays the platform's outgoing server (`platform`) and every recipient's mailbox (`mx`), and shows what arrived. */
export async function startInbox(options: InboxOptions): Promise<Inbox> {
  const { directory, certificate, platformUser, ports, log = silent } = options;
  const store = await MailStore.open(directory);
  const tls = { cert: certificate.certificate, key: certificate.key };
  const platformOptions = { ...tls, ...authenticating(platformUser), ...storing(store, 'platform', log) };
  const platform = await listenSmtp({ ...platformOptions, name: 'smtp.platform.localhost' }, ports.platform);
  const mxOptions = { ...tls, disabledCommands: ['AUTH'], ...storing(store, 'mx', log) };
  const mx = await listenSmtp({ ...mxOptions, name: 'mx.localhost' }, ports.mx);
  const web = await listenHttp(inboxApp(store), ports.web);
  return {
    url: web.url,
    ports: { web: web.port, platform: platform.port, mx: mx.port },
    store,
    close: async () => {
      await Promise.all([platform.close(), mx.close(), web.close()]);
    },
  };
}

function storing(store: MailStore, listener: ListenerName, log: Report): SMTPServerOptions {
  return receiving(async ({ raw, session }) => {
    const mail = await store.add(raw, {
      listener,
      clientName: session.hostNameAppearsAs || '',
      clientAddress: session.remoteAddress,
      tls: session.secure,
      envelope: { from: envelopeSender(session), to: session.envelope.rcptTo.map(({ address }) => address) },
    });
    log(`${mail.id} through ${listener} from ${mail.clientName}`);
    return `2.0.0 Kept as ${mail.id}`;
  });
}
