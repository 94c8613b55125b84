import type { CredentialOpener } from '../activities/ports/credential-vault';
import type { StageListener } from '../activities/ports/mail-server-prober';
import { DnsPostureReader } from '../adapters/dns/dns-posture-reader';
import { EgressGate } from '../adapters/dns/egress-gate';
import { DnsHostResolver } from '../adapters/dns/host-resolver';
import { OAuthTokens } from '../adapters/oauth/oauth-tokens';
import { CertificateTrust } from '../adapters/smtp/certificate-trust';
import { CustomerSessions } from '../adapters/smtp/customer-sessions';
import { checkTimeouts } from '../adapters/smtp/smtp-client-options';
import { SmtpConnector } from '../adapters/smtp/smtp-connector';
import { defaultProbeTimeouts, SmtpMailServerProber } from '../adapters/smtp/smtp-mail-server-prober';
import type { TestMailBuilder } from '../adapters/smtp/test-mail-builder';
import { createEgressPolicy, opensNetworks } from '../domain/egress-policy';

export interface ProberOptions {
  readonly ehloName: string;
  /** PEM of certificate authorities to trust besides the public ones. */
  readonly trustedAuthorities: string | null;
  readonly allowedPorts: readonly number[];
  readonly allowedNetworks: readonly string[];
  /** How long it takes at least to find that no mail server answers; 0 where nobody could learn anything from it. */
  readonly unreachableMs: number;
  /** Ports of token endpoints (OAuth 2.0). */
  readonly allowedTokenPorts: readonly number[];
  /** DNS servers as `address:port`; those of the machine when left out. */
  readonly dnsServers?: readonly string[];
  readonly onStage?: StageListener;
}

const dnsTimeoutMs = 5_000;
const postureTimeoutMs = 5_000;
const tokenTimeoutMs = 10_000;

/** The one gate to customers' servers. Throws a RangeError for a network that is none. */
export function createGate(options: ProberOptions): EgressGate {
  return gateFor(options, options.allowedPorts);
}

/** The one source of access tokens, with a gate of its own: other ports, the same networks. */
export function createTokens(options: ProberOptions): OAuthTokens {
  return new OAuthTokens({
    gate: gateFor(options, options.allowedTokenPorts),
    trust: new CertificateTrust(options.trustedAuthorities),
    timeoutMs: tokenTimeoutMs,
  });
}

function gateFor({ allowedNetworks, dnsServers: servers }: ProberOptions, ports: readonly number[]): EgressGate {
  const policy = createEgressPolicy(ports, allowedNetworks);
  const localNames = opensNetworks(policy);
  return new EgressGate(
    policy,
    new DnsHostResolver({ timeoutMs: dnsTimeoutMs, localNames, ...(servers && { servers }) }),
  );
}

/** The prober as the worker runs it; the command line runs the very same one. Nothing connects yet. */
export function createProber(
  options: ProberOptions,
  ways: { readonly gate: EgressGate; readonly credentials: CredentialOpener; readonly tokens: OAuthTokens },
  testMails: TestMailBuilder,
): SmtpMailServerProber {
  const { ehloName, trustedAuthorities, dnsServers: servers, onStage } = options;
  const connector = new SmtpConnector({ ehloName, trustedAuthorities, timeouts: checkTimeouts });
  return new SmtpMailServerProber({
    gate: ways.gate,
    sessions: new CustomerSessions({ ...ways, connector }),
    testMails,
    now: () => new Date(),
    timeouts: { ...defaultProbeTimeouts, unreachableMs: options.unreachableMs },
    posture: new DnsPostureReader({ timeoutMs: postureTimeoutMs, ...(servers && { servers }) }),
    ...(onStage && { onStage }),
  });
}
