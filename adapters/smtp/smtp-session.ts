import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';

import type { MailTransaction } from '../../domain/mail-transaction';
import type { SmtpTrouble, TroubleKind } from '../../domain/smtp-trouble';
import type { SmtpReply } from '../../domain/smtp-reply';
import type { OutgoingMail } from '../../activities/ports/mail-transport';
import { bodySize, bodyStream, hasHighBytes, wholeBody } from './body-stream';
import { tlsFactsOf } from './certificate-facts';
import { verificationTrouble } from './certificate-trust';
import { endKind } from './deadline';
import { libraryConnection, politeCloseMs, type SessionSetup } from './library-connection';
import { replyTextOf, troubleKindOf } from './library-error';
import { isBegun, mailTransaction } from './mail-transaction-replies';
import { prepareLogin, type SmtpLogin } from './smtp-login';
import { ReplyMeter } from './reply-meter';
import { canProbeSender, senderProbeMethod } from './sender-probe';
import type { SmtpDialogue } from './smtp-dialogue';
import { smtpEnvelope } from './smtp-envelope';
import { SmtpTroubleError, troubleError } from './smtp-trouble-error';

type Settle<Result> = (error: Error | null, result?: Result) => void;

/**
 * One SMTP dialogue, the same for checks and for sending. Every method throws SmtpTroubleError for what the server does;
 * `send` never throws, its transaction tells how far the mail came.
 */
