import { once } from 'node:events';
import type { Server } from 'node:net';

import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';

import type { InboundMailIntake, InboundMailRouter } from '../../activities/ports/inbound-mail-store';
import type { InboundPeer } from '../../domain/inbound/inbound-mail';
import type { ReturnToken } from '../../domain/inbound/return-token';
import { ByteBudget } from './byte-budget';
import { ConnectionWatch } from './connection-watch';
import type { InboundEvent } from './inbound-events';
import { InboundLimits } from './inbound-limits';
import { MailIntake } from './mail-intake';
import { receivedBytes } from './received-bytes';
import { RecipientGate, type RecipientGateDependencies } from './recipient-gate';
import { answers, SmtpAnswer } from './smtp-answer';

export interface InboundListenerOptions {
  /** Our name in the greeting. */
  readonly name: string;
  readonly host: string;
  /** STARTTLS is offered where there is a certificate. PEM. */
  readonly tls: { readonly certificate: string; readonly key: string } | null;
  readonly maxBytes: number;
  readonly maxConnections: number;
  readonly mailsPerMinute: number;
  /** Milliseconds without a byte after which a client is sent away. Default 60 s. */
  readonly idleMs?: number;
  /** Milliseconds that a connection may last at most. Default 10 minutes. */
  readonly lifetimeMs?: number;
}

export interface InboundListenerDependencies extends RecipientGateDependencies {
  readonly store: InboundMailIntake;
  readonly router: InboundMailRouter;
  readonly onError: (what: string, error: unknown) => void;
}

const defaultIdleMs = 60_000;
const defaultLifetimeMs = 600_000;
const closeMs = 5_000;
const refusalsPerConnection = 10;
/** Mails in transfer may take up this much memory, and at least two of the largest. */
const memoryBytes = 64 * 1024 * 1024;

/** What is known of a client's connection and transaction, by the library's session. */
interface Visit {
  refusals: number;
  token: ReturnToken | null;
}

/**
 * Receives what comes back to our own domains, by SMTP and LMTP: bounces and returned test mails. A mail is answered with
 * 250 only when it is stored durably.
 */
export class InboundListener {
  readonly #options: InboundListenerOptions;
  readonly #dependencies: InboundListenerDependencies;
  readonly #gate: RecipientGate;
  readonly #intake: MailIntake;
  readonly #limits: InboundLimits;
  readonly #budget: ByteBudget;
  readonly #watch: ConnectionWatch;
  readonly #visits = new WeakMap<SMTPServerSession, Visit>();
  readonly #servers = new Set<SMTPServer>();

  constructor(options: InboundListenerOptions, dependencies: InboundListenerDependencies) {
    this.#options = options;
    this.#dependencies = dependencies;
    this.#gate = new RecipientGate(dependencies);
    this.#intake = new MailIntake(dependencies);
    this.#limits = new InboundLimits({ connections: options.maxConnections, mailsPerMinute: options.mailsPerMinute });
    this.#watch = new ConnectionWatch(options.lifetimeMs ?? defaultLifetimeMs);
    this.#budget = new ByteBudget(Math.max(memoryBytes, 2 * options.maxBytes));
  }

  /** Whether every protocol that was asked for is being listened for. */
  get isListening(): boolean {
    return this.#servers.size > 0 && [...this.#servers].every(({ server }) => server.listening);
  }

