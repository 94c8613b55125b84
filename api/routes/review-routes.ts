import { z } from 'zod';

import type { Identity } from '../../activities/ports/access-token-verifier';
import type { LifecycleState } from '../../domain/lifecycle/state';
import { jsonRoute, type Route } from '../route';
import { limitQuery } from '../schemas/common';
import { reviewQueue, type reviewItem } from '../schemas/mail-server';
import { actorView } from '../views/actor-view';
import { claimView } from '../views/mail-server-view';

const listReviews = jsonRoute({
  method: 'get',
  path: '/v1/reviews',
  operationId: 'listReviews',
  tag: 'Reviews',
  summary: 'Settings that wait for a decision, the longest waiting first',
  audience: { kind: 'roles', roles: ['reviewer', 'ops'], organization: 'all' },
  request: z.object({ query: limitQuery }),
  response: { status: 200, description: 'The queue', schema: reviewQueue },
  problems: ['STORE_UNAVAILABLE'],
  async handle({ query: { limit } }, { identity }, { lifecycles }) {
    const waiting = await lifecycles.reviewQueue(limit);
    return { body: { items: waiting.flatMap((state) => itemView(state, identity)) } };
  },
});

export const reviewRoutes: readonly Route[] = [listReviews];

function itemView({ organizationId, profile, draft }: LifecycleState, viewer: Identity): z.input<typeof reviewItem>[] {
  if (!draft) return [];
  const { revision, check } = draft;
  return [
    {
      organizationId,
      organizationName: profile?.name ?? null,
      revision: revision.number,
      host: revision.settings.host,
      senderAddress: revision.settings.senderAddress,
      verdict: check?.verdict ?? null,
      reportId: check?.reportId ?? null,
      submittedBy: actorView(revision.submittedBy, viewer),
      submittedAt: revision.submittedAt,
      since: draft.since,
      dueAt: draft.reviewDueAt,
      claim: claimView(draft.claim, viewer),
    },
  ];
}
