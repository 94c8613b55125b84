import { Alert, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Info } from 'lucide-react';
import { useRef, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { normalizeSettings, type SettingsField } from '../../../domain/mail-server-settings';
import { providerPresetsQuery, type ProviderPreset } from '../../shared/providers/provider-presets';
import { FailureAlert } from '../../shared/states/failure-alert';
import { LoadingState } from '../../shared/states/loading-state';
import { useLanguage } from '../../shared/ui/use-language';
import type { MailServer } from '../mail-server';
import { LoginFields } from './login-fields';
import { PresetField } from './preset-field';
import { ProviderTraps } from './provider-traps';
import { SenderFields } from './sender-fields';
import { ServerFields } from './server-fields';
import { TrustFields } from './trust-fields';
import { useSettingsForm } from './use-settings-form';
import { useSubmitSettings } from './use-submit-settings';

export interface SettingsFormProps {
  readonly server: MailServer;
  /** Fields that a reviewer asked to look at. */
  readonly marked?: readonly SettingsField[];
}

/** Comes together with what is known of providers, so that nothing moves below people's hands; without it, if need be. */
export function SettingsForm(props: SettingsFormProps) {
  const presets = useQuery(providerPresetsQuery(useLanguage()));
  if (presets.isPending) return <LoadingState heights={[46]} />;
  return <Form {...props} presets={presets.data ?? []} />;
}

interface FormProps extends SettingsFormProps {
  readonly presets: readonly ProviderPreset[];
}

/** The settings of the own server. What is sent begins a new check; a live server goes on with its own meanwhile. */
function Form({ server, marked = [], presets }: FormProps) {
  const { t } = useTranslation();
  const submit = useSubmitSettings();
  const form = useSettingsForm(server, submit.error);
  const element = useRef<HTMLFormElement>(null);
  const host = form.settings.host.trim().toLowerCase();
  const chosen = presets.find(({ hosts }) => hosts.includes(host));

  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (!form.validate()) {
      focusFirstFault(element.current);
      return;
    }
    const settings = { ...normalizeSettings(form.settings) };
    submit.mutate({ revision: server.revision, settings, password: form.password });
  };

  return (
    <Card withBorder padding="lg" component="section" aria-labelledby="settings-title">
      <form ref={element} onSubmit={send} noValidate autoComplete="off">
        <Stack gap="lg">
          <div>
            <Title order={2} id="settings-title">
              {t(server.live ? 'admin.settings.titleChange' : 'admin.settings.title')}
            </Title>
            <Text c="dimmed">{t(server.live ? 'admin.settings.introChange' : 'admin.settings.intro')}</Text>
          </div>
          {form.isRestored && <RestoredNotice onDiscard={form.discard} />}
          <PresetField form={form} presets={presets} chosen={chosen} />
          <ServerFields form={form} marked={marked} />
          {chosen && <ProviderTraps provider={chosen} />}
          <LoginFields form={form} marked={marked} />
          <SenderFields form={form} marked={marked} />
          <TrustFields form={form} marked={marked} />
          {submit.isError && <FailureAlert error={submit.error} />}
          <Group>
            <Button type="submit" size="md" loading={submit.isPending}>
              {t('admin.settings.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}

function RestoredNotice({ onDiscard }: { readonly onDiscard: () => void }) {
  const { t } = useTranslation();
  return (
    <Alert color="blue" icon={<Info aria-hidden />} title={t('admin.settings.restored')}>
      <Button size="compact-sm" variant="default" onClick={onDiscard}>
        {t('admin.settings.discard')}
      </Button>
    </Alert>
  );
}

/** The fields are marked with the next paint. */
function focusFirstFault(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
