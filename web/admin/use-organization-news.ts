import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import { followOrganization, type OrganizationStreamEvent } from '../../client';
import { streamingApi } from '../shared/events/streaming-api';
import { setConnection } from '../shared/events/connection';
import { isSessionEnd, sessionEnd } from '../shared/api/session-end';
import { useOrganizationId } from './mail-server';
import type { Progress } from './report/check-stages';

const progressKey = (organizationId: string) => ['check-progress', organizationId] as const;

/** Keeps everything about the organization fresh while the page is open. What is read anew is decided by what happened. */
export function useOrganizationNews(): void {
  const organizationId = useOrganizationId();
  const queries = useQueryClient();
  useEffect(() => {
    const stop = new AbortController();
    setConnection('connecting');
    void follow(organizationId, queries, stop.signal);
    return () => {
      stop.abort();
      setConnection('off');
    };
  }, [organizationId, queries]);
}

/** How far the check has come that leaves this report; null while nothing is known of it. */
export function useCheckProgress(reportId: string): Progress | null {
  const { data } = useQuery<Progress | null>({
    queryKey: progressKey(useOrganizationId()),
    queryFn: () => null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data?.reportId === reportId ? data : null;
}

async function follow(organizationId: string, queries: QueryClient, signal: AbortSignal): Promise<void> {
  try {
    for await (const news of followOrganization(streamingApi, organizationId, { signal })) {
      await take(news, organizationId, queries);
    }
  } catch (error) {
    if (signal.aborted) return;
    setConnection('away');
    if (isSessionEnd(error)) sessionEnd.notice();
  }
}

async function take(news: OrganizationStreamEvent, organizationId: string, queries: QueryClient): Promise<void> {
  const about = ['organization', organizationId];
  switch (news.event) {
    case 'check':
      queries.setQueryData(progressKey(organizationId), news.data);
      if (news.data.finished) await queries.invalidateQueries({ queryKey: [...about, 'mail-server'] });
      return;
    case 'message':
      await queries.invalidateQueries({ queryKey: [...about, 'mails'] });
      return;
    // Whatever happened before the stream began, or while it was broken, has to be read anew as well.
    case 'ready':
    case 'lifecycle':
      await queries.invalidateQueries({ queryKey: about });
      return;
    case 'end':
  }
}
