import { Radio, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { SettingsField } from '../../../domain/mail-server-settings';
import { trustKinds, type ServerTrust } from '../../../domain/server-trust';
import { useFieldLabel } from './field-label';
import { useFaultText } from './use-fault-text';
import type { SettingsFormState } from './use-settings-form';
import classes from './settings.module.css';

interface FieldsProps {
  readonly form: SettingsFormState;
  readonly marked: readonly SettingsField[];
}

/** Whose certificate we accept. Hardly anybody needs it, so it is folded away unless it is in use. */
export function TrustFields({ form, marked }: FieldsProps) {
  const { t } = useTranslation();
  const label = useFieldLabel(marked);
  const { trust } = form.settings;
  return (
    <details className={classes['details']} open={trust.kind !== 'public' || marked.includes('trust')}>
      <summary>{label('trust')}</summary>
      <Stack gap="sm" pt="sm">
        <Text size="sm" c="dimmed">
          {t('admin.settings.trustHint')}
        </Text>
        <Radio.Group
          aria-label={label('trust')}
          value={trust.kind}
          onChange={(kind) => form.change({ trust: emptyTrust(kind) })}
        >
          <Stack gap="xs">
            {trustKinds.map((kind) => (
              <Radio key={kind} value={kind} label={t(`admin.settings.trustKinds.${kind}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <TrustDetail form={form} trust={trust} />
      </Stack>
    </details>
  );
}

function TrustDetail({ form, trust }: { readonly form: SettingsFormState; readonly trust: ServerTrust }) {
  const { t } = useTranslation();
  const faultText = useFaultText();
  switch (trust.kind) {
    case 'public':
      return null;
    case 'authority':
      return (
        <Textarea
          label={t('admin.settings.certificates')}
          description={t('admin.settings.certificatesHint')}
          value={trust.certificates}
          onChange={(event) => form.change({ trust: { ...trust, certificates: event.currentTarget.value } })}
          error={faultText(form.faultOf('trust', 'certificates'))}
          autosize
          minRows={4}
          maxRows={10}
          spellCheck={false}
          required
        />
      );
    case 'certificate':
      return (
        <TextInput
          label={t('admin.settings.sha256')}
          value={trust.sha256}
          onChange={(event) => form.change({ trust: { ...trust, sha256: event.currentTarget.value } })}
          error={faultText(form.faultOf('trust', 'sha256'))}
          spellCheck={false}
          required
        />
      );
  }
}

function emptyTrust(kind: ServerTrust['kind']): ServerTrust {
  switch (kind) {
    case 'public':
      return { kind };
    case 'authority':
      return { kind, certificates: '' };
    case 'certificate':
      return { kind, sha256: '' };
  }
}
