import { mailboxProviders } from './providers/mailbox-providers';
import type { ProviderPreset } from './providers/provider-preset';
import { sendingProviders } from './providers/sending-providers';

/** Every provider that we know something about, mailboxes first. */
export const providerPresets: readonly ProviderPreset[] = [...mailboxProviders, ...sendingProviders];

/** All names of each provider, taken apart once: sending asks for each mail. */
const namesOfAll = providerPresets.map((preset) => ({
  preset,
  names: [...preset.hosts, ...preset.patterns, ...preset.wrongHosts].map(labelsOf),
}));

/** The provider that a host belongs to, also where it is one of the provider's names for other purposes. */
export function presetFor(host: string): ProviderPreset | undefined {
  const labels = hostLabels(host);
  return namesOfAll.find(({ names }) => names.some((name) => matches(name, labels)))?.preset;
}

/** Whether a host is one that the provider takes mail from its customers at. */
export function isSubmissionHost({ hosts, patterns }: ProviderPreset, host: string): boolean {
  const labels = hostLabels(host);
  return [...hosts, ...patterns].some((pattern) => matches(labelsOf(pattern), labels));
}

function hostLabels(host: string): string[] {
  return labelsOf(host.toLowerCase().replace(/\.$/, ''));
}

function labelsOf(name: string): string[] {
  return name.split('.');
}

function matches(wanted: readonly string[], labels: readonly string[]): boolean {
  return wanted.length === labels.length && wanted.every((label, index) => label === '*' || label === labels[index]);
}
