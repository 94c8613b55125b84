import { useQuery } from '@tanstack/react-query';

import { providerPresetsQuery, type ProviderPreset } from '../providers/provider-presets';
import { useLanguage } from '../ui/use-language';
import type { CheckReport } from './check-report';

/** The mail provider that the check recognised; undefined for servers of nobody that we know. */
export function useProviderOf({ results }: CheckReport): ProviderPreset | undefined {
  const { data = [] } = useQuery(providerPresetsQuery(useLanguage()));
  const recognised = results.find(({ code }) => code === 'PROVIDER_RECOGNISED');
  return data.find(({ name }) => name === recognised?.facts['provider']);
}
