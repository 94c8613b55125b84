import { Anchor } from '@mantine/core';
import { ExternalLink } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { ProviderPreset } from './provider-presets';

/** Leads to what a provider itself says about sending through it; nothing where no page is known. */
export function ProviderPageLink({ provider: { name, source } }: { readonly provider: ProviderPreset }) {
  const { t } = useTranslation();
  if (source === null) return null;
  return (
    <Anchor href={source} target="_blank" rel="noreferrer" size="sm" c="inherit" underline="always">
      {t('report.providerPage', { name })} <ExternalLink size={13} aria-hidden />
    </Anchor>
  );
}
