import { mailboxProviders } from './providers/mailbox-providers';
import type { ProviderPreset } from './providers/provider-preset';
import { sendingProviders } from './providers/sending-providers';

/** Every provider that we know something about, mailboxes first. */
export const providerPresets: readonly ProviderPreset[] = [...mailboxProviders, ...sendingProviders];

/** The provider that a host belongs to, also where it is one of the provider's names for other purposes. */
export function presetFor(host: string): ProviderPreset | undefined {
  return providerPresets.find((preset) => isSubmissionHost(preset, host) || isWrongHost(preset, host));
}

/** Whether a host is one that the provider takes mail from its customers at. */
export function isSubmissionHost({ hosts, patterns }: ProviderPreset, host: string): boolean {
  return [...hosts, ...patterns].some((pattern) => matches(pattern, host));
}

function isWrongHost({ wrongHosts }: ProviderPreset, host: string): boolean {
  return wrongHosts.some((pattern) => matches(pattern, host));
}

function matches(pattern: string, host: string): boolean {
  const wanted = pattern.split('.');
  const labels = host.toLowerCase().replace(/\.$/, '').split('.');
  return wanted.length === labels.length && wanted.every((label, index) => label === '*' || label === labels[index]);
}
