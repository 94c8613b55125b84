import { Card, Grid, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { CircleCheckBig } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { codeOf } from '../../shared/api/failure';
import { ReportView } from '../../shared/report/report-view';
import { EmptyState } from '../../shared/states/empty-state';
import { Loaded } from '../../shared/states/loaded';
import { BackLink } from '../../shared/ui/back-link';
import { Page } from '../../shared/ui/page';
import { useLanguage } from '../../shared/ui/use-language';
import { DueBadge } from '../queue/due-badge';
import { reviewQuery, type Review } from '../reviews';
import { AppealCard } from './appeal-card';
import { ChangesCard } from './changes-card';
import { ClaimCard } from './claim-card';
import { DecisionCard } from './decision-card';
import { HistoryCard } from './history-card';
import { RisksCard } from './risks-card';

/** All that is needed to decide on one organization's server, and the decision. */
export function ReviewPage() {
  const { t } = useTranslation();
  const { organizationId = '' } = useParams();
  const review = useQuery(reviewQuery(organizationId, useLanguage()));
  const isOver = codeOf(review.error) === 'NOT_AWAITING_REVIEW';
  const back = <BackLink to="/reviews">{t('reviewer.queue.title')}</BackLink>;
  return (
    <Page
      title={review.data?.organizationName ?? organizationId}
      subtitle={review.data && !isOver ? <Outline review={review.data} /> : organizationId}
      actions={back}
    >
      {isOver ? (
        <EmptyState icon={CircleCheckBig} title={t('reviewer.over.title')}>
          {t('reviewer.over.text')}
        </EmptyState>
      ) : (
        <Loaded query={review}>{(matter) => <Matter review={matter} />}</Loaded>
      )}
    </Page>
  );
}

function Outline({ review }: { readonly review: Review }) {
  const { t } = useTranslation();
  return (
    <Group gap="xs">
      <Text span inherit>
        {t('reviewer.outline', {
          number: review.revision,
          by: review.submittedBy.isYou ? t('shared.you') : (review.submittedBy.name ?? t('shared.none')),
        })}
      </Text>
      <DueBadge dueAt={review.dueAt} />
    </Group>
  );
}

/** A decision is bound to what was read: a new revision or report begins a new form. */
function Matter({ review }: { readonly review: Review }) {
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Stack gap="lg">
          <RisksCard risks={review.risks} />
          {review.appeal && <AppealCard review={review} appeal={review.appeal} />}
          <ChangesCard review={review} />
          {review.reportId !== null && (
            <Card withBorder padding="lg">
              <ReportView organizationId={review.organizationId} reportId={review.reportId} />
            </Card>
          )}
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Stack gap="lg">
          <ClaimCard review={review} />
          <DecisionCard key={`${review.revision}-${review.reportId}`} review={review} />
        </Stack>
      </Grid.Col>
      <Grid.Col span={12}>
        <HistoryCard organizationId={review.organizationId} />
      </Grid.Col>
    </Grid>
  );
}
