import { Button, Group, VisuallyHidden } from '@mantine/core';
import { SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { Pages } from '../api/use-pages';
import { ChoiceField } from '../lists/choice-field';
import { PagedList } from '../lists/paged-list';
import { SearchField } from '../lists/search-field';
import { useAddressChoice, useAddressEntry } from '../lists/use-address-entry';
import { EmptyState } from '../states/empty-state';
import { OrganizationTable } from './organization-table';
import { orders, useOrganizations, type Organization, type OrganizationFilter } from './organizations';

interface OrganizationListProps {
  /** The address below which each organization has its page. */
  readonly base: string;
  readonly filter?: OrganizationFilter;
  /** Shown where there is none, whatever is searched for. */
  readonly empty: ReactNode;
  /** What else narrows the list. */
  readonly children?: ReactNode;
}

/** As long as the API takes it. */
const longestText = 100;

/** Organizations to look one up in: searched by name, id, server or domain, sorted, page by page. */
export function OrganizationList({ base, filter = {}, empty, children }: OrganizationListProps) {
  const { t } = useTranslation();
  const [text, search] = useAddressEntry('text');
  const [order, sort] = useAddressChoice('sort', orders);
  const organizations = useOrganizations({ ...filter, text, sort: order });
  return (
    <>
      <search>
        <Group align="flex-end">
          <SearchField
            label={t('organizations.search')}
            hint={t('organizations.hint')}
            value={text}
            onChange={search}
            isSearching={organizations.isPlaceholderData}
            maxLength={longestText}
          />
          {children}
          <ChoiceField
            label={t('shared.sort')}
            choices={orders.map((value) => ({ value, label: t(`organizations.orders.${value}`) }))}
            value={order}
            onChange={sort}
          />
        </Group>
      </search>
      {text !== '' && <Found organizations={organizations} />}
      <PagedList
        pages={organizations}
        empty={text === '' ? empty : <NothingFound text={text} onClear={() => search('')} />}
      >
        {(items) => <OrganizationTable organizations={items} base={base} />}
      </PagedList>
    </>
  );
}

/** Says what a search has brought to those who do not see it. */
function Found({
  organizations: { data, isPlaceholderData, hasNextPage },
}: {
  readonly organizations: Pages<Organization>;
}) {
  const { t } = useTranslation();
  const isSaid = data !== undefined && !isPlaceholderData;
  return (
    <VisuallyHidden component="output">
      {isSaid && t(hasNextPage ? 'organizations.foundMore' : 'organizations.found', { count: data.length })}
    </VisuallyHidden>
  );
}

function NothingFound({ text, onClear }: { readonly text: string; readonly onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={SearchX}
      title={t('organizations.nothingFound', { text })}
      action={
        <Button variant="default" onClick={onClear}>
          {t('organizations.showAll')}
        </Button>
      }
    >
      {t('organizations.nothingFoundText')}
    </EmptyState>
  );
}