export class SmtpSession {
  readonly dialogue: SmtpDialogue;
  readonly #setup: SessionSetup;
  readonly #connection: SMTPConnection;
  readonly #meter = new ReplyMeter({
    onTooMuch: () => this.#giveUp('protocol'),
    onUnasked: () => this.#onUnasked(),
  });
  #abandon: ((error: SmtpTroubleError) => void) | null = null;
  /** What is to be done when the mail itself may leave. */
  #onGoAhead: (() => void) | null = null;
  #probed: SmtpReply | null = null;
  #injected = false;
  #open = true;

  constructor(setup: SessionSetup, dialogue: SmtpDialogue) {
    this.dialogue = dialogue;
    this.#setup = setup;
    this.#connection = libraryConnection(setup, dialogue, {
      onClientLine: () => {
        this.#meter.expectReply();
        this.#meter.restart(this.#currentSocket());
      },
      onReply: () => this.#onReply(),
      onMisplacedReply: () => this.#giveUp('protocol'),
      onInjection: () => this.#onInjection(),
      onProbed: (reply) => {
        this.#probed = this.dialogue.cleanReply(reply);
      },
    });
    this.#connection.on('error', (error: Error) => this.#stop(this.#troubleOf(error)));
    this.#connection.on('end', () => this.#stop(this.#closed()));
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** Greeting, EHLO, and with STARTTLS the upgrade, verification and second EHLO. */
  async greet(signal: AbortSignal): Promise<void> {
    await this.#perform<void>(signal, (settle) => {
      this.#meter.expectReply();
      this.#connection.connect((error) => settle(error ?? null));
      // The library begins to listen in its own immediate, which comes before this one.
      setImmediate(() => this.#meter.restart(this.#currentSocket()));
    });
    this.#requireEncryption();
    this.dialogue.secured(() => tlsFactsOf(this.#currentSocket(), this.#setup.verification));
    this.dialogue.clock.pass();
  }

  /** Logs in, whether or not the server announced AUTH. The secret is used as it is, byte for byte. */
  async logIn(login: SmtpLogin, signal: AbortSignal): Promise<void> {
    const prepared = prepareLogin(login, this.dialogue.capabilities.authMechanisms);
    this.dialogue.beginLogin(login.kind, prepared.secrets);
    if (!prepared.isUsable) throw this.#trouble('password-unusable');
    this.#requireEncryption();
    const { credentials } = prepared;
    try {
      await this.#perform<boolean>(signal, (settle) => this.#connection.login(credentials, settle));
    } finally {
      this.dialogue.endLogin();
      // The library keeps this object for the life of the connection; the secret must not stay in it.
      Object.assign(credentials, { pass: '', credentials: undefined });
    }
    this.dialogue.loggedInBy(prepared.mechanism);
  }

  async send(mail: OutgoingMail, signal: AbortSignal, withinMs: number): Promise<MailTransaction> {
    this.dialogue.beginTransaction();
    const { maxSize } = this.dialogue.capabilities;
    if (maxSize !== null && bodySize(mail) > maxSize) return this.#transaction(mail, this.#tooLarge(), false);
    let endMayBeWritten = false;
    const onEnd = (): void => {
      // Nothing is written any more to a connection that has been given up.
      if (!this.#open) return;
      endMayBeWritten = true;
      this.#meter.expectReply();
      this.#waitLongerForFinalReply();
    };
    const body = this.#bodyOf(mail, onEnd);
    const envelope = smtpEnvelope(mail);
    const use8BitMime = hasHighBytes(mail.bytes);
    try {
      await this.#perform<unknown>(
        signal,
        (settle) => this.#connection.send({ ...envelope, use8BitMime }, body, settle),
        withinMs,
      );
      return this.#transaction(mail, null, true);
    } catch (error) {
      return this.#transaction(mail, error instanceof SmtpTroubleError ? error.trouble : null, endMayBeWritten);
    } finally {
      this.#onGoAhead = null;
      if (body instanceof Readable) body.destroy();
      // A mail that was refused in the middle cannot be ended any more without handing it over.
      if (!endMayBeWritten && isBegun(this.dialogue.replies)) this.#breakOff();
    }
  }

  /** The reply to MAIL FROM with this envelope sender, taken back at once; null where the address cannot be named. */
  async probeSender(address: string, signal: AbortSignal): Promise<SmtpReply | null> {
    this.#probed = null;
    if (!canProbeSender(address)) return null;
    const question = { method: senderProbeMethod, user: address, pass: '' };
    await this.#perform<boolean>(signal, (settle) => this.#connection.login(question, settle));
    return this.#probed;
  }

  /** Ends what is left of a transaction, so that the session can be used again. */
  async reset(signal: AbortSignal): Promise<void> {
    await this.#perform<boolean>(signal, (settle) => this.#connection.reset(settle));
  }

  /** Says QUIT where that is still possible, and closes in any case, without waiting for the server. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#connection.quit();
    const timer = setTimeout(() => this.#destroy(), politeCloseMs);
    this.#connection.once('end', () => clearTimeout(timer));
  }

  /** `onEnd` is called before the final dot can be written. */
  #bodyOf(mail: OutgoingMail, onEnd: () => void): Buffer | Readable {
    const whole = wholeBody(mail);
    this.#onGoAhead = () => {
      this.#gatherWrites();
      if (whole !== null) onEnd();
    };
    // Without its attachment the mail must not end.
    return whole ?? bodyStream(mail, onEnd).once('error', () => this.#giveUp('interrupted'));
  }

  #onReply(): void {
    if (this.#onGoAhead === null || !isBegun(this.dialogue.replies)) return;
    this.#onGoAhead();
    this.#onGoAhead = null;
  }

  /** What the library writes in this turn leaves in one piece: a small mail and its final dot. */
  #gatherWrites(): void {
    const socket = this.#currentSocket();
    if (!this.#open || socket === null) return;
    socket.cork();
    setImmediate(() => socket.uncork());
  }

  #perform<Result>(
    signal: AbortSignal,
    start: (settle: Settle<Result>) => void,
    withinMs?: number,
  ): Promise<Result | undefined> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => this.#giveUp(endKind(signal));
      const limit = withinMs === undefined ? undefined : setTimeout(() => this.#giveUp('timed-out'), withinMs);
      const finish = (act: () => void): void => {
        clearTimeout(limit);
        signal.removeEventListener('abort', onAbort);
        this.#abandon = null;
        act();
      };
      this.#abandon = (error) => finish(() => reject(error));
      signal.addEventListener('abort', onAbort);
      if (signal.aborted) onAbort();
      else start((error, result) => finish(() => (error ? reject(this.#troubleOf(error)) : resolve(result))));
    });
  }

  /** The connection is over: whoever waits for it is told, and nobody can use it again. */
  #stop(error: SmtpTroubleError): void {
    this.#open = false;
    this.dialogue.clock.stop();
    // The library reports a refused command after the end of the connection in some orders; the refusal tells more.
    setImmediate(() => this.#abandon?.(error));
  }

  #giveUp(kind: TroubleKind): void {
    if (!this.#open) return;
    const error = this.#trouble(kind);
    this.#breakOff();
    this.#abandon?.(error);
  }

  #breakOff(): void {
    this.#open = false;
    this.#destroy();
  }

  #destroy(): void {
    this.#connection.close();
    this.#setup.socket.destroy();
  }

  /** In clear, behind the go-ahead to STARTTLS, it is more than a slip of the server. */
  #onUnasked(): void {
    if (this.dialogue.clock.stage === 'tls') this.#onInjection();
    else this.#giveUp('protocol');
  }

  #onInjection(): void {
    this.#injected = true;
    this.#giveUp('tls-injection');
  }

  /** No password and no mail in clear: this holds even if everything before it were wrong. */
  #requireEncryption(): void {
    if (this.#setup.security === 'none') return;
    const socket = this.#currentSocket();
    if (!(socket instanceof TLSSocket)) throw this.#trouble('tls-handshake');
    const kind = verificationTrouble(socket, this.#setup.verification);
    if (kind !== null) throw this.#tlsTrouble(kind);
  }

  /** A certificate that is not the pinned one is noticed after the handshake, when EHLO has been answered already. */
  #tlsTrouble(kind: TroubleKind): SmtpTroubleError {
    this.dialogue.clock.enter('tls');
    this.#open = false;
    this.#destroy();
    return this.#trouble(kind);
  }

  #waitLongerForFinalReply(): void {
    this.#currentSocket()?.setTimeout(this.#setup.timeouts.finalReplyMs);
  }

  #transaction(mail: OutgoingMail, trouble: SmtpTrouble | null, endMayBeWritten: boolean): MailTransaction {
    this.#currentSocket()?.setTimeout(this.#setup.timeouts.idleMs);
    return mailTransaction(mail.recipients.length, this.dialogue.replies, { trouble, endMayBeWritten });
  }

  /** The socket that the dialogue runs on now: after STARTTLS another one than at the beginning. */
  #currentSocket(): Socket | null {
    const { _socket: socket } = this.#connection;
    return socket === false ? null : socket;
  }

  #tooLarge(): SmtpTrouble {
    return { stage: 'mail-from', kind: 'too-large', offered: this.dialogue.offered };
  }

  #closed(): SmtpTroubleError {
    return this.#trouble('closed');
  }

  #trouble(kind: TroubleKind, cause?: unknown): SmtpTroubleError {
    return troubleError(this.dialogue.clock.stage, kind, { offered: this.dialogue.offered, cause });
  }

  /** A reply code decides before every error code: the library reports several stages under one error code. */
  #troubleOf(error: Error): SmtpTroubleError {
    if (error instanceof SmtpTroubleError) return error;
    const { stage } = this.dialogue.clock;
    const text = replyTextOf(error);
    if (text === undefined) return this.#trouble(this.#injected ? 'tls-injection' : troubleKindOf(error, stage), error);
    const reply = this.dialogue.cleanReply(text);
    if (reply === null) return this.#trouble('protocol');
    const { offered, login } = this.dialogue;
    return new SmtpTroubleError({ stage, kind: 'reply', reply, offered, ...(stage === 'auth' && login && { login }) });
  }
}
