import type { CustomerServer } from '../../activities/ports/mail-server-prober';
import type { MailTransport, OutgoingMail, SendingReport, SendingRoute } from '../../activities/ports/mail-transport';
import type { RecipientOutcome } from '../../domain/mail-message';
import { deferAll, judgeTransaction, transactionTrouble, type MailTransaction } from '../../domain/mail-transaction';
import { isPositive } from '../../domain/smtp-reply';
import type { SmtpTrouble } from '../../domain/smtp-trouble';
import type { CustomerSessions } from './customer-sessions';
import { withDeadline } from './deadline';
import { nameRecipients } from './envelope-addresses';
import type { PlatformSessions } from './platform-sessions';
import { NotAskedError } from './server-gate';
import { SessionPool, type Lease, type PoolLimits, type SessionSource } from './session-pool';
import type { SmtpTimeouts } from './smtp-client-options';
import type { SmtpSession } from './smtp-session';
import { SmtpTroubleError, troubleError } from './smtp-trouble-error';

export interface SmtpMailTransportDependencies {
  readonly customers: CustomerSessions;
  readonly platform: PlatformSessions;
  readonly timeouts: Pick<SmtpTimeouts, 'idleMs' | 'transactionMs'>;
  readonly limits: PoolLimits;
}

type Attempt =
  | { readonly lease: Lease; readonly trouble: null }
  | { readonly lease: null; readonly trouble: SmtpTrouble; readonly notAskedForMs: number | null };

interface Order {
  readonly mail: OutgoingMail;
  readonly signal: AbortSignal;
  readonly mayStart: () => Promise<boolean>;
}

/** Sends over pooled sessions, one mail at a time over each. */
export class SmtpMailTransport implements MailTransport {
  readonly #dependencies: SmtpMailTransportDependencies;
  readonly #pool: SessionPool;

  constructor(dependencies: SmtpMailTransportDependencies) {
    this.#dependencies = dependencies;
    this.#pool = new SessionPool(dependencies.limits);
  }

  /** Throws only for our own trouble, before anything was sent: a credential that cannot be opened. */
  async send(
    route: SendingRoute,
    mail: OutgoingMail,
    signal: AbortSignal,
    mayStart: () => Promise<boolean>,
  ): Promise<SendingReport> {
    const report = await this.#send(this.#sourceOf(route), { mail, signal, mayStart }, false);
    return route.route === 'customer' ? report : { ...report, customerTrouble: null };
  }

  restMs(route: SendingRoute): number {
    return this.#pool.gate(this.#sourceOf(route)).restMs;
  }

  close(): Promise<void> {
    this.#pool.close();
    return Promise.resolve();
  }

  async #send(source: SessionSource, order: Order, fresh: boolean): Promise<SendingReport> {
    const { mail, signal } = order;
    const acquired = await this.#acquire(source, signal, fresh);
    const { lease } = acquired;
    if (lease === null) return unreached(mail.recipients, acquired);
    if (!(await this.#mayStart(source.key, lease, order))) return withdrawn(mail.recipients);
    const { named, unnamed } = nameRecipients(mail.recipients, offersUtf8(lease.session));
    if (named.length === 0) {
      this.#pool.release(source.key, lease, true);
      return { outcomes: unnamed, customerTrouble: null };
    }
    const recipients = named.map(({ address }) => address);
    const transaction = await this.#transact(lease.session, { ...mail, recipients }, signal);
    this.#pool.release(source.key, lease, await this.#readyAgain(lease.session, transaction, signal));
    if (!fresh && lease.mails > 0 && wasStale(transaction)) return this.#send(source, order, true);
    const texts = named.map(({ recipient }) => recipient);
    const judged = judgeTransaction(texts, transaction);
    this.#learn(source, transaction, judged.customerTrouble !== null);
    return { ...judged, outcomes: inOrder(mail.recipients, [...judged.outcomes, ...unnamed]) };
  }

  #learn(source: SessionSource, transaction: MailTransaction, isRefusal: boolean): void {
    const gate = this.#pool.gate(source);
    const trouble = transactionTrouble(transaction);
    if (isRefusal && trouble !== null) gate.refused(trouble);
    else if (isPositive(transaction.end)) gate.proven();
  }

