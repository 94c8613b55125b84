import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { passwordAuthentication, type Authentication } from '../../../domain/authentication';
import type { ProviderPreset } from '../../shared/providers/provider-presets';
import { emptyAuthentication } from './empty-authentication';
import type { SettingsFormState } from './use-settings-form';

interface PresetFieldProps {
  readonly form: SettingsFormState;
  readonly presets: readonly ProviderPreset[];
  /** The provider of the host that is entered. */
  readonly chosen: ProviderPreset | undefined;
}

/** Fills in what a known provider wants. */
export function PresetField({ form, presets, chosen }: PresetFieldProps) {
  const { t } = useTranslation();
  return (
    <NativeSelect
      label={t('admin.settings.preset')}
      description={t('admin.settings.presetHint')}
      data={[
        { value: '', label: t('admin.settings.presetOther') },
        ...presets.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      value={chosen?.id ?? ''}
      onChange={({ currentTarget: { value } }) => form.change(changesFor(presets.find(({ id }) => id === value)))}
    />
  );
}

function changesFor(preset: ProviderPreset | undefined) {
  if (!preset) return { host: '' };
  const [endpoint] = preset.endpoints;
  return {
    host: preset.hosts[0] ?? '',
    ...endpoint,
    ...(preset.userName.fixed === null ? {} : { user: preset.userName.fixed }),
    authentication: usualAuthentication(preset),
  };
}

function usualAuthentication({ authentications }: ProviderPreset): Authentication {
  const [first] = authentications;
  return first === undefined || authentications.includes('password')
    ? passwordAuthentication
    : emptyAuthentication(first);
}
