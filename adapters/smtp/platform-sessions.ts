import { createEgressPolicy } from '../../domain/egress-policy';
import { publicTrust } from '../../domain/server-trust';
import type { Secret } from '../../domain/secret';
import { EgressGate } from '../dns/egress-gate';
import type { HostResolver } from '../dns/host-resolver';
import { withDeadline } from './deadline';
import type { SessionSource } from './session-pool';
import type { SmtpConnector } from './smtp-connector';
import type { SmtpDialogue } from './smtp-dialogue';
import type { SmtpSession } from './smtp-session';

/** The platform's own relay, as its operator configured it. `none` is for a relay on the same host or network. */
export interface PlatformServer {
  readonly host: string;
  readonly port: number;
  readonly security: 'tls' | 'starttls' | 'none';
  /** Null for a relay that knows us by our address. */
  readonly login: { readonly user: string; readonly password: Secret } | null;
}

const everywhere = ['0.0.0.0/0', '::/0'];

/** Opens sessions with the platform's relay. Its host comes from the configuration, so every address may be used. */
export class PlatformSessions implements SessionSource {
  readonly key: string;
  readonly #server: PlatformServer;
  readonly #connector: SmtpConnector;
  readonly #gate: EgressGate;

  constructor(server: PlatformServer, connector: SmtpConnector, resolver: HostResolver) {
    this.key = 'platform';
    this.#server = server;
    this.#connector = connector;
    this.#gate = new EgressGate(createEgressPolicy([server.port], everywhere), resolver);
  }

  open(dialogue: SmtpDialogue, signal: AbortSignal): Promise<SmtpSession> {
    return withDeadline(this.#connector.options.timeouts.setUpMs, signal, (bounded) => this.#open(dialogue, bounded));
  }

  async #open(dialogue: SmtpDialogue, signal: AbortSignal): Promise<SmtpSession> {
    const { host, port, security, login } = this.#server;
    const addresses = await this.#gate.admit(host, port, dialogue, signal);
    const session = await this.#connector.open(
      { host, addresses, port, security, trust: publicTrust },
      dialogue,
      signal,
    );
    if (login === null) return session;
    try {
      await session.logIn({ kind: 'password', user: login.user, secret: login.password }, signal);
    } catch (error) {
      session.close();
      throw error;
    }
    return session;
  }
}