  /** Gives the session back, unused, where the mail may not start or nobody can say. */
  async #mayStart(key: string, lease: Lease, { mayStart }: Order): Promise<boolean> {
    let isAllowed = false;
    try {
      isAllowed = await mayStart();
    } finally {
      if (!isAllowed) this.#pool.release(key, lease, true);
    }
    return isAllowed;
  }

  async #acquire(source: SessionSource, signal: AbortSignal, fresh: boolean): Promise<Attempt> {
    try {
      return { lease: await this.#pool.acquire(source, signal, fresh), trouble: null };
    } catch (error) {
      if (error instanceof SmtpTroubleError) {
        const notAskedForMs = error instanceof NotAskedError ? error.restMs : null;
        return { lease: null, trouble: error.trouble, notAskedForMs };
      }
      throw error;
    }
  }

  #transact(session: SmtpSession, mail: OutgoingMail, signal: AbortSignal): Promise<MailTransaction> {
    const { transactionMs } = this.#dependencies.timeouts;
    return session.send(mail, signal, transactionMs);
  }

  /** Whether the session stands between two mails again; a refused mail is taken back with RSET. */
  async #readyAgain(session: SmtpSession, transaction: MailTransaction, signal: AbortSignal): Promise<boolean> {
    if (isPositive(transaction.end)) return true;
    if (!session.isOpen || signal.aborted) return false;
    try {
      await withDeadline(this.#dependencies.timeouts.idleMs, signal, (bounded) => session.reset(bounded));
      return true;
    } catch {
      return false;
    }
  }

  #sourceOf(route: SendingRoute): SessionSource {
    if (route.route === 'platform') return this.#dependencies.platform;
    const { customers } = this.#dependencies;
    const { server, resumedAt = null } = route;
    return { key: keyOf(server), resumedAt, open: (dialogue, signal) => customers.open(server, dialogue, signal) };
  }
}

/** Everything that makes two connections interchangeable; another revision or password never shares one. */
function keyOf({ settings, credential }: CustomerServer): string {
  const { host, port, security, user } = settings;
  const { organizationId, revision, credentialId } = credential;
  return JSON.stringify(['customer', organizationId, revision, credentialId, host, port, security, user]);
}

/** Who was turned away unasked says nothing about the server that its first one did not say. */
function unreached(
  recipients: readonly string[],
  { trouble, notAskedForMs }: Extract<Attempt, { lease: null }>,
): SendingReport {
  const deferred = deferAll(recipients, trouble);
  return notAskedForMs === null ? deferred : { ...deferred, customerTrouble: null, notAskedForMs };
}

function offersUtf8(session: SmtpSession): boolean {
  return session.dialogue.capabilities.extensions.includes('SMTPUTF8');
}

/** A kept session that the server had given up meanwhile: nothing was said about this mail, so a new one may try again. */
function wasStale({ sender, data, endMayBeWritten, trouble }: MailTransaction): boolean {
  if (endMayBeWritten || data !== null) return false;
  return sender === null ? trouble?.kind === 'closed' : sender.code === 421;
}

function withdrawn(recipients: readonly string[]): SendingReport {
  const { trouble } = troubleError('mail-from', 'interrupted');
  return { ...deferAll(recipients, trouble), customerTrouble: null, withdrawn: true };
}

function inOrder(recipients: readonly string[], outcomes: readonly RecipientOutcome[]): RecipientOutcome[] {
  return recipients.flatMap((recipient) => outcomes.find((outcome) => outcome.recipient === recipient) ?? []);
}
