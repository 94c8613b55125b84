import { z } from 'zod';

import { CatalogueError } from '../../domain/errors';
import { presenceBeatSeconds, presenceValidSeconds } from '../../domain/review/presence';
import { decodeCursor, pageFrom } from '../cursor';
import { projectionOf } from '../lifecycle-projection';
import { jsonRoute, type Route } from '../route';
import { locale, organizationParams } from '../schemas/common';
import { readyReasonList, review, reviewQuery, reviewQueue, reviewViewers } from '../schemas/review';
import { readyReasonViews, reviewItemView, reviewView, reviewVisitView } from '../views/review-view';

const languageQuery = z.strictObject({
  locale: locale.default('en').meta({ description: 'The language of the texts for reviewers' }),
});

const listReviews = jsonRoute({
  method: 'get',
  path: '/v1/reviews',
  operationId: 'listReviews',
  tag: 'Reviews',
  summary: 'Settings that wait for a decision, the longest waiting first',
  description: 'Filters go together: each leaves out more. A cursor belongs to the filters that it was given with.',
  audience: { kind: 'roles', roles: ['reviewer', 'ops'], organization: 'all', scope: 'reviews:read' },
  request: z.object({ query: reviewQuery }),
  response: { status: 200, description: 'A page of the queue', schema: reviewQueue },
  problems: ['STORE_UNAVAILABLE'],
  async handle({ query }, { identity }, { lifecycles, clock }) {
    const { limit, cursor, due, claim, risk, approval } = query;
    const at = clock().toISOString();
    const found = await lifecycles.reviewQueue({
      limit: limit + 1,
      after: placeFrom(decodeCursor(cursor)),
      dueBefore: due && at,
      claim: claim && { by: claim === 'mine' ? identity.subject : null, at },
      risk,
      awaitsSecondApproval: approval === 'second',
    });
    const page = pageFrom(found, limit, ({ draft, organizationId }) => `${draft?.since ?? ''} ${organizationId}`);
    const items = page.items.flatMap((state) => (state.draft ? [reviewItemView(state, state.draft, identity)] : []));
    return { body: { ...page, items } };
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

/** The place of the last item: since when it waits, and whose it is. */
function placeFrom(place: string | null): { since: string; organizationId: string } | null {
  if (place === null) return null;
  const [since = '', organizationId = ''] = place.split(' ');
  if (Number.isNaN(Date.parse(since))) {
    const faults = [{ pointer: '/cursor', code: 'INVALID_CURSOR' }];
    throw new CatalogueError('INVALID_REQUEST', 'The cursor is not one that this API gave', { faults });
  }
  return { since, organizationId };
}
