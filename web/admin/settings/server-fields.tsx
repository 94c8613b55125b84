import { Grid, Input, SegmentedControl, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { SettingsField } from '../../../domain/mail-server-settings';
import { hostWarningOf } from './entry-warnings';
import { EntryWarningLine } from './entry-warning-line';
import { useFieldLabel } from './field-label';
import { withPort, withSecurity } from './port-security';
import { useFaultText } from './use-fault-text';
import type { SettingsFormState } from './use-settings-form';

interface FieldsProps {
  readonly form: SettingsFormState;
  readonly marked: readonly SettingsField[];
}

/** Where the server is, and how the connection is protected: the port and the encryption belong together. */
export function ServerFields({ form, marked }: FieldsProps) {
  const { t } = useTranslation();
  const faultText = useFaultText();
  const label = useFieldLabel(marked);
  const { settings, change, faultOf } = form;
  return (
    <Grid>
      <Grid.Col span={{ base: 12, sm: 8 }}>
        <TextInput
          label={label('host')}
          placeholder={t('admin.settings.examples.host')}
          value={settings.host}
          onChange={(event) => change({ host: event.currentTarget.value })}
          error={faultText(faultOf('host'))}
          inputMode="url"
          spellCheck={false}
          autoCapitalize="none"
          required
        />
        <EntryWarningLine warning={hostWarningOf(settings.host)} />
      </Grid.Col>
      <Grid.Col span={{ base: 12, sm: 4 }}>
        <TextInput
          label={label('port')}
          value={settings.port === 0 ? '' : String(settings.port)}
          onChange={(event) => change(withPort(settings, Number(event.currentTarget.value.replaceAll(/\D/g, ''))))}
          error={faultText(faultOf('port'))}
          inputMode="numeric"
          maxLength={5}
          required
        />
      </Grid.Col>
      <Grid.Col span={12}>
        <Input.Wrapper
          label={label('security')}
          labelElement="div"
          description={t(`admin.settings.securityHint.${settings.security}`)}
        >
          <SegmentedControl
            mt={6}
            fullWidth
            aria-label={label('security')}
            value={settings.security}
            onChange={(value) => change(withSecurity(settings, value))}
            data={[
              { value: 'starttls', label: 'STARTTLS' },
              { value: 'tls', label: 'TLS (SSL)' },
            ]}
          />
        </Input.Wrapper>
      </Grid.Col>
    </Grid>
  );
}
