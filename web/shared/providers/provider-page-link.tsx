import { Anchor } from '@mantine/core';
import { ExternalLink } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { providerPage } from '../../../domain/providers/provider-page';
import type { ProviderPreset } from './provider-presets';

/** Leads to what a provider itself says about sending through it; nothing where no page is known. */
export function ProviderPageLink({ provider }: { readonly provider: ProviderPreset }) {
  const { t } = useTranslation();
  const page = providerPage(provider);
  if (page === null) return null;
  return (
    <Anchor href={page} target="_blank" rel="noreferrer" size="sm" c="inherit" underline="always">
      {t('report.providerPage', { name: provider.name })} <ExternalLink size={13} aria-hidden />
    </Anchor>
  );
}
