import { Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { queryOptions } from '@tanstack/react-query';
import { GitCompareArrows } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { bodyOf, type components } from '../../../client';
import { api } from '../../shared/api/api';
import { useIntent } from '../../shared/api/use-intent';
import { FailureAlert } from '../../shared/states/failure-alert';
import { Facts } from '../../shared/ui/facts';
import { Moment } from '../../shared/ui/moment';
import { useFormats } from '../../shared/ui/use-formats';

type Reconciliation = components['schemas']['Reconciliation'];

export const reconciliationQuery = queryOptions({
  queryKey: ['drift', 'last'],
  queryFn: async ({ signal }) => bodyOf(api.GET('/v1/reconciliation', { signal })),
});

/** How the last comparison of all organizations went, and a way to have another one now. */
export function LastComparison({ pass }: { readonly pass: Reconciliation['lastPass'] }) {
  const { t } = useTranslation();
  const compare = useIntent(
    async (body: { readonly organizationId: null }, key) =>
      api.POST('/v1/reconciliation', { params: { header: { 'Idempotency-Key': key } }, body }),
    [['drift']],
  );
  return (
    <Card withBorder padding="lg">
      <Stack>
        <Title order={2}>{t('ops.drift.last')}</Title>
        <PassFacts pass={pass} />
        {compare.isError && <FailureAlert error={compare.error} />}
        {compare.isSuccess && <Text component="output">{t('ops.drift.started')}</Text>}
        <Group>
          <Button
            variant="default"
            loading={compare.isPending}
            leftSection={<GitCompareArrows size={16} aria-hidden />}
            onClick={() => compare.mutate({ organizationId: null })}
          >
            {t('ops.drift.compare')}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}

function PassFacts({ pass }: { readonly pass: Reconciliation['lastPass'] }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  if (!pass) return <Text>{t('ops.drift.never')}</Text>;
  return (
    <Facts
      facts={[
        [t('ops.drift.ended'), <Moment key="at" at={pass.endedAt} />],
        [t('ops.drift.compared'), number(pass.compared)],
        [t('ops.drift.found'), number(pass.found)],
        [t('ops.drift.repaired'), number(pass.repaired)],
      ]}
    />
  );
}
