import { Button, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { Pages } from '../api/use-pages';
import { FailureAlert } from '../states/failure-alert';
import { Loaded } from '../states/loaded';

interface PagedListProps<Item> {
  readonly pages: Pages<Item>;
  /** Shown where the list has no entry. */
  readonly empty: ReactNode;
  /** What holds the place of the list until it is there, in rem. */
  readonly heights?: readonly number[];
  readonly children: (items: readonly Item[]) => ReactNode;
}

/** The entries of a list that were read so far, and a way to read on; a page that failed does not take the others away. */
export function PagedList<Item>({ pages, empty, heights, children }: PagedListProps<Item>) {
  const { t } = useTranslation();
  return (
    <Loaded query={pages} {...(heights ? { heights } : {})}>
      {(items) => (
        <Stack aria-busy={pages.isPlaceholderData}>
          {items.length === 0 ? empty : children(items)}
          {pages.isFetchNextPageError && <FailureAlert error={pages.error} />}
          {pages.hasNextPage && (
            <Group justify="center">
              <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                {t('shared.more')}
              </Button>
            </Group>
          )}
        </Stack>
      )}
    </Loaded>
  );
}
