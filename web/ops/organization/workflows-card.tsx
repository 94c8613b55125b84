import { Anchor, Card, List, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { bodyOf, type components } from '../../../client';
import { api } from '../../shared/api/api';
import { Loaded } from '../../shared/states/loaded';

type Workflows = components['schemas']['OrganizationWorkflows'];

/** The organization's workflows, with links straight into the Temporal UI. */
export function WorkflowsCard({ organizationId }: { readonly organizationId: string }) {
  const { t } = useTranslation();
  const workflows = useQuery({
    queryKey: ['organization', organizationId, 'workflows'],
    queryFn: async ({ signal }) =>
      bodyOf(api.GET('/v1/organizations/{organizationId}/workflows', { params: { path: { organizationId } }, signal })),
  });
  return (
    <Card withBorder padding="lg">
      <Stack>
        <Title order={2}>{t('ops.workflows.title')}</Title>
        <Loaded query={workflows} heights={[8]}>
          {(known) => <WorkflowList workflows={known} />}
        </Loaded>
      </Stack>
    </Card>
  );
}

function WorkflowList({ workflows: { items, allUrl } }: { readonly workflows: Workflows }) {
  const { t } = useTranslation();
  return (
    <>
      {allUrl === null && <Text c="dimmed">{t('ops.workflows.noUi')}</Text>}
      <List spacing="xs">
        {items.map(({ kind, workflowId, url }) => (
          <List.Item key={workflowId}>
            {t(`ops.workflows.${kind}`)}: <WorkflowLink name={workflowId} url={url} />
          </List.Item>
        ))}
        {allUrl !== null && (
          <List.Item>
            <WorkflowLink name={t('ops.workflows.all')} url={allUrl} />
          </List.Item>
        )}
      </List>
    </>
  );
}

function WorkflowLink({ name, url }: { readonly name: string; readonly url: string | null }) {
  if (url === null) return name;
  return (
    <Anchor href={url} target="_blank" rel="noreferrer" underline="always">
      {name}
    </Anchor>
  );
}
