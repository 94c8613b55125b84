import { ScrollText } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { bodyOf, type components } from '../../../client';
import { api } from '../../shared/api/api';
import { usePages } from '../../shared/api/use-pages';
import { AuditTable } from '../../shared/audit/audit-table';
import { ExportLinks } from '../../shared/audit/export-links';
import { PagedList } from '../../shared/lists/paged-list';
import { EmptyState } from '../../shared/states/empty-state';
import { Page } from '../../shared/ui/page';
import { OrganizationLink } from '../organization-link';
import { auditQueryOf, useAuditFilter } from './audit-filter';
import { AuditFilterForm } from './audit-filter-form';

type FoundEntry = components['schemas']['FoundAuditEntry'];

/** The audit trails of all organizations, searched, and the same as a file. The filter stands in the address. */
export function AuditPage() {
  const { t } = useTranslation();
  const [filter, setFilter] = useAuditFilter();
  const query = auditQueryOf(filter);
  const entries = usePages<FoundEntry>(
    ['audit', query],
    async (place, signal) =>
      bodyOf(api.GET('/v1/audit', { params: { query: { limit: 50, ...query, ...place } }, signal })),
    { keepsPrevious: true },
  );
  return (
    <Page title={t('ops.audit.title')} subtitle={t('ops.audit.subtitle')}>
      <AuditFilterForm key={JSON.stringify(filter)} filter={filter} onChange={setFilter} />
      <ExportLinks address="/v1/audit/export" query={query} />
      <PagedList pages={entries} empty={<Nothing isFiltered={Object.keys(query).length > 0} />}>
        {(items) => <AuditTable entries={items} organizationOf={organizationOf} />}
      </PagedList>
    </Page>
  );
}

function Nothing({ isFiltered }: { readonly isFiltered: boolean }) {
  const { t } = useTranslation();
  if (!isFiltered) return <EmptyState icon={ScrollText} title={t('ops.audit.none')} />;
  return (
    <EmptyState icon={ScrollText} title={t('ops.audit.nothingFound')}>
      {t('ops.audit.nothingFoundText')}
    </EmptyState>
  );
}

function organizationOf({ organizationId, organizationName }: FoundEntry) {
  return <OrganizationLink organizationId={organizationId} name={organizationName} />;
}
