import type { z } from 'zod';

import type { Locale } from '../../domain/lifecycle/state';
import type { ProviderPreset } from '../../domain/providers/provider-preset';
import { trapTexts, userNameTexts } from '../../domain/texts/provider-texts';
import type { providerPresetList } from '../schemas/provider-preset';

type PresetView = z.input<typeof providerPresetList>['items'][number];

/** A preset in the words of a locale, with what a settings form needs. */
export function providerPresetView(preset: ProviderPreset, locale: Locale): PresetView {
  const { id, name, hosts, endpoints, limits, userName, fixedUser, authentications, traps, source } = preset;
  return {
    id,
    name,
    hosts: [...hosts],
    endpoints: [...endpoints],
    userName: { kind: userName, text: userNameTexts[locale][userName], fixed: fixedUser },
    authentications: [...authentications],
    source,
    limits,
    traps: traps.map((code) => ({ code, text: trapTexts[locale][code] })),
  };
}
