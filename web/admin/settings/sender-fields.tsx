import { Grid, Group, Paper, Text, TextInput, ThemeIcon } from '@mantine/core';
import { Mail } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { SettingsField } from '../../../domain/mail-server-settings';
import { useFieldLabel } from './field-label';
import { useFaultText } from './use-fault-text';
import type { SettingsFormState } from './use-settings-form';

interface FieldsProps {
  readonly form: SettingsFormState;
  readonly marked: readonly SettingsField[];
}

/** Who recipients see as the sender, shown as their mail programs show it. */
export function SenderFields({ form, marked }: FieldsProps) {
  const { t } = useTranslation();
  const faultText = useFaultText();
  const label = useFieldLabel(marked);
  const { settings, change, faultOf } = form;
  return (
    <Grid>
      <Grid.Col span={{ base: 12, sm: 6 }}>
        <TextInput
          label={label('senderName')}
          placeholder={t('admin.settings.examples.senderName')}
          value={settings.senderName}
          onChange={(event) => change({ senderName: event.currentTarget.value })}
          error={faultText(faultOf('senderName'))}
          required
        />
      </Grid.Col>
      <Grid.Col span={{ base: 12, sm: 6 }}>
        <TextInput
          label={label('senderAddress')}
          placeholder={t('admin.settings.examples.senderAddress')}
          value={settings.senderAddress}
          onChange={(event) => change({ senderAddress: event.currentTarget.value })}
          error={faultText(faultOf('senderAddress'))}
          inputMode="email"
          spellCheck={false}
          autoCapitalize="none"
          required
        />
      </Grid.Col>
      <Grid.Col span={12}>
        <SenderPreview name={settings.senderName} address={settings.senderAddress} />
      </Grid.Col>
    </Grid>
  );
}

function SenderPreview({ name, address }: { readonly name: string; readonly address: string }) {
  const { t } = useTranslation();
  return (
    <Paper withBorder p="sm" component="figure" m={0}>
      <Text component="figcaption" size="sm" c="dimmed" mb={6}>
        {t('admin.settings.preview')}
      </Text>
      <Group wrap="nowrap" gap="sm">
        <ThemeIcon variant="light" radius="xl" size={38} aria-hidden>
          <Mail size={18} />
        </ThemeIcon>
        <div>
          <Text fw={600} truncate="end">
            {name.trim() || t('admin.settings.previewName')}
          </Text>
          <Text size="sm" c="dimmed">
            {`<${address.trim() || t('admin.settings.previewAddress')}>`}
          </Text>
        </div>
      </Group>
    </Paper>
  );
}
