import { Alert, List } from '@mantine/core';
import { Lightbulb } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { ProviderPageLink } from '../../shared/providers/provider-page-link';
import type { ProviderPreset } from '../../shared/providers/provider-presets';

/** What a provider is known to trip people up with. Comes below the server, so that nobody's field moves while typing. */
export function ProviderTraps({ provider }: { readonly provider: ProviderPreset }) {
  const { t } = useTranslation();
  if (provider.traps.length === 0) return null;
  return (
    <Alert color="blue" icon={<Lightbulb aria-hidden />} title={t('admin.settings.traps', { name: provider.name })}>
      <List size="sm" spacing={4} mb="xs">
        {provider.traps.map(({ code, text }) => (
          <List.Item key={code}>{text}</List.Item>
        ))}
      </List>
      <ProviderPageLink provider={provider} />
    </Alert>
  );
}
