import type { CredentialOpener } from '../../activities/ports/credential-vault';
import type { CustomerServer, TestMail } from '../../activities/ports/mail-server-prober';
import { HmacConfirmationCodes } from '../../adapters/crypto/hmac-confirmation-codes';
import type { DnsPostureReader } from '../../adapters/dns/dns-posture-reader';
import { EgressGate } from '../../adapters/dns/egress-gate';
import type { HostResolver, Resolution } from '../../adapters/dns/host-resolver';
import { OAuthTokens } from '../../adapters/oauth/oauth-tokens';
import type { TokenEndpoints } from '../../adapters/oauth/token-endpoints';
import { CustomerSessions } from '../../adapters/smtp/customer-sessions';
import { PlatformSessions, type PlatformServer } from '../../adapters/smtp/platform-sessions';
import type { PoolLimits } from '../../adapters/smtp/session-pool';
import type { SmtpTimeouts } from '../../adapters/smtp/smtp-client-options';
import { SmtpConnector } from '../../adapters/smtp/smtp-connector';
import { SmtpMailServerProber } from '../../adapters/smtp/smtp-mail-server-prober';
import { SmtpMailTransport } from '../../adapters/smtp/smtp-mail-transport';
import { TestMailBuilder } from '../../adapters/smtp/test-mail-builder';
import { createEgressPolicy } from '../../domain/egress-policy';
import { Secret } from '../../domain/secret';
import { passwordAuthentication } from '../../domain/authentication';
import type { MailServerSettings } from '../../domain/mail-server-settings';
import { publicTrust } from '../../domain/server-trust';
import { FakeMailComposer } from './fakes/fake-mail-composer';

export const testHost = 'mail.example.test';
export const testPassword = 'p äß "quoted"\'s  = \\ password ';

/** Short enough that a test of silence takes no time, long enough for a busy machine. */
export const quickTimeouts: SmtpTimeouts = {
  connectMs: 3000,
  greetingMs: 1200,
  idleMs: 1200,
  finalReplyMs: 1200,
  setUpMs: 6000,
  transactionMs: 6000,
};

/** A name service whose answers a test decides; every question is counted. */
export class FakeResolver implements HostResolver {
  readonly asked: string[] = [];
  #answer: Resolution;

  constructor(addresses: readonly string[] = ['127.0.0.1']) {
    this.#answer = { status: 'resolved', addresses };
  }

  answerWith(answer: Resolution): void {
    this.#answer = answer;
  }

  resolve(name: string): Promise<Resolution> {
    this.asked.push(name);
    return Promise.resolve(this.#answer);
  }
}

export interface WorkbenchOptions {
  readonly authorities: string | null;
  readonly ports: readonly number[];
  readonly networks?: readonly string[];
  readonly resolver?: HostResolver;
  readonly timeouts?: Partial<SmtpTimeouts>;
  readonly limits?: Partial<PoolLimits>;
  readonly password?: string;
  readonly vaultError?: Error;
  readonly platform?: PlatformServer;
  readonly posture?: DnsPostureReader;
  readonly now?: () => Date;
  readonly unreachableMs?: number;
  readonly tokenEndpoints?: TokenEndpoints;
  readonly tokenClock?: () => number;
}

/** The adapters wired as in production, with a vault, a resolver and time-outs for tests. */
export interface SmtpWorkbench {
  readonly prober: SmtpMailServerProber;
  readonly transport: SmtpMailTransport;
  readonly codes: HmacConfirmationCodes;
}

export function smtpWorkbench(options: WorkbenchOptions): SmtpWorkbench {
  const timeouts = { ...quickTimeouts, ...options.timeouts };
  const resolver = options.resolver ?? new FakeResolver();
  const gate = new EgressGate(
    createEgressPolicy(options.ports, options.networks ?? ['127.0.0.0/8', '::1/128']),
    resolver,
  );
  const connector = new SmtpConnector({
    ehloName: 'client.example.test',
    trustedAuthorities: options.authorities,
    timeouts,
  });
  const { vaultError, password = testPassword } = options;
  const vault: CredentialOpener = {
    open: () => (vaultError ? Promise.reject(vaultError) : Promise.resolve(new Secret(password))),
  };
  const tokens = new OAuthTokens({
    gate,
    trust: connector.trust,
    timeoutMs: 1500,
    ...(options.tokenEndpoints && { endpoints: options.tokenEndpoints }),
    ...(options.tokenClock && { now: options.tokenClock }),
  });
  const customers = new CustomerSessions({ gate, connector, credentials: vault, tokens });
  const codes = new HmacConfirmationCodes(Buffer.alloc(32, 7));
  const prober = new SmtpMailServerProber({
    gate,
    sessions: customers,
    testMails: new TestMailBuilder(new FakeMailComposer(), codes),
    now: options.now ?? (() => new Date()),
    timeouts: {
      dnsMs: 1000,
      transactionMs: timeouts.transactionMs,
      diagnosisMs: 1000,
      unreachableMs: options.unreachableMs ?? 0,
    },
    ...(options.posture && { posture: options.posture }),
  });
  const platformServer = options.platform ?? { host: testHost, port: 1, security: 'none', login: null };
  const transport = new SmtpMailTransport({
    customers,
    platform: new PlatformSessions(platformServer, connector, resolver),
    timeouts,
    limits: { connectionsPerServer: 3, mailsPerConnection: 100, idleMs: 1000, waitMs: 10_000, ...options.limits },
  });
  return { prober, transport, codes };
}

export function customerServer(settings: Partial<MailServerSettings> & { port: number }): CustomerServer {
  return {
    settings: {
      host: testHost,
      security: 'starttls',
      user: 'mailer@example.test',
      authentication: passwordAuthentication,
      trust: publicTrust,
      senderAddress: 'contracts@example.test',
      senderName: 'Example',
      ...settings,
    },
    credential: { organizationId: 'org-1', revision: 1, credentialId: 'credential-1' },
  };
}

export const testMail: TestMail = {
  organizationId: 'org-1',
  revision: 1,
  run: 1,
  recipient: 'admin@example.test',
  locale: 'de',
  organizationName: 'Beispiel & Söhne',
};

export const never = new AbortController().signal;
export const freely = (): Promise<boolean> => Promise.resolve(true);
