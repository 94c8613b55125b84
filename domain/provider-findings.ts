import type { CheckCode, CheckFacts, CheckResult } from './check-report';
import type { MailServerSettings } from './mail-server-settings';
import { isSubmissionHost, presetFor } from './provider-presets';
import type { ProviderEndpoint, ProviderLimits, ProviderPreset } from './providers/provider-preset';

/**
 * What the settings look like to somebody who knows the provider: that it was recognised, and a warning for each setting
 * that contradicts what it is known to need. Never a failure: the server itself has the last word. Empty for servers
 * that we know nothing about.
 */
export function providerFindings(settings: MailServerSettings): CheckResult[] {
  const preset = presetFor(settings.host);
  if (preset === undefined) return [];
  const provider = preset.name;
  return [
    finding('egress-provider', 'pass', 'PROVIDER_RECOGNISED', { provider, ...limitFacts(preset.limits) }),
    ...hostWarning(preset, settings),
    ...endpointWarning(preset, settings),
    ...userNameWarning(preset, settings),
    ...(preset.traps.includes('BASIC_AUTH_ENDING') && settings.authentication.method === 'password'
      ? [finding('egress-provider-login', 'warn', 'PROVIDER_BASIC_AUTH_ENDING', { provider })]
      : []),
  ];
}

/** A port and its kind of encryption, in the words of mail programs. */
export function endpointText({ port, security }: ProviderEndpoint): string {
  return `${port} (${security === 'tls' ? 'TLS' : 'STARTTLS'})`;
}

function hostWarning(preset: ProviderPreset, { host }: MailServerSettings): CheckResult[] {
  if (isSubmissionHost(preset, host)) return [];
  const facts = { provider: preset.name, host, expected: preset.hosts };
  return [finding('egress-provider-host', 'warn', 'PROVIDER_HOST_MISMATCH', facts)];
}

function endpointWarning(preset: ProviderPreset, { port, security }: MailServerSettings): CheckResult[] {
  if (preset.endpoints.some((endpoint) => endpoint.port === port && endpoint.security === security)) return [];
  const facts = {
    provider: preset.name,
    given: endpointText({ port, security }),
    expected: preset.endpoints.map(endpointText),
  };
  return [finding('egress-provider-port', 'warn', 'PROVIDER_PORT_MISMATCH', facts)];
}

function userNameWarning(preset: ProviderPreset, { user }: MailServerSettings): CheckResult[] {
  const code = userNameContradiction(preset, user);
  if (code === null) return [];
  const expected = preset.fixedUser === null ? {} : { expected: preset.fixedUser };
  return [finding('egress-provider-user', 'warn', code, { provider: preset.name, ...expected })];
}

function userNameContradiction({ userName, fixedUser }: ProviderPreset, user: string): CheckCode | null {
  switch (userName) {
    case 'mail-address':
      return user.includes('@') ? null : 'PROVIDER_USER_NOT_AN_ADDRESS';
    case 'fixed':
      return user === fixedUser ? null : 'PROVIDER_USER_NOT_FIXED_NAME';
    case 'key':
      return user.includes('@') ? 'PROVIDER_USER_NOT_A_KEY' : null;
    case 'any':
      return null;
  }
}

function limitFacts(limits: ProviderLimits): CheckFacts {
  return Object.fromEntries(Object.entries(limits).filter((entry): entry is [string, number] => entry[1] !== null));
}

function finding(id: string, verdict: 'pass' | 'warn', code: CheckCode, facts: CheckFacts): CheckResult {
  return { id, stage: 'egress', verdict, code, facts, durationMs: 0 };
}
