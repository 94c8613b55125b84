import type { CredentialOpener } from '../../activities/ports/credential-vault';
import type { CustomerServer } from '../../activities/ports/mail-server-prober';
import type { EgressGate } from '../dns/egress-gate';
import { withDeadline } from './deadline';
import type { SmtpConnector } from './smtp-connector';
import type { SmtpDialogue } from './smtp-dialogue';
import type { SmtpSession } from './smtp-session';
import { troubleError } from './smtp-trouble-error';

/** Opens logged-in sessions with customers' servers: the one way that checks and sending have in common. */
export class CustomerSessions {
  readonly #gate: EgressGate;
  readonly #connector: SmtpConnector;
  readonly #credentials: CredentialOpener;

  constructor(gate: EgressGate, connector: SmtpConnector, credentials: CredentialOpener) {
    this.#gate = gate;
    this.#connector = connector;
    this.#credentials = credentials;
  }

  /** Throws SmtpTroubleError for what server or DNS do, and what the vault throws. */
  open(server: CustomerServer, dialogue: SmtpDialogue, signal: AbortSignal): Promise<SmtpSession> {
    const { setUpMs } = this.#connector.options.timeouts;
    return withDeadline(setUpMs, signal, (bounded) => this.#open(server, dialogue, bounded));
  }

  async #open(server: CustomerServer, dialogue: SmtpDialogue, signal: AbortSignal): Promise<SmtpSession> {
    const { host, port, security, trust, user, authentication } = server.settings;
    const addresses = await this.#gate.admit(host, port, dialogue, signal);
    const session = await this.#connector.open({ host, addresses, port, security, trust }, dialogue, signal);
    try {
      if (authentication.method !== 'password') throw troubleError('auth', 'password-unusable');
      await session.logIn(user, await this.#credentials.open(server.credential), signal);
    } catch (error) {
      session.close();
      throw error;
    }
    return session;
  }
}
