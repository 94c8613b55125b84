import { queryOptions } from '@tanstack/react-query';

import { bodyOf, type components } from '../../../client';
import type { Language } from '../../texts/languages';
import { api } from '../api/api';

export type ProviderPreset = components['schemas']['ProviderPreset'];

/** What is known of mail providers; it changes with the service alone. */
export function providerPresetsQuery(locale: Language) {
  return queryOptions({
    queryKey: ['provider-presets', locale],
    queryFn: async ({ signal }) =>
      (await bodyOf(api.GET('/v1/provider-presets', { params: { query: { locale } }, signal }))).items,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
