import { Button, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { Pages } from '../api/pages-query';
import { FailureAlert } from './failure-alert';
import { Loaded } from './loaded';

interface PagedListProps<Item> {
  readonly pages: Pages<Item>;
  readonly empty: ReactNode;
  readonly children: (items: readonly Item[]) => ReactNode;
}

/** A list with a way to its next page; what went wrong with a page does not take the others away. */
export function PagedList<Item>({ pages: { query, more }, empty, children }: PagedListProps<Item>) {
  const { t } = useTranslation();
  return (
    <Loaded query={query} heights={[4, 4, 4, 4]}>
      {(items) => (
        <Stack>
          {items.length === 0 ? empty : children(items)}
          {query.isFetchNextPageError && <FailureAlert error={query.error} />}
          {more && (
            <Group justify="center">
              <Button variant="default" onClick={more} loading={query.isFetchingNextPage}>
                {t('shared.more')}
              </Button>
            </Group>
          )}
        </Stack>
      )}
    </Loaded>
  );
}
