import type { z } from 'zod';

import { CatalogueError } from '../../domain/errors';
import type { Decision, Locale } from '../../domain/lifecycle/state';
import { readyReasons } from '../../domain/review/ready-reasons';
import { reviewTexts } from '../../domain/texts/review-texts';
import { executeCommand } from '../commands';
import type { Route } from '../route';
import { appealBody, decisionBody, revisionBody } from '../schemas/command';
import { commandRoute, customCommandRoute } from './command-route';

const reviewProblems = ['STALE_REVISION', 'NOT_AWAITING_REVIEW', 'ALREADY_DECIDED'] as const;

const claimReview = commandRoute({
  command: 'claimReview',
  path: 'mail-server/claim-review',
  tag: 'Reviews',
  summary: 'Claim a review, so that no one else works on it',
  description: 'The claim lapses by itself; the review tells when.',
  body: revisionBody,
  problems: [...reviewProblems, 'OWN_SUBMISSION', 'CLAIMED_BY_ANOTHER'],
  payload: (body) => body,
});

const releaseReview = commandRoute({
  command: 'releaseReview',
  path: 'mail-server/release-review',
  tag: 'Reviews',
  summary: 'Give a claimed review back; ops may give back anybody’s',
  body: revisionBody,
  problems: [...reviewProblems, 'OWN_SUBMISSION', 'CLAIMED_BY_ANOTHER', 'NOT_CLAIMED'],
  payload: (body) => body,
});

const decide = customCommandRoute({
  command: 'decide',
  path: 'mail-server/decide',
  tag: 'Reviews',
  summary: 'Approve, ask for changes, or reject',
  description:
    'Speaks of exactly the revision and the report that the reviewer looked at. Nobody decides on what they submitted. ' +
    'Where two people have to approve, the first approval is kept until the second comes.',
  body: decisionBody,
  problems: [
    ...reviewProblems,
    'STALE_REPORT',
    'OWN_SUBMISSION',
    'CLAIMED_BY_ANOTHER',
    'SECOND_APPROVER_NEEDED',
    'DECISION_INCOMPLETE',
  ],
  async execute({ body, state, ...caller }, dependencies) {
    const decision = decisionFrom(body, state?.profile?.locale ?? 'en');
    const payload = { revision: body.revision, decision };
    const command = { ...caller, name: 'decide', content: body, payload } as const;
    return executeCommand(command, dependencies);
  },
});

const appeal = commandRoute({
  command: 'appeal',
  path: 'mail-server/appeal',
  tag: 'Reviews',
  summary: 'Answer a rejection, once, with a comment',
  description: 'The same settings go back to the reviewers together with the comment.',
  body: appealBody,
  problems: ['STALE_REVISION', 'NO_DRAFT', 'APPEAL_NOT_POSSIBLE'],
  payload: (body) => body,
});

export const reviewCommandRoutes: readonly Route[] = [claimReview, releaseReview, decide, appeal];

/** A ready-made reason speaks the customer's language; what the reviewer wrote goes before it. */
function decisionFrom(
  { revision: _revision, reasonId, ...given }: z.output<typeof decisionBody>,
  locale: Locale,
): Decision {
  const ready = reasonId === null ? undefined : readyReasons.find(({ id }) => id === reasonId);
  if (!ready) return given;
  if (ready.verdict !== given.verdict) {
    const faults = [{ pointer: '/reasonId', code: 'OTHER_VERDICT' }];
    throw new CatalogueError('DECISION_INCOMPLETE', 'The ready-made reason belongs to another verdict', { faults });
  }
  const reason = given.reason === '' ? reviewTexts(locale).reasons[ready.id] : given.reason;
  return { ...given, reason, fields: given.fields.length === 0 ? ready.fields : given.fields };
}
