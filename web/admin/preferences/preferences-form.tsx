import { Card, Radio, Stack, TextInput, Title } from '@mantine/core';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { returnPathModes } from '../../../domain/return-path';
import { undeliverablesTargets } from '../../../domain/undeliverable-routing';
import { isFaulty } from '../../shared/api/failure';
import { SaveBar } from '../../shared/forms/save-bar';
import { useUnsavedChanges } from '../../shared/forms/use-unsaved-changes';
import { useSetPreferences } from '../commands';
import type { MailServer } from '../mail-server';
import { SuspendedMailField } from './suspended-mail-field';

export type Preferences = MailServer['preferences'];

export interface PreferenceFieldProps {
  readonly preferences: Preferences;
  readonly onChange: (changes: Partial<Preferences>) => void;
}

/** The preferences of an organization. What is sent replaces all of them, so it names the version that was seen. */
export function PreferencesForm({ server }: { readonly server: MailServer }) {
  const { t } = useTranslation();
  const save = useSetPreferences();
  const form = useUnsavedChanges(server.preferences);
  const { values, change } = form;
  const send = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate({ version: server.version, preferences: values }, { onSuccess: form.discard });
  };
  return (
    <Card withBorder padding="lg">
      <form onSubmit={send}>
        <Stack gap="xl">
          <TargetField preferences={values} onChange={change} />
          <TextInput
            label={t('admin.preferences.replyTo')}
            description={t('admin.preferences.replyToHint')}
            type="email"
            value={values.replyTo ?? ''}
            onChange={({ currentTarget: { value } }) => change({ replyTo: value === '' ? null : value })}
            error={isFaulty(save.error, 'replyTo') && t('shared.notAnAddress')}
          />
          <SuspendedMailField preferences={values} onChange={change} />
          <ReturnPathField preferences={values} onChange={change} />
          <SaveBar form={form} save={save} />
        </Stack>
      </form>
    </Card>
  );
}

function TargetField({ preferences, onChange }: PreferenceFieldProps) {
  const { t } = useTranslation();
  return (
    <Radio.Group
      label={t('admin.preferences.target')}
      description={t('admin.preferences.targetHint')}
      value={preferences.undeliverablesTo}
      onChange={(undeliverablesTo) => onChange({ undeliverablesTo })}
    >
      <Stack gap="xs" mt="xs">
        {undeliverablesTargets.map((target) => (
          <Radio
            key={target}
            value={target}
            label={t(`admin.preferences.targets.${target}`)}
            description={t(`admin.preferences.targetHints.${target}`)}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}

const usual = 'usual';
const choices = [usual, ...returnPathModes] as const;

function ReturnPathField({ preferences, onChange }: PreferenceFieldProps) {
  const { t } = useTranslation();
  return (
    <div>
      <Title order={2} size="h3" mb="xs">
        {t('admin.preferences.returnPathTitle')}
      </Title>
      <Radio.Group
        label={t('admin.preferences.returnPath')}
        description={t('admin.preferences.returnPathHint')}
        value={preferences.returnPath ?? usual}
        onChange={(mode) => onChange({ returnPath: returnPathModes.find((each) => each === mode) ?? null })}
      >
        <Stack gap="xs" mt="xs">
          {choices.map((mode) => (
            <Radio key={mode} value={mode} label={t(`admin.preferences.returnPaths.${mode}`)} />
          ))}
        </Stack>
      </Radio.Group>
    </div>
  );
}
