import { Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { StatusBadges } from '../../shared/lifecycle/status-badges';
import { mailServerQuery, organizationQuery, type Organization } from '../../shared/organizations/organizations';
import { Loaded } from '../../shared/states/loaded';
import { Facts } from '../../shared/ui/facts';
import { BackLink } from '../../shared/ui/back-link';
import { Page } from '../../shared/ui/page';
import { useFormats } from '../../shared/ui/use-formats';
import { Membership } from './membership';
import { ServerAtAGlance } from './server-at-a-glance';
import { RevokeDialog } from './revoke-dialog';
import type { Terms } from './terms';
import { TermsDialog } from './terms-dialog';

/** One organization: who they are, what was agreed, and how far they have come. */
export function OrganizationPage() {
  const { t } = useTranslation();
  const { organizationId = '' } = useParams();
  const organization = useQuery(organizationQuery(organizationId));
  const server = useQuery(mailServerQuery(organizationId));
  const back = <BackLink to="/sales">{t('sales.organizations.title')}</BackLink>;
  return (
    <Page title={organization.data?.profile?.name ?? organizationId} subtitle={organizationId} actions={back}>
      <Loaded query={organization}>
        {(known) => (
          <>
            <Profile organization={known} />
            {!known.closure && <Loaded query={server}>{(found) => <Agreement server={found} />}</Loaded>}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Profile({ organization }: { readonly organization: Organization }) {
  const { t } = useTranslation();
  const { profile } = organization;
  return (
    <Card withBorder padding="lg">
      <Stack>
        <StatusBadges statuses={organization} />
        {profile ? (
          <Facts
            facts={[
              [t('sales.register.admin'), profile.adminAddress],
              [t('sales.register.locale'), t(`sales.register.locales.${profile.locale}`)],
            ]}
          />
        ) : (
          <Text>{t('sales.organization.noProfile')}</Text>
        )}
        {profile && <Membership organization={organization} profile={profile} />}
      </Stack>
    </Card>
  );
}

function Agreement({ server }: TermsCardProps) {
  return (
    <>
      <TermsCard server={server} />
      {server.entitlement === 'unlocked' && <ServerAtAGlance server={server} />}
    </>
  );
}

interface TermsCardProps {
  readonly server: Parameters<typeof RevokeDialog>[0]['server'];
}

function TermsCard({ server }: TermsCardProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<'terms' | 'revoke' | null>(null);
  const isLocked = server.entitlement === 'locked';
  const close = (): void => setOpen(null);
  return (
    <Card withBorder padding="lg">
      <Stack>
        <Title order={2}>{t('sales.terms.title')}</Title>
        {isLocked ? <Text>{t('sales.terms.locked')}</Text> : server.terms && <TermsFacts terms={server.terms} />}
        <Group>
          <Button variant={isLocked ? 'filled' : 'default'} onClick={() => setOpen('terms')}>
            {t(isLocked ? 'sales.unlock.button' : 'sales.changeTerms.button')}
          </Button>
          {!isLocked && (
            <Button variant="light" color="red" onClick={() => setOpen('revoke')}>
              {t('sales.revoke.button')}
            </Button>
          )}
        </Group>
        {open === 'terms' && (
          <TermsDialog organizationId={server.organizationId} terms={isLocked ? null : server.terms} onClose={close} />
        )}
        {open === 'revoke' && <RevokeDialog server={server} onClose={close} />}
      </Stack>
    </Card>
  );
}

function TermsFacts({ terms }: { readonly terms: Terms }) {
  const { t } = useTranslation();
  const { date } = useFormats();
  const end = terms.endsAt === null ? t('sales.terms.noEnd') : t('sales.terms.endsAt', { at: date(terms.endsAt) });
  return (
    <Facts
      facts={[
        [t('sales.terms.contract'), terms.contractReference],
        [t('sales.terms.end'), end],
        [t('sales.terms.approvers'), t(terms.secondApprover ? 'sales.terms.two' : 'sales.terms.one')],
        [t('sales.terms.note'), terms.note],
      ]}
    />
  );
}
