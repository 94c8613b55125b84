import { Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { Authentication } from '../../../domain/authentication';
import { useFaultText } from './use-fault-text';
import type { SettingsFormState } from './use-settings-form';

interface Detail {
  readonly member: 'tenant' | 'clientId' | 'serviceAccount' | 'tokenEndpoint' | 'scope';
  readonly value: string;
  readonly changed: (text: string) => Authentication;
}

/** What a login without a password needs besides its secret. */
export function AuthenticationDetails({ form }: { readonly form: SettingsFormState }) {
  const { t } = useTranslation();
  const faultText = useFaultText();
  const details = detailsOf(form.settings.authentication);
  if (details.length === 0) return null;
  return (
    <Stack gap="sm">
      {details.map(({ member, value, changed }) => (
        <TextInput
          key={member}
          label={t(`admin.settings.details.${member}`)}
          value={value}
          onChange={(event) => form.change({ authentication: changed(event.currentTarget.value) })}
          error={faultText(form.faultOf('authentication', member))}
          spellCheck={false}
          autoCapitalize="none"
          required={member !== 'scope'}
        />
      ))}
    </Stack>
  );
}

function detailsOf(given: Authentication): readonly Detail[] {
  switch (given.method) {
    case 'password':
      return [];
    case 'microsoft-oauth2':
      return [
        { member: 'tenant', value: given.tenant, changed: (tenant) => ({ ...given, tenant }) },
        { member: 'clientId', value: given.clientId, changed: (clientId) => ({ ...given, clientId }) },
      ];
    case 'google-service-account':
      return [
        {
          member: 'serviceAccount',
          value: given.serviceAccount,
          changed: (account) => ({ ...given, serviceAccount: account }),
        },
      ];
    case 'oauth2':
      return [
        {
          member: 'tokenEndpoint',
          value: given.tokenEndpoint,
          changed: (tokenEndpoint) => ({ ...given, tokenEndpoint }),
        },
        { member: 'clientId', value: given.clientId, changed: (clientId) => ({ ...given, clientId }) },
        { member: 'scope', value: given.scope, changed: (scope) => ({ ...given, scope }) },
      ];
  }
}
