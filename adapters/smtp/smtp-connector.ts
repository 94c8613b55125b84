import type { ServerTrust } from '../../domain/server-trust';
import { tlsFactsOf } from './certificate-facts';
import { CertificateTrust } from './certificate-trust';
import type { SmtpClientOptions } from './smtp-client-options';
import type { SmtpDialogue } from './smtp-dialogue';
import { SmtpSession } from './smtp-session';
import { connectToAny } from './tcp-connection';
import { handshakeOptions, secureFromStart } from './tls-connection';

/** A server whose addresses have passed the egress policy. */
export interface CheckedTarget {
  readonly host: string;
  readonly addresses: readonly string[];
  readonly port: number;
  readonly security: 'tls' | 'starttls' | 'none';
  readonly trust: ServerTrust;
}

/** Opens sessions up to the point where a login may follow. The only place where connections to mail servers begin. */
export class SmtpConnector {
  readonly options: SmtpClientOptions;
  readonly trust: CertificateTrust;

  constructor(options: SmtpClientOptions) {
    this.options = options;
    this.trust = new CertificateTrust(options.trustedAuthorities);
  }

  /** Throws SmtpTroubleError; the dialogue then knows the stage and what was said until then. */
  async open(target: CheckedTarget, dialogue: SmtpDialogue, signal: AbortSignal): Promise<SmtpSession> {
    const { timeouts, ehloName } = this.options;
    const verification = this.trust.verificationFor(target.trust);
    dialogue.clock.enter('connect');
    const tcp = await connectToAny(target.addresses, target.port, { timeoutMs: timeouts.connectMs, signal });
    const address = tcp.remoteAddress ?? '';
    dialogue.connectedTo(address);
    let socket = tcp;
    if (target.security === 'tls') {
      dialogue.clock.enter('tls');
      socket = await secureFromStart(tcp, target.host, verification, { timeoutMs: timeouts.greetingMs, signal });
      dialogue.secured(() => tlsFactsOf(socket, verification));
    }
    dialogue.expectGreeting();
    const tls = handshakeOptions(target.host, verification);
    const { security } = target;
    const session = new SmtpSession({ socket, address, security, ehloName, tls, verification, timeouts }, dialogue);
    await session.greet(signal);
    return session;
  }
}
