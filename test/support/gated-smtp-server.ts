import { simpleParser } from 'mailparser';
import type { SMTPServerOptions, SMTPServerSession } from 'smtp-server';
import type { CertifiedKey } from '../../dev/certificates';
import { authenticating, receiving } from '../../dev/mail/smtp-handlers';
import { listenSmtp, type SmtpListener } from '../../dev/mail/smtp-listener';

/** Where a client can be made to wait: before the answer to the login, to a recipient, to the whole mail. */
export type Gate = 'auth' | 'rcpt' | 'end';

/** A gate that is shut until it is released. */
export interface HeldGate {
  /** Resolves when a client stands before it. */
  readonly reached: Promise<void>;
  release(): void;
}

/** A mail that the server has accepted; from then on it counts as sent, whether the client hears of it or not. */
export interface AcceptedMail {
  readonly recipients: readonly string[];
  readonly messageId: string;
  readonly text: string;
}

/**
 * A submission server (STARTTLS, AUTH) that keeps its mails and lets a test decide when a client hears an answer. Every user
 * has the same password.
 */
export class GatedSmtpServer {
  readonly mails: AcceptedMail[] = [];
  readonly #gates = new Map<string, { reach: () => void; opened: Promise<void> }>();
  #listener: SmtpListener | undefined;

  static async start(certificate: CertifiedKey, password: string): Promise<GatedSmtpServer> {
    const server = new GatedSmtpServer();
    const { onAuth: _onAuth, ...authentication } = authenticating({ name: '', password });
    const options = {
      cert: certificate.certificate,
      key: certificate.key,
      name: 'gated.test',
      ...authentication,
      onAuth: (...[login, session, done]: Parameters<NonNullable<SMTPServerOptions['onAuth']>>) => {
        const { username: name = '' } = login;
        const answer = () => authenticating({ name, password }).onAuth?.(login, session, done);
        void server.#behind('auth', name, answer);
      },
      onRcptTo: (_address: unknown, { user }: SMTPServerSession, done: () => void) =>
        void server.#behind('rcpt', user, done),
      ...receiving(async ({ raw, session }) => {
        const { messageId = '', text = '' } = await simpleParser(raw);
        server.mails.push({ recipients: session.envelope.rcptTo.map(({ address }) => address), messageId, text });
        await server.#pass('end', session.user);
        return '2.0.0 Ok: kept';
      }),
    };
    server.#listener = await listenSmtp(options, 0);
    return server;
  }

  get port(): number {
    return this.#listener?.port ?? 0;
  }

  mailsTo(recipient: string): readonly AcceptedMail[] {
    return this.mails.filter(({ recipients }) => recipients.includes(recipient));
  }

  /** Shuts a gate for the clients of a user that come next. */
  hold(gate: Gate, user: string): HeldGate {
    const name = nameOf(gate, user);
    let reach = (): void => undefined;
    let open = (): void => undefined;
    const reached = new Promise<void>((resolve) => (reach = resolve));
    const opened = new Promise<void>((resolve) => (open = resolve));
    this.#gates.set(name, { reach, opened });
    const release = (): void => {
      this.#gates.delete(name);
      open();
    };
    return { reached, release };
  }

  async close(): Promise<void> {
    await this.#listener?.close();
  }

  async #behind(gate: Gate, user: string | undefined, answer: () => void): Promise<void> {
    await this.#pass(gate, user);
    answer();
  }

  async #pass(gate: Gate, user = ''): Promise<void> {
    const held = this.#gates.get(nameOf(gate, user));
    held?.reach();
    await held?.opened;
  }
}

function nameOf(gate: Gate, user: string): string {
  return `${gate} of ${user}`;
}
