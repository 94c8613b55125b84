import { countCheck } from '../check-allowance';
import { executeCommand } from '../commands';
import type { Route } from '../route';
import {
  confirmationBody,
  noteBody,
  reasonBody,
  resumeBody,
  revisionBody,
  rollBackBody,
  termsBody,
} from '../schemas/command';
import { commandRoute, customCommandRoute } from './command-route';

const entitlementCommands: readonly Route[] = [
  commandRoute({
    command: 'unlock',
    path: 'mail-server/unlock',
    summary: 'Unlock the own mail server for an organization',
    description: 'The terms say until when, and whether two people have to approve. Warnings come before the end.',
    body: termsBody,
    problems: ['ALREADY_UNLOCKED', 'TERMS_INVALID'],
    payload: (body) => body,
  }),
  commandRoute({
    command: 'changeTerms',
    path: 'mail-server/terms',
    method: 'put',
    summary: 'Renew or change what was agreed',
    description: 'Replaces the terms as a whole. Drafts and the live server go on.',
    body: termsBody,
    problems: ['FEATURE_LOCKED', 'TERMS_INVALID'],
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
  customCommandRoute({
    command: 'recheck',
    path: 'mail-server/recheck',
    summary: 'Run the checks again',
    description:
      'An organization may start so many checks within an hour; RATE_LIMITED says when the next one may start.',
    body: revisionBody,
    problems: ['STALE_REVISION', 'NO_DRAFT', 'CHECK_RUNNING'],
    async execute({ state: _state, body, ...request }, dependencies) {
      await countCheck(request, dependencies);
      return executeCommand({ ...request, name: 'recheck', content: body, payload: body }, dependencies);
    },
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
    description:
      'Transactional mail waits until sending continues, unless the admin chose something else in `preferences.whileSuspended`.',
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
    summary: 'Lift a suspension by operations or by health, once a check has passed',
    description:
      'The server is checked first; `live.resumption` tells that it is, and `live.lastResumption` what came of it. Waiting mail goes at once when it passes. When it fails, the server stays suspended, and its admin and operations are told.',
    body: resumeBody,
    problems: ['NO_LIVE_SERVER', 'LIVE_SERVER_NOT_SUSPENDED', 'CHECK_RUNNING'],
    payload: (body) => body,
  }),
];

const correctionCommands: readonly Route[] = [
  commandRoute({
    command: 'rollBack',
    path: 'mail-server/roll-back',
    summary: 'Go back to the revision before',
    description: 'Possible until the live revision has sent its first mail. Takes effect between two mails.',
    body: rollBackBody,
    problems: ['NO_LIVE_SERVER', 'STALE_REVISION', 'NOTHING_TO_ROLL_BACK_TO'],
    payload: (body) => body,
  }),
];

export const mailServerCommandRoutes: readonly Route[] = [
  ...entitlementCommands,
  ...draftCommands,
  ...liveCommands,
  ...correctionCommands,
];
