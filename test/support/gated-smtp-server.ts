import { simpleParser } from 'mailparser';
import type { CertifiedKey } from '../../dev/certificates';
import { authenticating, receiving, type SmtpUser } from '../../dev/mail/smtp-handlers';
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

/** A submission server (STARTTLS, AUTH) that keeps its mails and lets a test decide when a client hears an answer. */
export class GatedSmtpServer {
  readonly mails: AcceptedMail[] = [];
  readonly #gates = new Map<Gate, { reach: () => void; opened: Promise<void> }>();
  #listener: SmtpListener | undefined;

  static async start(certificate: CertifiedKey, user: SmtpUser): Promise<GatedSmtpServer> {
    const server = new GatedSmtpServer();
    const { onAuth, ...authentication } = authenticating(user);
    const options = {
      cert: certificate.certificate,
      key: certificate.key,
      name: 'gated.test',
      ...authentication,
      onAuth: (...[login, session, done]: Parameters<NonNullable<typeof onAuth>>) =>
        void server.#behind('auth', () => onAuth?.(login, session, done)),
      onRcptTo: (_address: unknown, _session: unknown, done: () => void) => void server.#behind('rcpt', done),
      ...receiving(async ({ raw, session }) => {
        const { messageId = '', text = '' } = await simpleParser(raw);
        server.mails.push({ recipients: session.envelope.rcptTo.map(({ address }) => address), messageId, text });
        await server.#pass('end');
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

  /** Shuts a gate for the clients that come next. */
  hold(gate: Gate): HeldGate {
    let reach = (): void => undefined;
    let open = (): void => undefined;
    const reached = new Promise<void>((resolve) => (reach = resolve));
    const opened = new Promise<void>((resolve) => (open = resolve));
    this.#gates.set(gate, { reach, opened });
    const release = (): void => {
      this.#gates.delete(gate);
      open();
    };
    return { reached, release };
  }

  async close(): Promise<void> {
    await this.#listener?.close();
  }

  async #behind(gate: Gate, answer: () => void): Promise<void> {
    await this.#pass(gate);
    answer();
  }

  async #pass(gate: Gate): Promise<void> {
    const held = this.#gates.get(gate);
    held?.reach();
    await held?.opened;
  }
}
