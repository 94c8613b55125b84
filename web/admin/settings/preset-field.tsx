import { Alert, List, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Lightbulb } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { bodyOf, type components } from '../../../client';
import { passwordAuthentication, type Authentication } from '../../../domain/authentication';
import { api } from '../../shared/api/api';
import { useLanguage } from '../../shared/ui/use-language';
import { emptyAuthentication } from './empty-authentication';
import type { SettingsFormState } from './use-settings-form';

type Preset = components['schemas']['ProviderPreset'];

/** Fills in what a known provider wants, and says what it trips people up with. */
export function PresetField({ form }: { readonly form: SettingsFormState }) {
  const { t } = useTranslation();
  const locale = useLanguage();
  const { data } = useQuery({
    queryKey: ['provider-presets', locale],
    queryFn: async ({ signal }) => bodyOf(api.GET('/v1/provider-presets', { params: { query: { locale } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const presets = data?.items ?? [];
  const host = form.settings.host.trim().toLowerCase();
  const chosen = presets.find(({ hosts }) => hosts.includes(host));
  return (
    <div>
      <Select
        label={t('admin.settings.preset')}
        description={t('admin.settings.presetHint')}
        placeholder={t('admin.settings.presetOther')}
        data={presets.map(({ id, name }) => ({ value: id, label: name }))}
        value={chosen?.id ?? null}
        onChange={(id) => form.change(changesFor(presets.find((preset) => preset.id === id)))}
        searchable
        clearable
        nothingFoundMessage={t('admin.settings.presetNone')}
        clearButtonProps={{ 'aria-label': t('admin.settings.presetClear') }}
      />
      {chosen && chosen.traps.length > 0 && (
        <Alert mt="sm" color="blue" icon={<Lightbulb aria-hidden />} title={t('admin.settings.traps', chosen)}>
          <List size="sm" spacing={4}>
            {chosen.traps.map(({ code, text }) => (
              <List.Item key={code}>{text}</List.Item>
            ))}
          </List>
        </Alert>
      )}
    </div>
  );
}

function changesFor(preset: Preset | undefined) {
  if (!preset) return { host: '' };
  const [endpoint] = preset.endpoints;
  return {
    host: preset.hosts[0] ?? '',
    ...endpoint,
    ...(preset.userName.fixed === null ? {} : { user: preset.userName.fixed }),
    authentication: usualAuthentication(preset),
  };
}

function usualAuthentication({ authentications }: Preset): Authentication {
  const [first] = authentications;
  return first === undefined || authentications.includes('password')
    ? passwordAuthentication
    : emptyAuthentication(first);
}
