import type { SMTPServerSession } from 'smtp-server';
import type { CertifiedKey } from '../../dev/certificates';
import { receiving } from '../../dev/mail/smtp-handlers';
import { listenSmtp, SmtpReply, type SmtpListener } from '../../dev/mail/smtp-listener';
import type { Acceptance } from './delivery-history';

/** A moment in a client's dialogue, before the server's answer. At `end` the whole mail has been accepted. */
export interface DialogueStep {
  readonly step: 'auth' | 'mail' | 'rcpt' | 'data' | 'end';
  readonly user: string;
  readonly messageId: string;
  /** At `rcpt`, whom it names. */
  readonly recipient?: string;
}

/** A mail as the server took it, and under which login. */
export interface RecordedMail extends Acceptance {
  readonly user: string;
  readonly password: string;
  readonly bytes: string;
  /** When the server heard of it first, at MAIL FROM. */
  readonly startedAt: number;
}

interface Login {
  readonly user: string;
  readonly password: string;
  startedAt: number;
}

/**
 * A submission server with TLS that knows every user under one password, keeps a record of the mails that it has
 * accepted, and lets a test decide what happens before each answer.
 */
export class RecordingSmtpServer {
  readonly mails: RecordedMail[] = [];
  readonly logins: { readonly password: string; readonly at: number }[] = [];
  /** Awaited before each answer; a thrown SmtpReply is the answer. */
  before: (step: DialogueStep) => Promise<void> = async () => {};
  /** Which passwords are right. */
  passwords: readonly string[];
  readonly #sessions = new Map<string, Login>();
  #listener: SmtpListener | undefined;

  private constructor(password: string) {
    this.passwords = [password];
  }

  static async start(certificate: CertifiedKey, password: string): Promise<RecordingSmtpServer> {
    const server = new RecordingSmtpServer(password);
    const { onData, ...data } = receiving(async ({ raw, session }) => await server.#accept(raw, session));
    server.#listener = await listenSmtp(
      {
        secure: true,
        cert: certificate.certificate,
        key: certificate.key,
        name: 'recording.test',
        authMethods: ['PLAIN', 'LOGIN'],
        onAuth: (login, session, done) => {
          const { username, password: given } = { username: login.username ?? '', password: login.password ?? '' };
          server.logins.push({ password: given, at: Date.now() });
          server.#sessions.set(session.id, { user: username, password: given, startedAt: 0 });
          void server.#answer({ step: 'auth', user: username, messageId: '' }, (error) => {
            if (error) done(error);
            else if (server.passwords.includes(given)) done(null, { user: username });
            else done(new SmtpReply(535, '5.7.8 Authentication credentials invalid'));
          });
        },
        onMailFrom: (_address, session, done) => {
          server.#loginOf(session).startedAt = Date.now();
          void server.#answer(server.#step('mail', session), done);
        },
        onRcptTo: ({ address: recipient }, session, done) =>
          void server.#answer({ ...server.#step('rcpt', session), recipient }, done),
        ...data,
        onData: (stream, session, done) =>
          void server.#answer(server.#step('data', session), (error) => {
            if (!error) onData?.(stream, session, done);
            else stream.resume().once('end', () => done(error));
          }),
      },
      0,
    );
    return server;
  }

  get port(): number {
    return this.#listener?.port ?? 0;
  }

  /** Shows another certificate to whoever connects from now on, as a server that was restarted with it would. */
  showCertificate(certificate: CertifiedKey): void {
    this.#listener?.showCertificate(certificate);
  }

  async close(): Promise<void> {
    await this.#listener?.close();
  }

  async #accept(raw: Buffer, session: SMTPServerSession): Promise<string> {
    const bytes = raw.toString('latin1');
    const messageId = /^message-id:\s*(<[^>]+>)/im.exec(bytes)?.[1] ?? '';
    const recipients = session.envelope.rcptTo.map(({ address }) => address);
    const { user, password, startedAt } = this.#loginOf(session);
    await this.before({ step: 'end', user, messageId });
    this.mails.push({ messageId, recipients, at: Date.now(), startedAt, user, password, bytes });
    return '2.0.0 Ok: kept';
  }

  #step(step: DialogueStep['step'], session: SMTPServerSession): DialogueStep {
    return { step, user: this.#loginOf(session).user, messageId: '' };
  }

  #loginOf(session: SMTPServerSession): Login {
    return this.#sessions.get(session.id) ?? { user: '', password: '', startedAt: 0 };
  }

  async #answer(step: DialogueStep, done: (error?: Error | null) => void): Promise<void> {
    try {
      await this.before(step);
      done();
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  }
}

/** A place where clients wait until it is opened. */
export class Gate {
  readonly #waiting: (() => void)[] = [];
  #reach: () => void = () => undefined;
  /** Resolves when the first client stands before it. */
  readonly reached = new Promise<void>((resolve) => (this.#reach = resolve));
  #isOpen = false;

  async pass(): Promise<void> {
    this.#reach();
    if (!this.#isOpen) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  open(): void {
    this.#isOpen = true;
    for (const proceed of this.#waiting.splice(0)) proceed();
  }
}
