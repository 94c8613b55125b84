import { z } from 'zod';

import { CatalogueError } from '../../domain/errors';
import { sortNameOf } from '../../domain/lifecycle/projection';
import type { LifecycleState } from '../../domain/lifecycle/state';
import { presenceBeatSeconds, presenceValidSeconds } from '../../domain/review/presence';
import { projectionOf } from '../lifecycle-projection';
import { openPage, type PlaceOf } from '../list-page';
import { jsonRoute, type Route } from '../route';
import { locale, organizationParams } from '../schemas/common';
import { readyReasonList, review, reviewQuery, reviewQueue, reviewViewers } from '../schemas/review';
import { readyReasonViews, reviewItemView, reviewView, reviewVisitView } from '../views/review-view';

const languageQuery = z.strictObject({
  locale: locale.default('en').meta({ description: 'The language of the texts for reviewers' }),
});

const reviewPlaces: PlaceOf<LifecycleState, 'reviews'> = {
  id: ({ organizationId }) => organizationId,
  value(state, by) {
    if (by === 'name') return sortNameOf(state);
    return (by === 'dueAt' ? state.draft?.reviewDueAt : state.draft?.since) ?? null;
  },
};

const listReviews = jsonRoute({
  method: 'get',
  path: '/v1/reviews',
  operationId: 'listReviews',
  tag: 'Reviews',
  summary: 'Settings that wait for a decision, the longest waiting first',
  description:
    'Filters go together: each leaves out more. Reviews without a due time stand before all others by `dueAt`.',
  audience: { kind: 'roles', roles: ['reviewer', 'ops'], organization: 'all', scope: 'reviews:read' },
  request: z.object({ query: reviewQuery }),
  response: { status: 200, description: 'A page of the queue', schema: reviewQueue },
  problems: ['STORE_UNAVAILABLE'],
  async handle({ query }, { identity }, { lifecycles, clock }) {
    const { due, claim, risk, approval } = query;
    const at = clock().toISOString();
    const page = openPage('reviews', query);
    const found = await lifecycles.reviewQueue(page.wanted, {
      dueBefore: due && at,
      claim: claim && { by: claim === 'mine' ? identity.subject : null, at },
      risk,
      awaitsSecondApproval: approval === 'second',
    });
    const { items, nextCursor } = page.of(found, reviewPlaces);
    const views = items.flatMap((state) => (state.draft ? [reviewItemView(state, state.draft, identity)] : []));
    return { body: { items: views, nextCursor } };
  },
});

const getReview = jsonRoute({
  method: 'get',
  path: '/v1/organizations/:organizationId/mail-server/review',
  operationId: 'getReview',
  tag: 'Reviews',
  summary: 'What a reviewer needs to decide',
  description:
    'The settings and what they change against the live ones, hints, the checklist, ready-made reasons, and whether you ' +
    'may decide. The check report lies under its own address.',
  audience: { kind: 'roles', roles: ['reviewer', 'ops'], organization: 'path', scope: 'reviews:read' },
  request: z.object({ params: organizationParams, query: languageQuery }),
  response: { status: 200, description: 'The review', schema: review },
  problems: ['NOT_AWAITING_REVIEW', 'STORE_UNAVAILABLE'],
  async handle({ params: { organizationId }, query }, { identity }, dependencies) {
    const state = await projectionOf(organizationId, dependencies);
    if (state.draft?.status !== 'awaiting-review') throw new CatalogueError('NOT_AWAITING_REVIEW');
    const now = dependencies.clock().toISOString();
    return { body: reviewView(state, state.draft, identity, { locale: query.locale, now }) };
  },
});

const noteReviewPresence = jsonRoute({
  method: 'put',
  path: '/v1/organizations/:organizationId/mail-server/review/presence',
  operationId: 'noteReviewPresence',
  tag: 'Reviews',
  summary: 'Say that you have a review open, and learn who else has',
  description:
    'For as long as the page is open, every `againAfterSeconds`. Whoever says nothing more is gone within half a minute. ' +
    'Nothing depends on it: to keep others away, claim the review.',
  audience: { kind: 'roles', roles: ['reviewer', 'ops'], organization: 'path', scope: 'reviews:read' },
  request: z.object({ params: organizationParams }),
  response: { status: 200, description: 'Everybody else who looks', schema: reviewViewers },
  problems: ['NOT_AWAITING_REVIEW', 'STORE_UNAVAILABLE'],
  async handle({ params: { organizationId } }, { identity }, dependencies) {
    const state = await projectionOf(organizationId, dependencies);
    if (state.draft?.status !== 'awaiting-review') throw new CatalogueError('NOT_AWAITING_REVIEW');
    const { subject, name = null, roles } = identity;
    const now = dependencies.clock();
    const others = await dependencies.reviewPresence.note({
      organizationId,
      viewer: { subject, name, roles },
      now: now.toISOString(),
      until: new Date(now.getTime() + presenceValidSeconds * 1000).toISOString(),
    });
    return {
      body: {
        againAfterSeconds: presenceBeatSeconds,
        others: others.map((visit) => reviewVisitView(visit, identity)),
      },
    };
  },
});

const listReadyReasons = jsonRoute({
  method: 'get',
  path: '/v1/review-reasons',
  operationId: 'listReadyReasons',
  tag: 'Reviews',
  summary: 'Ready-made reasons for change requests and rejections',
  audience: { kind: 'roles', roles: ['reviewer', 'ops'], organization: 'none', scope: 'reviews:read' },
  request: z.object({ query: languageQuery }),
  response: { status: 200, description: 'The catalogue in one language', schema: readyReasonList },
  problems: [],
  async handle({ query }) {
    return { body: { items: readyReasonViews(query.locale) } };
  },
});

export const reviewRoutes: readonly Route[] = [listReviews, getReview, noteReviewPresence, listReadyReasons];
