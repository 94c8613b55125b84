import type { CredentialOpener } from '../../activities/ports/credential-vault';
import type { CustomerServer } from '../../activities/ports/mail-server-prober';
import type { EgressGate } from '../dns/egress-gate';
import type { OAuthTokens } from '../oauth/oauth-tokens';
import { withDeadline } from './deadline';
import type { SmtpConnector } from './smtp-connector';
import type { SmtpDialogue } from './smtp-dialogue';
import type { SmtpLogin } from './smtp-login';
import type { SmtpSession } from './smtp-session';
import { SmtpTroubleError } from './smtp-trouble-error';

export interface CustomerSessionsDependencies {
  readonly gate: EgressGate;
  readonly connector: SmtpConnector;
  readonly credentials: CredentialOpener;
  readonly tokens: OAuthTokens;
}

/** A login, and whether it uses a token from before this session. */
interface ChosenLogin {
  readonly login: SmtpLogin;
  readonly isReused: boolean;
}

/** Opens logged-in sessions with customers' servers: the one way that checks and sending have in common. */
export class CustomerSessions {
  readonly #dependencies: CustomerSessionsDependencies;

  constructor(dependencies: CustomerSessionsDependencies) {
    this.#dependencies = dependencies;
  }

  /** Throws SmtpTroubleError for what server, token endpoint or DNS do, and what the vault throws. */
  open(server: CustomerServer, dialogue: SmtpDialogue, signal: AbortSignal): Promise<SmtpSession> {
    const { setUpMs } = this.#dependencies.connector.options.timeouts;
    return withDeadline(setUpMs, signal, (bounded) => this.#open(server, dialogue, bounded));
  }

  async #open(server: CustomerServer, dialogue: SmtpDialogue, signal: AbortSignal): Promise<SmtpSession> {
    const session = await this.#connect(server, dialogue, signal);
    let isReused = false;
    try {
      dialogue.clock.enter('auth');
      const chosen = await this.#loginFor(server, signal);
      ({ isReused } = chosen);
      await session.logIn(chosen.login, signal);
      return session;
    } catch (error) {
      session.close();
      if (!isReused || !isRefusedLogin(error)) throw error;
    }
    // The token may have been revoked since it was issued; a new one, on a connection of its own, tells.
    this.#forgetToken(server);
    return await this.#open(server, dialogue, signal);
  }

  async #connect(server: CustomerServer, dialogue: SmtpDialogue, signal: AbortSignal): Promise<SmtpSession> {
    const { gate, connector } = this.#dependencies;
    const { host, port, security, trust } = server.settings;
    const addresses = await gate.admit(host, port, dialogue, signal);
    return await connector.open({ host, addresses, port, security, trust }, dialogue, signal);
  }

  async #loginFor({ settings, credential }: CustomerServer, signal: AbortSignal): Promise<ChosenLogin> {
    const { credentials, tokens } = this.#dependencies;
    const { user, authentication } = settings;
    const opened = () => credentials.open(credential);
    if (authentication.method === 'password') {
      return { login: { kind: 'password', user, secret: await opened() }, isReused: false };
    }
    const { token, isReused } = await tokens.tokenFor({ authentication, user, credential }, opened, signal);
    return { login: { kind: 'token', user, secret: token }, isReused };
  }

  #forgetToken({ settings: { authentication, user }, credential }: CustomerServer): void {
    if (authentication.method !== 'password') {
      this.#dependencies.tokens.forget({ authentication, user, credential });
    }
  }
}

function isRefusedLogin(error: unknown): boolean {
  return error instanceof SmtpTroubleError && error.trouble.stage === 'auth' && error.trouble.kind === 'reply';
}