  /** Listens on a port, any free one for 0, and resolves to it. Rejects when it is taken. */
  async listen(protocol: InboundPeer['protocol'], port: number): Promise<number> {
    const smtp = new SMTPServer(this.#serverOptions(protocol));
    // The library repeats the socket's errors here: one at the start is told below, others concern one client.
    smtp.on('error', () => undefined);
    const server = smtp.listen(port, this.#options.host);
    server.on('connection', (socket) => this.#watch.add(socket, this.#limits.enter(socket.remoteAddress ?? '')));
    await once(server, 'listening');
    this.#servers.add(smtp);
    return portOf(server, port);
  }

  /** Takes no more connections, and ends those that are open within a few seconds. */
  async close(): Promise<void> {
    const closing = [...this.#servers].map(
      async (smtp) =>
        await new Promise<void>((resolve) => {
          smtp.close(() => resolve());
        }),
    );
    this.#servers.clear();
    await Promise.all(closing);
    this.#watch.close();
    this.#intake.close();
  }

  #serverOptions(protocol: InboundPeer['protocol']): SMTPServerOptions {
    const { name, tls, maxBytes, maxConnections, idleMs = defaultIdleMs } = this.#options;
    return {
      name,
      lmtp: protocol === 'lmtp',
      logger: false,
      disableReverseLookup: true,
      disabledCommands: tls === null ? ['AUTH', 'STARTTLS'] : ['AUTH'],
      ...(tls && { cert: tls.certificate, key: tls.key, minVersion: 'TLSv1.2' }),
      size: maxBytes,
      maxClients: maxConnections,
      socketTimeout: idleMs,
      closeTimeout: closeMs,
      onConnect: (session, done) => void answering(done, async () => await this.#onConnect(session, protocol)),
      onSecure: (socket, _session, done) => {
        this.#watch.secured(socket);
        done();
      },
      onRcptTo: ({ address }, session, done) =>
        void answering(done, async () => await this.#onRecipient(address, session, protocol)),
      onData: (stream, session, done) =>
        void answering(done, async () => {
          const raw = await this.#heard(async () => await receivedBytes(stream, maxBytes, this.#budget));
          return await this.#onMail(raw, session, protocol);
        }),
    };
  }

  /** What comes by LMTP comes from a server of our own, which knows the networks behind it, and bounds them. */
  async #onConnect(session: SMTPServerSession, protocol: InboundPeer['protocol']): Promise<void> {
    if (protocol === 'lmtp' || !this.#limits.isCrowded(session.remoteAddress)) return await Promise.resolve();
    this.#count('deferred_connections');
    throw answers.tooManyConnections();
  }

  async #onRecipient(address: string, session: SMTPServerSession, protocol: InboundPeer['protocol']): Promise<void> {
    if (session.envelope.rcptTo.length > 0) throw answers.oneRecipient();
    const visit = this.#visits.get(session) ?? { refusals: 0, token: null };
    this.#visits.set(session, visit);
    if (visit.refusals >= refusalsPerConnection) throw answers.tooManyRefusals();
    try {
      visit.token = this.#gate.admit(address, session.remoteAddress);
    } catch (error) {
      visit.refusals += 1;
      throw error;
    }
    await this.#refuseTooMuch(address, session, protocol);
  }

  async #refuseTooMuch(address: string, session: SMTPServerSession, protocol: InboundPeer['protocol']): Promise<void> {
    if (protocol === 'smtp' && !(await this.#limits.mayBringMail(session.remoteAddress))) {
      this.#count('deferred_rate');
      throw answers.tooMuchMail();
    }
    if (await this.#limits.mayReceiveMail(address)) return;
    this.#count('deferred_address_rate');
    throw answers.tooMuchForAddress();
  }

  async #onMail(raw: Buffer, session: SMTPServerSession, protocol: InboundPeer['protocol']): Promise<string> {
    const { mailFrom, rcptTo } = session.envelope;
    try {
      const id = await this.#intake.take({
        raw,
        sender: mailFrom === false ? '' : mailFrom.address,
        recipient: rcptTo[0]?.address ?? '',
        peer: peerOf(session, protocol),
        token: this.#visits.get(session)?.token ?? null,
      });
      return `2.0.0 Stored as ${id.slice(0, 12)}`;
    } catch (error) {
      this.#count('deferred_store');
      this.#dependencies.onError('A mail could not be stored', error);
      throw answers.notNow();
    }
  }

  /** Counts what was not heard to its end. */
  async #heard(hear: () => Promise<Buffer>): Promise<Buffer> {
    try {
      return await hear();
    } catch (error) {
      const code = error instanceof SmtpAnswer ? error.responseCode : 0;
      this.#count(code === 552 ? 'too_large' : code === 452 ? 'deferred_memory' : 'broken_off');
      throw error;
    }
  }

  #count(event: InboundEvent): void {
    this.#dependencies.observer.count(event);
  }
}

function peerOf(session: SMTPServerSession, protocol: InboundPeer['protocol']): InboundPeer {
  const { remoteAddress: address, hostNameAppearsAs, secure: isEncrypted } = session;
  return { address, name: hostNameAppearsAs || '', protocol, isEncrypted };
}

function portOf(server: Server, asked: number): number {
  const bound = server.address();
  return typeof bound === 'object' && bound !== null ? bound.port : asked;
}

/** Gives the library the outcome of asynchronous work; what is no answer of ours means: not now. */
async function answering<Result>(
  done: (error?: Error | null, result?: Result) => void,
  work: () => Promise<Result>,
): Promise<void> {
  const outcome = await work().catch((error: unknown) => (error instanceof SmtpAnswer ? error : answers.notNow()));
  if (outcome instanceof SmtpAnswer) done(outcome);
  else done(null, outcome);
}
