import { Button, Card, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { FailureAlert } from '../../shared/states/failure-alert';
import { useFormats } from '../../shared/ui/use-formats';
import { useClaimReview, useReleaseReview } from '../commands';
import type { Review } from '../reviews';
import { OtherViewers } from './other-viewers';

/** Who is at it, so that two people do not do the same work. */
export function ClaimCard({ review: { organizationId, revision, claim } }: { readonly review: Review }) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const take = useClaimReview(organizationId);
  const release = useReleaseReview(organizationId);
  const isMine = claim?.by.isYou ?? false;
  const until = claim ? dateTime(claim.expiresAt) : '';
  return (
    <Card withBorder padding="lg">
      <Stack gap="sm">
        {!claim && <Text>{t('reviewer.claim.free')}</Text>}
        {claim && (
          <Text>
            {isMine ? t('reviewer.claim.mine', { until }) : t('reviewer.claim.other', { name: claim.by.name, until })}
          </Text>
        )}
        <OtherViewers organizationId={organizationId} />
        {take.isError && <FailureAlert error={take.error} />}
        {release.isError && <FailureAlert error={release.error} />}
        <Group>
          {!claim && (
            <Button loading={take.isPending} onClick={() => take.mutate({ revision })}>
              {t('reviewer.claim.take')}
            </Button>
          )}
          {isMine && (
            <Button variant="default" loading={release.isPending} onClick={() => release.mutate({ revision })}>
              {t('reviewer.claim.release')}
            </Button>
          )}
        </Group>
      </Stack>
    </Card>
  );
}
