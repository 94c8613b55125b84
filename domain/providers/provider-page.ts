import type { ProviderPreset } from './provider-preset';

/** Sites that describe the servers of many providers. What they say is no word of the provider. */
const collections: ReadonlySet<string> = new Set(['github.com', 'developer.nylas.com', 'rubydoc.info']);

/** What the provider itself says about sending through it, for its customers; null where a preset was read elsewhere. */
export function providerPage({ source }: Pick<ProviderPreset, 'source'>): string | null {
  return source === null || collections.has(new URL(source).hostname) ? null : source;
}
