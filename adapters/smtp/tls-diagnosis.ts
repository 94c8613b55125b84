import { connect, TLSSocket, type SecureContext } from 'node:tls';
import SMTPConnection from 'nodemailer/lib/smtp-connection';

import type { CheckFacts } from '../../domain/check-report';
import type { MailServerSettings } from '../../domain/mail-server-settings';
import { publicTrust } from '../../domain/server-trust';
import type { SmtpTrouble } from '../../domain/smtp-trouble';
import type { EgressGate } from '../dns/egress-gate';
import { tlsFactsOf, type TlsFacts } from './certificate-facts';
import { withDeadline } from './deadline';
import type { CheckedTarget, SmtpConnector } from './smtp-connector';
import { SmtpDialogue } from './smtp-dialogue';
import { SmtpTroubleError } from './smtp-trouble-error';
import { waitForSocket } from './socket-event';
import { connectToAny } from './tcp-connection';
import { serverNameOf } from './tls-connection';

export interface DiagnosedTrouble {
  readonly trouble: SmtpTrouble;
  readonly facts: CheckFacts;
  /** What the server showed in a handshake that proved nothing. */
  readonly shown?: TlsFacts;
}

const certificateTroubles = new Set<SmtpTrouble['kind']>([
  'certificate-expired',
  'certificate-not-yet-valid',
  'certificate-untrusted',
  'certificate-wrong-name',
  'certificate-not-pinned',
]);

/**
 * Finds out more about a TLS trouble over a second connection: which certificate was shown, or whether a silent server waits
 * for TLS. That connection verifies nothing, therefore it can do nothing: it has no login and no mail, shakes hands, and is
 * closed.
 */
export class TlsDiagnosis {
  readonly #gate: EgressGate;
  readonly #connector: SmtpConnector;
  readonly #timeoutMs: number;

  constructor(gate: EgressGate, connector: SmtpConnector, timeoutMs: number) {
    this.#gate = gate;
    this.#connector = connector;
    this.#timeoutMs = timeoutMs;
  }

  /** The trouble with what else could be found out; the trouble as it was where the second connection fails, too. */
  async diagnose(settings: MailServerSettings, trouble: SmtpTrouble, signal: AbortSignal): Promise<DiagnosedTrouble> {
    if (trouble.kind === 'tls-wrong-mode') return { trouble, facts: { rightMode: 'STARTTLS' } };
    const silent = isSilentGreeting(trouble) && settings.security === 'starttls';
    if (!silent && !certificateTroubles.has(trouble.kind)) return { trouble, facts: {} };
    const shown = await this.#inspect({ ...settings, security: silent ? 'tls' : settings.security }, signal);
    if (shown === null) return { trouble, facts: {} };
    if (!silent) return { trouble, facts: certificateFacts(shown), shown };
    const wrongMode: SmtpTrouble = { stage: 'tls', kind: 'tls-wrong-mode', offered: trouble.offered };
    return { trouble: wrongMode, facts: { rightMode: 'TLS' }, shown };
  }

  async #inspect(settings: MailServerSettings, signal: AbortSignal): Promise<TlsFacts | null> {
    const { host, port, security, trust } = settings;
    try {
      return await withDeadline(this.#timeoutMs, signal, async (bounded) => {
        const addresses = await this.#gate.admit(host, port, new SmtpDialogue(), bounded);
        return await this.#handshake({ host, addresses, port, security, trust }, bounded);
      });
    } catch (error) {
      if (error instanceof SmtpTroubleError || signal.aborted) return null;
      throw error;
    }
  }

  async #handshake(target: CheckedTarget, signal: AbortSignal): Promise<TlsFacts | null> {
    const bounds = { timeoutMs: this.#timeoutMs, signal };
    const socket = await connectToAny(target.addresses, target.port, bounds);
    const tls = unverified(target.host, this.#connector.trust.verificationFor(publicTrust).secureContext);
    if (target.security === 'starttls') {
      return await upgradeAndLook(
        new SMTPConnection({ connection: socket, host: target.host, requireTLS: true, tls }),
        signal,
      );
    }
    const secured = connect({ socket, ...tls });
    try {
      await waitForSocket(secured, 'secureConnect', bounds);
      return tlsFactsOf(secured);
    } catch {
      return null;
    } finally {
      secured.destroy();
    }
  }
}

function upgradeAndLook(connection: SMTPConnection, signal: AbortSignal): Promise<TlsFacts | null> {
  return new Promise((resolve) => {
    const finish = (facts: TlsFacts | null): void => {
      signal.removeEventListener('abort', giveUp);
      connection.close();
      resolve(facts);
    };
    const giveUp = (): void => finish(null);
    const look = (): void => {
      const { _socket: socket } = connection;
      finish(socket instanceof TLSSocket ? tlsFactsOf(socket) : null);
    };
    connection.on('error', giveUp);
    signal.addEventListener('abort', giveUp);
    connection.connect((error) => (error ? giveUp() : look()));
  });
}

function unverified(host: string, trust: SecureContext): { rejectUnauthorized: false; secureContext: SecureContext } {
  return { ...serverNameOf(host), secureContext: trust, rejectUnauthorized: false };
}

function isSilentGreeting(trouble: SmtpTrouble): boolean {
  return trouble.stage === 'greeting' && (trouble.kind === 'timed-out' || trouble.kind === 'closed');
}

function certificateFacts(shown: TlsFacts): CheckFacts {
  return { names: shown.names, expiresAt: shown.expiresAt, chain: shown.chain, sha256: shown.sha256 };
}
