import type { Route } from '../route';
import { confirmationBody, decisionBody, noteBody, reasonBody, revisionBody, unlockBody } from '../schemas/command';
import { commandRoute } from './command-route';

const entitlementCommands: readonly Route[] = [
  commandRoute({
    command: 'unlock',
    path: 'mail-server/unlock',
    summary: 'Unlock the own mail server for an organization',
    body: unlockBody,
    problems: ['ALREADY_UNLOCKED'],
    payload: (body) => body,
  }),
  commandRoute({
    command: 'revoke',
    path: 'mail-server/revoke',
    summary: 'Lock the own mail server again',
    description: 'The live server stops, the draft ends, and every password is destroyed.',
    body: reasonBody,
    problems: ['ALREADY_LOCKED'],
    payload: (body) => body,
  }),
];

const draftCommands: readonly Route[] = [
  commandRoute({
    command: 'recheck',
    path: 'mail-server/recheck',
    summary: 'Run the checks again',
    body: revisionBody,
    problems: ['STALE_REVISION', 'NO_DRAFT', 'CHECK_RUNNING'],
    payload: (body) => body,
  }),
  commandRoute({
    command: 'confirmTestMail',
    path: 'mail-server/confirm-test-mail',
    summary: 'Confirm the test mail with the code in it',
    body: confirmationBody,
    problems: [
      'STALE_REVISION',
      'NOT_AWAITING_CONFIRMATION',
      'CONFIRMATION_CODE_WRONG',
      'CONFIRMATION_ATTEMPTS_EXCEEDED',
    ],
    payload: (body) => body,
  }),
  commandRoute({
    command: 'withdraw',
    path: 'mail-server/withdraw',
    summary: 'Take the submitted settings back',
    body: revisionBody,
    problems: ['STALE_REVISION', 'NO_DRAFT'],
    payload: (body) => body,
  }),
];

const liveCommands: readonly Route[] = [
  commandRoute({
    command: 'pause',
    path: 'mail-server/pause',
    summary: 'Pause sending through the own mail server',
    description: 'Transactional mail waits until sending continues; it never leaves through another server.',
    body: reasonBody,
    problems: ['NO_LIVE_SERVER', 'LIVE_SERVER_NOT_ACTIVE'],
    payload: (body) => body,
  }),
  commandRoute({
    command: 'continue',
    path: 'mail-server/continue',
    summary: 'Continue sending after a pause',
    body: noteBody,
    problems: ['NO_LIVE_SERVER', 'LIVE_SERVER_NOT_SUSPENDED'],
    payload: (body) => body,
  }),
  commandRoute({
    command: 'suspend',
    path: 'mail-server/suspend',
    summary: 'Suspend the live server, as operations',
    body: reasonBody,
    problems: ['NO_LIVE_SERVER', 'LIVE_SERVER_NOT_ACTIVE'],
    payload: (body) => body,
  }),
  commandRoute({
    command: 'resume',
    path: 'mail-server/resume',
    summary: 'Lift a suspension by operations or by health',
    body: noteBody,
    problems: ['NO_LIVE_SERVER', 'LIVE_SERVER_NOT_SUSPENDED'],
    payload: (body) => body,
  }),
];

const reviewCommands: readonly Route[] = [
  commandRoute({
    command: 'claimReview',
    path: 'mail-server/claim-review',
    tag: 'Reviews',
    summary: 'Claim a review, so that no one else works on it',
    body: revisionBody,
    problems: ['STALE_REVISION', 'NOT_AWAITING_REVIEW', 'OWN_SUBMISSION', 'CLAIMED_BY_ANOTHER'],
    payload: (body) => body,
  }),
  commandRoute({
    command: 'releaseReview',
    path: 'mail-server/release-review',
    tag: 'Reviews',
    summary: 'Give a claimed review back',
    body: revisionBody,
    problems: ['STALE_REVISION', 'NOT_AWAITING_REVIEW', 'OWN_SUBMISSION', 'CLAIMED_BY_ANOTHER', 'NOT_CLAIMED'],
    payload: (body) => body,
  }),
  commandRoute({
    command: 'decide',
    path: 'mail-server/decide',
    tag: 'Reviews',
    summary: 'Approve, ask for changes, or reject',
    description: 'Speaks of exactly the revision that the reviewer looked at. Nobody decides on what they submitted.',
    body: decisionBody,
    problems: ['STALE_REVISION', 'NOT_AWAITING_REVIEW', 'OWN_SUBMISSION', 'CLAIMED_BY_ANOTHER'],
    payload: ({ revision, ...decision }) => ({ revision, decision }),
  }),
];

export const mailServerCommandRoutes: readonly Route[] = [
  ...entitlementCommands,
  ...draftCommands,
  ...liveCommands,
  ...reviewCommands,
];
