import { Card, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { AuditTrail } from '../../shared/audit/audit-trail';
import { StatusBadges } from '../../shared/lifecycle/status-badges';
import { mailServerQuery, organizationQuery } from '../../shared/organizations/organizations';
import { SendingPolicyForm } from '../../shared/sending-policy/sending-policy-form';
import { Loaded } from '../../shared/states/loaded';
import { BackLink } from '../../shared/ui/back-link';
import { Page } from '../../shared/ui/page';
import { LiveServerCard } from './live-server-card';
import { WorkflowsCard } from './workflows-card';

/** One organization, as operations look at it. What stands below comes when the height above is known. */
export function OrganizationPage() {
  const { t } = useTranslation();
  const { organizationId = '' } = useParams();
  const organization = useQuery(organizationQuery(organizationId));
  const server = useQuery(mailServerQuery(organizationId));
  const back = <BackLink to="/ops/organizations">{t('ops.organizations.title')}</BackLink>;
  return (
    <Page title={organization.data?.profile?.name ?? organizationId} subtitle={organizationId} actions={back}>
      <Loaded query={organization}>
        {(known) => (
          <>
            <StatusBadges statuses={known} />
            <Loaded query={server}>
              {({ live }) => (
                <>
                  {live && <LiveServerCard organizationId={organizationId} live={live} />}
                  <SendingPolicyForm organization={known} />
                  <WorkflowsCard organizationId={organizationId} />
                  <AuditCard organizationId={organizationId} />
                </>
              )}
            </Loaded>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function AuditCard({ organizationId }: { readonly organizationId: string }) {
  const { t } = useTranslation();
  return (
    <Card withBorder padding="lg">
      <Stack>
        <Title order={2}>{t('audit.title')}</Title>
        <AuditTrail organizationId={organizationId} />
      </Stack>
    </Card>
  );
}
