import type { Socket } from 'node:net';
import { connect, createSecureContext, TLSSocket } from 'node:tls';
import SMTPConnection from 'nodemailer/lib/smtp-connection';

import type { CheckFacts } from '../../domain/check-report';
import type { MailServerSettings } from '../../domain/mail-server-settings';
import type { SmtpTrouble } from '../../domain/smtp-trouble';
import type { EgressGate } from '../dns/egress-gate';
import { tlsFactsOf, type TlsFacts } from './certificate-facts';
import { withDeadline } from './deadline';
import { dialogueLogger } from './dialogue-logger';
import { greetsLikeMailServer } from './greeting-peek';
import { ReplyMeter } from './reply-meter';
import { SmtpDialogue } from './smtp-dialogue';
import { SmtpTroubleError } from './smtp-trouble-error';
import { waitForSocket, type WaitBounds } from './socket-event';
import { connectToAny } from './tcp-connection';
import { serverNameOf } from './tls-connection';

export interface DiagnosedTrouble {
  readonly trouble: SmtpTrouble;
  readonly facts: CheckFacts;
  /** What the server showed in a handshake that proved nothing. */
  readonly shown?: TlsFacts;
}

/** What a second look saw: a certificate, and whether a mail server greeted (in TLS where there was TLS). */
interface Sight {
  readonly shown: TlsFacts | null;
  readonly greeted: boolean;
}

/** How to look: TLS from the first byte, STARTTLS as far as the handshake, or in clear. */
type Look = 'tls' | 'starttls' | 'clear';

const certificateTroubles = new Set<SmtpTrouble['kind']>([
  'certificate-expired',
  'certificate-not-yet-valid',
  'certificate-untrusted',
  'certificate-wrong-name',
  'certificate-not-pinned',
]);
const handshakeTroubles = new Set<SmtpTrouble['kind']>(['tls-version', 'tls-handshake']);

/** Verifies nothing and speaks versions of TLS that no mail goes over: good for looking only. */
const looking = {
  rejectUnauthorized: false,
  secureContext: createSecureContext({ minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' }),
} as const;

/**
 * Finds out more about a TLS trouble over a second connection: which certificate was shown, whether a silent server waits
 * for TLS, and whether it is a mail server at all. That connection verifies nothing, therefore it can do nothing: it has no
 * login and no mail, and is closed.
 */
export class TlsDiagnosis {
  readonly #gate: EgressGate;
  readonly #timeoutMs: number;

  constructor(gate: EgressGate, timeoutMs: number) {
    this.#gate = gate;
    this.#timeoutMs = timeoutMs;
  }

  /** The trouble with what else could be found out; the trouble as it was where the second connection fails, too. */
  async diagnose(settings: MailServerSettings, trouble: SmtpTrouble, signal: AbortSignal): Promise<DiagnosedTrouble> {
    const { kind, offered } = trouble;
    if (kind === 'tls-wrong-mode') {
      const sight = await this.#look(settings, 'clear', signal);
      if (sight?.greeted === true) return { trouble, facts: { rightMode: 'STARTTLS', greeted: true } };
      return { trouble: { stage: 'tls', kind: 'protocol', offered }, facts: {} };
    }
    if (isSilentGreeting(trouble) && settings.security === 'starttls') {
      const sight = await this.#look(settings, 'tls', signal);
      if (sight?.greeted !== true) return { trouble, facts: {} };
      const wrongMode: SmtpTrouble = { stage: 'tls', kind: 'tls-wrong-mode', offered };
      return {
        trouble: wrongMode,
        facts: { rightMode: 'TLS', greeted: true },
        ...(sight.shown && { shown: sight.shown }),
      };
    }
    const isImplicit = settings.security === 'tls' && trouble.stage === 'tls';
    if (!certificateTroubles.has(kind) && !(isImplicit && handshakeTroubles.has(kind))) return { trouble, facts: {} };
    const sight = await this.#look(settings, settings.security, signal);
    return sight === null ? { trouble, facts: {} } : described(trouble, sight);
  }

  async #look({ host, port }: MailServerSettings, look: Look, signal: AbortSignal): Promise<Sight | null> {
    try {
      return await withDeadline(this.#timeoutMs, signal, async (bounded) => {
        const addresses = await this.#gate.admit(host, port, new SmtpDialogue(), bounded);
        const bounds = { timeoutMs: this.#timeoutMs, signal: bounded };
        return await see(await connectToAny(addresses, port, bounds), host, look, bounds);
      });
    } catch (error) {
      if (error instanceof SmtpTroubleError || signal.aborted) return null;
      throw error;
    }
  }
}

function described(trouble: SmtpTrouble, { shown, greeted }: Sight): DiagnosedTrouble {
  const seen: CheckFacts = greeted ? { greeted } : {};
  if (shown === null || !certificateTroubles.has(trouble.kind)) return { trouble, facts: seen };
  const { names, expiresAt, chain, sha256 } = shown;
  return { trouble, facts: { names, expiresAt, chain, sha256, ...seen }, shown };
}

async function see(socket: Socket, host: string, look: Look, bounds: WaitBounds): Promise<Sight> {
  try {
    if (look === 'clear') return { shown: null, greeted: await greetsLikeMailServer(socket, bounds) };
    if (look === 'starttls') return { shown: await upgradeAndLook(socket, host, bounds.signal), greeted: false };
    return await handshakeAndListen(socket, host, bounds);
  } finally {
    socket.destroy();
  }
}

async function handshakeAndListen(socket: Socket, host: string, bounds: WaitBounds): Promise<Sight> {
  const secured = connect({ socket, ...serverNameOf(host), ...looking });
  try {
    await waitForSocket(secured, 'secureConnect', bounds);
    return { shown: tlsFactsOf(secured), greeted: await greetsLikeMailServer(secured, bounds) };
  } catch {
    return { shown: null, greeted: false };
  } finally {
    secured.destroy();
  }
}

function upgradeAndLook(socket: Socket, host: string, signal: AbortSignal): Promise<TlsFacts | null> {
  const tls = { ...serverNameOf(host), ...looking };
  return new Promise((resolve) => {
    const finish = (facts: TlsFacts | null): void => {
      signal.removeEventListener('abort', giveUp);
      connection.close();
      resolve(facts);
    };
    const giveUp = (): void => finish(null);
    const meter = new ReplyMeter({ onTooMuch: giveUp, onUnasked: giveUp });
    const connection = new SMTPConnection({
      connection: socket,
      host,
      requireTLS: true,
      tls,
      transactionLog: true,
      logger: {
        ...dialogueLogger(new SmtpDialogue(undefined, false), {
          onClientLine: () => {
            const { _socket: current } = connection;
            meter.expectReply();
            meter.restart(current === false ? null : current);
          },
          onMisplacedReply: giveUp,
          onInjection: giveUp,
        }),
      },
    });
    const lookAtIt = (): void => {
      const { _socket: secured } = connection;
      finish(secured instanceof TLSSocket ? tlsFactsOf(secured) : null);
    };
    connection.on('error', giveUp);
    signal.addEventListener('abort', giveUp);
    meter.expectReply();
    connection.connect((error) => (error ? giveUp() : lookAtIt()));
    setImmediate(() => meter.restart(socket));
  });
}

function isSilentGreeting(trouble: SmtpTrouble): boolean {
  return trouble.stage === 'greeting' && (trouble.kind === 'timed-out' || trouble.kind === 'closed');
}
