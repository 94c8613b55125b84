import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';

import { isSessionEnd, sessionEnd } from './session-end';
import { isRefusal } from './failure';

function noticeSessionEnd(error: Error): void {
  if (isSessionEnd(error)) sessionEnd.notice();
}

/** What was read is kept for a moment; what the API refused is not asked for again. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    // Who has never been logged in has no session that could end.
    onError: (error, query) => (query.queryKey[0] === 'me' ? undefined : noticeSessionEnd(error)),
  }),
  mutationCache: new MutationCache({ onError: noticeSessionEnd }),
  defaultOptions: {
    queries: { staleTime: 10_000, retry: (count, error) => count < 1 && !isRefusal(error), networkMode: 'always' },
    mutations: { retry: false, networkMode: 'always' },
  },
});
