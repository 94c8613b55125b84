import type { StageListener } from '../../activities/ports/mail-server-prober';
import type { CheckStage, TranscriptLine } from '../../domain/check-report';
import { noCapabilities, parseCapabilities, type SmtpCapabilities } from '../../domain/smtp-capabilities';
import { isPositive, parseReply, type SmtpReply } from '../../domain/smtp-reply';
import type { Offered } from '../../domain/smtp-trouble';
import type { TlsFacts } from './certificate-facts';
import type { SmtpLogin } from './smtp-login';
import { StageClock } from './stage-clock';
import { Transcript } from './transcript';

type Verb = 'greeting' | 'EHLO' | 'STARTTLS' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'end' | 'other';

const stageOfVerb: Readonly<Record<Verb, CheckStage | null>> = {
  greeting: 'greeting',
  EHLO: 'ehlo',
  STARTTLS: 'tls',
  AUTH: 'auth',
  MAIL: 'mail-from',
  RCPT: 'rcpt-to',
  DATA: 'data',
  end: 'data',
  other: null,
};

/** The replies of the running mail transaction, in the order of its commands. */
export interface TransactionReplies {
  sender: SmtpReply | null;
  recipients: (SmtpReply | null)[];
  data: SmtpReply | null;
  end: SmtpReply | null;
}

/**
 * Follows one SMTP dialogue line by line: pairs each reply with the command that it answers (also under pipelining), knows
 * the stage, what the server offered before and after TLS, and keeps the transcript with secrets removed.
 */
export class SmtpDialogue {
  readonly clock: StageClock;
  readonly #transcript = new Transcript();
  readonly #isReported: boolean;
  #pending: Verb[] = [];
  #authenticating = false;
  #plainCapabilities: SmtpCapabilities = noCapabilities;
  #capabilities: SmtpCapabilities = noCapabilities;
  #replies = emptyReplies();
  #address: string | null = null;
  #tls: TlsFacts | null = null;
  #mechanism: string | null = null;
  #login: SmtpLogin['kind'] | null = null;

  /** `isReported`: whether somebody may want to read what was said and proved; a check's reviewer does. */
  constructor(onStage?: StageListener, isReported = true) {
    this.clock = new StageClock(onStage);
    this.#isReported = isReported;
  }

  connectedTo(address: string): void {
    this.#address = address;
  }

  /** A TLS handshake succeeded and the certificate was verified. */
  secured(facts: () => TlsFacts | null): void {
    // Reading a chain of certificates takes milliseconds.
    if (this.#isReported) this.#tls = facts();
  }

  loggedInBy(mechanism: string): void {
    this.#mechanism = mechanism;
    this.clock.pass();
  }

  get address(): string | null {
    return this.#address;
  }

  get tls(): TlsFacts | null {
    return this.#tls;
  }

  /** What kind of login was tried last. */
  get login(): SmtpLogin['kind'] | null {
    return this.#login;
  }

  get mechanism(): string | null {
    return this.#mechanism;
  }

  /** The connection stands; the server speaks first. */
  expectGreeting(): void {
    this.clock.enter('greeting');
    this.#pending = ['greeting'];
  }

  /** From here to the end of the login every client line but the mechanism's name is masked. */
  beginLogin(kind: SmtpLogin['kind'], secrets: readonly string[]): void {
    this.#login = kind;
    this.clock.enter('auth');
    this.#authenticating = true;
    this.#transcript.hide(secrets);
  }

  endLogin(): void {
    this.#authenticating = false;
  }

  beginTransaction(): void {
    this.#replies = emptyReplies();
  }

  clientLine(text: string): void {
    if (this.#isReported) this.#transcript.add('client', this.#authenticating ? maskedAuthLine(text) : text);
    const verb = this.#authenticating ? 'AUTH' : verbOf(text);
    if (verb === null) return;
    this.#pending.push(verb);
    this.#followPending();
  }

  /** False when the reply cannot be one to the command whose turn it is; then nothing of it is recorded. */
  serverReply(raw: string): boolean {
    if (this.#isReported) this.#transcript.add('server', raw);
    const reply = this.cleanReply(raw);
    const verb = this.#pending.shift() ?? 'other';
    const isInPlace = canAnswer(verb, reply);
    if (isInPlace) this.#record(verb, raw, reply);
    this.#followPending();
    return isInPlace;
  }

  /** What the server announced before TLS; nothing where TLS was spoken from the first byte. */
  get plainCapabilities(): SmtpCapabilities {
    return this.#plainCapabilities;
  }

  get capabilities(): SmtpCapabilities {
    return this.#capabilities;
  }

  get offered(): Offered {
    return {
      auth: this.#capabilities.authMechanisms.length > 0,
      startTls: [this.#plainCapabilities, this.#capabilities].some(({ extensions }) => extensions.includes('STARTTLS')),
    };
  }

  get replies(): Readonly<TransactionReplies> {
    return this.#replies;
  }

  transcript(): TranscriptLine[] {
    return this.#transcript.lines();
  }

  /** Cleans a reply that is about to be reported. */
  cleanReply(raw: string): SmtpReply | null {
    return parseReply(this.#transcript.withoutSecrets(raw));
  }

  /** Under pipelining several commands are under way; the stage is that of the oldest one without a reply. */
  #followPending(): void {
    const [oldest] = this.#pending;
    const stage = oldest === undefined ? null : stageOfVerb[oldest];
    if (stage !== null && stage !== this.clock.stage) this.clock.enter(stage);
  }

  #record(verb: Verb, raw: string, reply: SmtpReply | null): void {
    if (verb === 'EHLO' && isPositive(reply)) this.#recordCapabilities(raw);
    if (verb === 'MAIL') this.#replies.sender = reply;
    if (verb === 'RCPT') this.#replies.recipients.push(reply);
    if (verb === 'DATA') this.#recordData(reply);
    if (verb === 'end') this.#replies.end = reply;
  }

  #recordCapabilities(raw: string): void {
    this.#plainCapabilities = this.#capabilities;
    this.#capabilities = parseCapabilities(raw);
  }

  #recordData(reply: SmtpReply | null): void {
    this.#replies.data = reply;
    if (isPositive(reply)) this.#pending.push('end');
  }
}

/** Only DATA and a login go on with 3xx, and DATA with nothing else (RFC 5321 section 4.3.2). */
function canAnswer(verb: Verb, reply: SmtpReply | null): boolean {
  if (reply === null || reply.code >= 400) return true;
  const isGoAhead = reply.code >= 300;
  return verb === 'AUTH' || isGoAhead === (verb === 'DATA');
}

function emptyReplies(): TransactionReplies {
  return { sender: null, recipients: [], data: null, end: null };
}

const verbsByWord: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ['EHLO', 'EHLO'],
  ['HELO', 'EHLO'],
  ['STARTTLS', 'STARTTLS'],
  ['AUTH', 'AUTH'],
  ['MAIL', 'MAIL'],
  ['RCPT', 'RCPT'],
  ['DATA', 'DATA'],
]);

/** The command of a client line; null for the final dot, whose reply was announced by the go-ahead to DATA. */
function verbOf(line: string): Verb | null {
  if (line === '.') return null;
  const word = /^[A-Za-z]+/.exec(line)?.[0].toUpperCase() ?? '';
  return verbsByWord.get(word) ?? 'other';
}

function maskedAuthLine(line: string): string {
  const mechanism = /^AUTH [A-Z0-9_-]{1,20}/i.exec(line)?.[0];
  if (mechanism === undefined) return '[secret]';
  return mechanism.length === line.length ? mechanism : `${mechanism} [secret]`;
}
