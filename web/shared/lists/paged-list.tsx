import { Button, Group, Stack } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { ListPage } from '../api/use-pages';
import { FailureAlert } from '../states/failure-alert';
import { FailureState } from '../states/failure-state';
import { LoadingState } from '../states/loading-state';

interface PagedListProps<Item> {
  readonly pages: UseInfiniteQueryResult<InfiniteData<ListPage<Item>>>;
  /** Shown where the list has no entry. */
  readonly empty: ReactNode;
  readonly children: (items: readonly Item[]) => ReactNode;
}

/** The entries of a list that were read so far, and a way to read on. */
export function PagedList<Item>({ pages, empty, children }: PagedListProps<Item>) {
  const { t } = useTranslation();
  if (!pages.data) {
    if (pages.isError) return <FailureState error={pages.error} onRetry={() => void pages.refetch()} />;
    return <LoadingState />;
  }
  const items = pages.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return empty;
  return (
    <Stack>
      {children(items)}
      {pages.isFetchNextPageError && <FailureAlert error={pages.error} />}
      {pages.hasNextPage && (
        <Group justify="center">
          <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('shared.more')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
