import { Button, Card, Group, Radio, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { returnPathModes } from '../../../domain/return-path';
import { undeliverablesTargets } from '../../../domain/undeliverable-routing';
import { FailureAlert } from '../../shared/states/failure-alert';
import { Loaded } from '../../shared/states/loaded';
import { Page } from '../../shared/ui/page';
import { useSetPreferences } from '../commands';
import { useMailServer, type MailServer } from '../mail-server';

type Preferences = MailServer['preferences'];

/** What happens with mail that cannot be delivered, and where answers go. */
export function PreferencesPage() {
  const { t } = useTranslation();
  const mailServer = useMailServer();
  const save = useSetPreferences();
  return (
    <Page title={t('app.views.preferences')} subtitle={t('admin.preferences.subtitle')}>
      <Loaded query={mailServer}>
        {(server) => <PreferencesForm key={server.version} server={server} save={save} />}
      </Loaded>
    </Page>
  );
}

interface PreferencesFormProps {
  readonly server: MailServer;
  readonly save: ReturnType<typeof useSetPreferences>;
}

/** Begins anew whenever the stored preferences have changed; what came of saving them stays with the page. */
function PreferencesForm({ server, save }: PreferencesFormProps) {
  const { t } = useTranslation();
  const [preferences, setPreferences] = useState<Preferences>(server.preferences);
  const change = (changes: Partial<Preferences>): void => setPreferences((before) => ({ ...before, ...changes }));
  const send = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate({ version: server.version, preferences });
  };
  return (
    <Card withBorder padding="lg" maw={760}>
      <form onSubmit={send}>
        <Stack gap="lg">
          <TargetField preferences={preferences} onChange={change} />
          <TextInput
            label={t('admin.preferences.replyTo')}
            description={t('admin.preferences.replyToHint')}
            type="email"
            value={preferences.replyTo ?? ''}
            onChange={({ currentTarget: { value } }) => change({ replyTo: value === '' ? null : value })}
          />
          <ReturnPathField preferences={preferences} onChange={change} />
          {save.isError && <FailureAlert error={save.error} />}
          <Group>
            <Button type="submit" loading={save.isPending}>
              {t('shared.save')}
            </Button>
            <Text component="output">{save.isSuccess ? t('shared.saved') : ''}</Text>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}

interface FieldProps {
  readonly preferences: Preferences;
  readonly onChange: (changes: Partial<Preferences>) => void;
}

function TargetField({ preferences, onChange }: FieldProps) {
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

function ReturnPathField({ preferences, onChange }: FieldProps) {
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
