import { useQuery } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { bodyOf } from '../../../client';
import { api } from '../../shared/api/api';
import { usePages } from '../../shared/api/use-pages';
import { PagedList } from '../../shared/lists/paged-list';
import { EmptyState } from '../../shared/states/empty-state';
import { Loaded } from '../../shared/states/loaded';
import { Page } from '../../shared/ui/page';
import { Tabs, useTab } from '../../shared/ui/tabs';
import { DriftTable, type DriftReport } from './drift-table';
import { LastComparison, reconciliationQuery } from './last-comparison';

const outcomes = ['open', 'repaired', 'passed'] as const;

/** Whether what is stored says what the workflows say, and where it did not. */
export function DriftPage() {
  const { t } = useTranslation();
  const [outcome, choose] = useTab(outcomes);
  const reconciliation = useQuery(reconciliationQuery);
  const reports = usePages<DriftReport>(['drift', 'reports', outcome], async (place, signal) =>
    bodyOf(api.GET('/v1/projection-drift', { params: { query: { outcome, limit: 50, ...place } }, signal })),
  );
  return (
    <Page title={t('ops.drift.title')} subtitle={t('ops.drift.subtitle')}>
      <Loaded query={reconciliation}>
        {({ lastPass }) => (
          <>
            <LastComparison pass={lastPass} />
            <Tabs
              label={t('ops.drift.title')}
              tabs={outcomes.map((value) => ({ value, label: t(`ops.drift.outcomes.${value}`) }))}
              value={outcome}
              onChange={choose}
            />
            <PagedList pages={reports} empty={<EmptyState icon={ShieldCheck} title={t('ops.drift.none')} />}>
              {(items) => <DriftTable reports={items} />}
            </PagedList>
          </>
        )}
      </Loaded>
    </Page>
  );
}
