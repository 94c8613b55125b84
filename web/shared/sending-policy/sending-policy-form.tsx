import { Alert, Card, NativeSelect, NumberInput, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { deduplicationHeaders, policyBounds } from '../../../domain/sending-policy';
import { SaveBar } from '../forms/save-bar';
import { useUnsavedChanges } from '../forms/use-unsaved-changes';
import type { Organization } from '../organizations/organizations';
import { useFormats } from '../ui/use-formats';
import { useSetSendingPolicy, type SendingPolicy } from './use-set-sending-policy';

const limits = ['connections', 'mailsPerMinute', 'recipientsPerTransaction'] as const;

/** How fast the own server is used, and whether its relay recognises a mail that it has had. */
export function SendingPolicyForm({ organization }: { readonly organization: Organization }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const save = useSetSendingPolicy(organization.organizationId);
  const form = useUnsavedChanges<SendingPolicy>(organization.sendingPolicy);
  const { values, change } = form;
  const send = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate({ version: organization.version, policy: values }, { onSuccess: form.discard });
  };
  return (
    <Card withBorder padding="lg" component="section" aria-labelledby="sending-policy-title">
      <form onSubmit={send}>
        <Stack gap="lg">
          <div>
            <Title order={2} size="h3" id="sending-policy-title">
              {t('sendingPolicy.title')}
            </Title>
            <Text c="dimmed">{t('sendingPolicy.text')}</Text>
          </div>
          <SimpleGrid cols={{ base: 1, sm: 3 }}>
            {limits.map((limit) => (
              <NumberInput
                key={limit}
                label={t(`sendingPolicy.limits.${limit}`)}
                description={t('sendingPolicy.range', {
                  least: number(policyBounds[limit].least),
                  most: number(policyBounds[limit].most),
                })}
                placeholder={t('sendingPolicy.usual')}
                value={values[limit] ?? ''}
                onChange={(entered) => change({ [limit]: entered === '' ? null : Number(entered) })}
                min={policyBounds[limit].least}
                max={policyBounds[limit].most}
                allowDecimal={false}
                allowNegative={false}
                clampBehavior="blur"
                hideControls
              />
            ))}
          </SimpleGrid>
          <DeduplicationField policy={values} onChange={change} />
          <SaveBar form={form} save={save} />
        </Stack>
      </form>
    </Card>
  );
}

const none = 'none';

interface DeduplicationFieldProps {
  readonly policy: SendingPolicy;
  readonly onChange: (changes: Partial<SendingPolicy>) => void;
}

function DeduplicationField({ policy, onChange }: DeduplicationFieldProps) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs">
      <NativeSelect
        label={t('sendingPolicy.deduplication')}
        description={t('sendingPolicy.deduplicationHint')}
        value={policy.deduplication ?? none}
        onChange={({ currentTarget: { value } }) =>
          onChange({ deduplication: deduplicationHeaders.find((header) => header === value) ?? null })
        }
        data={[
          { value: none, label: t('sendingPolicy.noDeduplication') },
          ...deduplicationHeaders.map((header) => ({ value: header, label: header })),
        ]}
      />
      {policy.deduplication !== null && (
        <Alert color="yellow" icon={<TriangleAlert aria-hidden />}>
          {t('sendingPolicy.deduplicationWarning')}
        </Alert>
      )}
    </Stack>
  );
}
