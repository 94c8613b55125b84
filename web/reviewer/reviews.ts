import { queryOptions } from '@tanstack/react-query';

import { bodyOf, type components } from '../../client';
import { api } from '../shared/api/api';
import { usePages } from '../shared/api/use-pages';
import type { Language } from '../texts/languages';

export type ReviewItem = components['schemas']['ReviewItem'];
export type Review = components['schemas']['Review'];
export type ReadyReason = components['schemas']['ReadyReason'];
export type SettingsField = Review['changes'][number]['field'];

/** How often the queue and the review are looked at anew, in milliseconds: somebody else may take or decide one. */
const lookEveryMs = 10_000;

/** How often to say that a review is open, until the API names its own wish, in seconds. */
const usualBeatSeconds = 10;

/** Parts of the queue; `all` is the whole of it. */
export const queueParts = ['all', 'mine', 'free', 'overdue', 'second'] as const;
export type QueuePart = (typeof queueParts)[number];

const filters = {
  all: {},
  mine: { claim: 'mine' },
  free: { claim: 'none' },
  overdue: { due: 'overdue' },
  second: { approval: 'second' },
} as const satisfies Readonly<Record<QueuePart, object>>;

/** In which order reviews stand, the usual one first. */
export const queueOrders = ['since', 'dueAt', 'name', '-since'] as const;
export type QueueOrder = (typeof queueOrders)[number];

export function useReviewQueue(part: QueuePart, sort: QueueOrder) {
  return usePages<ReviewItem>(
    ['reviews', part, sort],
    async (place, signal) =>
      bodyOf(api.GET('/v1/reviews', { params: { query: { limit: 50, sort, ...filters[part], ...place } }, signal })),
    { refetchEveryMs: lookEveryMs, keepsPrevious: true },
  );
}

/** Says that the review is open here, for as long as it is, and answers with everybody else who has it open. */
export function reviewViewersQuery(organizationId: string) {
  return queryOptions({
    queryKey: ['review-viewers', organizationId],
    queryFn: async ({ signal }) =>
      bodyOf(
        api.PUT('/v1/organizations/{organizationId}/mail-server/review/presence', {
          params: { path: { organizationId } },
          signal,
        }),
      ),
    refetchInterval: ({ state }) => (state.data?.againAfterSeconds ?? usualBeatSeconds) * 1000,
    staleTime: 0,
  });
}

export function reviewQuery(organizationId: string, locale: Language) {
  return queryOptions({
    queryKey: ['organization', organizationId, 'review', locale],
    queryFn: async ({ signal }) =>
      bodyOf(
        api.GET('/v1/organizations/{organizationId}/mail-server/review', {
          params: { path: { organizationId }, query: { locale } },
          signal,
        }),
      ),
    refetchInterval: lookEveryMs,
  });
}
