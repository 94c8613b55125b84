import type { CredentialOpener } from '../activities/ports/credential-vault';
import { DnsPostureReader } from '../adapters/dns/dns-posture-reader';
import { EgressGate } from '../adapters/dns/egress-gate';
import { DnsHostResolver } from '../adapters/dns/host-resolver';
import { CustomerSessions } from '../adapters/smtp/customer-sessions';
import { checkTimeouts } from '../adapters/smtp/smtp-client-options';
import { SmtpConnector } from '../adapters/smtp/smtp-connector';
import { defaultProbeTimeouts, SmtpMailServerProber } from '../adapters/smtp/smtp-mail-server-prober';
import type { StageListener } from '../adapters/smtp/stage-clock';
import type { TestMailBuilder } from '../adapters/smtp/test-mail-builder';
import { createEgressPolicy, opensNetworks } from '../domain/egress-policy';

export interface ProberOptions {
  readonly ehloName: string;
  /** PEM of certificate authorities to trust besides the public ones. */
  readonly trustedAuthorities: string | null;
  readonly allowedPorts: readonly number[];
  readonly allowedNetworks: readonly string[];
  /** DNS servers as `address:port`; those of the machine when left out. */
  readonly dnsServers?: readonly string[];
  readonly onStage?: StageListener;
}

const dnsTimeoutMs = 5_000;
const postureTimeoutMs = 5_000;

/** The one gate to customers' servers. Throws a RangeError for a network that is none. */
export function createGate({ allowedPorts, allowedNetworks, dnsServers: servers }: ProberOptions): EgressGate {
  const policy = createEgressPolicy(allowedPorts, allowedNetworks);
  const localNames = opensNetworks(policy);
  return new EgressGate(
    policy,
    new DnsHostResolver({ timeoutMs: dnsTimeoutMs, localNames, ...(servers && { servers }) }),
  );
}

/** The prober as the worker runs it; the command line runs the very same one. Nothing connects yet. */
export function createProber(
  options: ProberOptions,
  gate: EgressGate,
  credentials: CredentialOpener,
  testMails: TestMailBuilder,
): SmtpMailServerProber {
  const { ehloName, trustedAuthorities, dnsServers: servers, onStage } = options;
  const connector = new SmtpConnector({ ehloName, trustedAuthorities, timeouts: checkTimeouts });
  return new SmtpMailServerProber({
    gate,
    connector,
    sessions: new CustomerSessions(gate, connector, credentials),
    testMails,
    now: () => new Date(),
    timeouts: defaultProbeTimeouts,
    posture: new DnsPostureReader({ timeoutMs: postureTimeoutMs, ...(servers && { servers }) }),
    ...(onStage && { onStage }),
  });
}
