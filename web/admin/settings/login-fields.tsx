import { NativeSelect, PasswordInput, Stack, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { authenticationMethods } from '../../../domain/authentication';
import type { SettingsField } from '../../../domain/mail-server-settings';
import { AuthenticationDetails } from './authentication-details';
import { emptyAuthentication } from './empty-authentication';
import { warningOf } from './entry-warnings';
import { EntryWarningLine } from './entry-warning-line';
import { useFieldLabel } from './field-label';
import { useFaultText } from './use-fault-text';
import type { SettingsFormState } from './use-settings-form';

interface FieldsProps {
  readonly form: SettingsFormState;
  readonly marked: readonly SettingsField[];
}

/** Who we are to the server. The secret is only ever typed, never shown again. */
export function LoginFields({ form, marked }: FieldsProps) {
  const { t } = useTranslation();
  const faultText = useFaultText();
  const label = useFieldLabel(marked);
  const { settings, change, faultOf } = form;
  const { method } = settings.authentication;
  return (
    <Stack gap="sm">
      <NativeSelect
        label={label('authentication')}
        data={authenticationMethods.map((value) => ({ value, label: t(`admin.settings.methods.${value}`) }))}
        value={method}
        onChange={({ currentTarget: { value } }) =>
          change({
            authentication: emptyAuthentication(authenticationMethods.find((each) => each === value) ?? method),
          })
        }
      />
      <AuthenticationDetails form={form} />
      <div>
        <TextInput
          label={t(method === 'password' ? 'admin.settings.fields.user' : 'admin.settings.mailbox')}
          value={settings.user}
          onChange={(event) => change({ user: event.currentTarget.value })}
          error={faultText(faultOf('user'))}
          autoComplete="off"
          spellCheck={false}
          autoCapitalize="none"
          required
        />
        <EntryWarningLine warning={warningOf(settings.user)} onTrim={() => change({ user: settings.user.trim() })} />
      </div>
      <div>
        <SecretField form={form} />
        {method !== 'google-service-account' && (
          <EntryWarningLine warning={warningOf(form.password)} onTrim={() => form.setPassword(form.password.trim())} />
        )}
      </div>
    </Stack>
  );
}

/** A password on one line that can be looked at while it is typed; a private key has many. */
function SecretField({ form }: { readonly form: SettingsFormState }) {
  const { t } = useTranslation();
  const faultText = useFaultText();
  const { method } = form.settings.authentication;
  const common = {
    label: t(`admin.settings.secrets.${method}`),
    description: t('admin.settings.secretHint'),
    value: form.password,
    error: faultText(form.faultOf('password')),
    required: true,
  };
  if (method === 'google-service-account') {
    return (
      <Textarea
        {...common}
        onChange={(event) => form.setPassword(event.currentTarget.value)}
        autosize
        minRows={3}
        maxRows={8}
        spellCheck={false}
      />
    );
  }
  return (
    <PasswordInput
      {...common}
      onChange={(event) => form.setPassword(event.currentTarget.value)}
      autoComplete="new-password"
      visibilityToggleButtonProps={{ 'aria-label': t('admin.settings.reveal'), tabIndex: 0 }}
    />
  );
}
