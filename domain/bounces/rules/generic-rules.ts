import type { RefusalRule } from './refusal-rule';

/** Plain refusals whose meaning comes from the command that was refused: who connects, or who sends. */
export const commandRules: readonly RefusalRule[] = [
  {
    reason: 'blocked',
    phrases: ['access denied', 'denied', 'rejected', 'refused', 'blocked', 'not allowed', 'not welcome'],
    commands: ['CONN', 'EHLO'],
  },
  {
    reason: 'rejected',
    phrases: ['does not exist', 'access denied', 'refused', 'denied', 'rejected'],
    commands: ['MAIL'],
  },
];

/** Words that say little: they count after the enhanced status. */
export const genericRules: readonly RefusalRule[] = [
  {
    reason: 'userunknown',
    phrases: [
      'rejected',
      'not accepted',
      'refused',
      'unavailable',
      'does not exist',
      'not found',
      'cannot deliver',
      'unable to deliver',
      'undeliverable',
    ],
    commands: ['RCPT'],
  },
  { reason: 'userunknown', phrases: ['recipient address rejected', 'recipient rejected', 'address rejected'] },
  { reason: 'blocked', phrases: ['access denied', 'you have been blocked', 'is blocked', 'been blocked', 'blocked'] },
  {
    reason: 'networkerror',
    phrases: [
      'connection refused',
      'connection reset',
      'connection closed',
      'connect failed',
      'could not connect',
      'unreachable',
    ],
  },
  {
    reason: 'systemerror',
    phrases: ['service unavailable', 'temporarily unavailable', 'temporarily deferred', 'temporary failure'],
  },
  { reason: 'policyviolation', phrases: ['policy', 'attachment'] },
  { reason: 'expired', phrases: ['timed out', 'timeout', 'delayed'] },
];
