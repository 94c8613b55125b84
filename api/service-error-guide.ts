import type { ErrorCode } from '../domain/errors';
import type { ErrorExplanation } from './error-explanation';

const waitAndRepeat =
  'Repeat the same request after the time in `Retry-After`, a command with the same `Idempotency-Key`.';

/** Codes that say nothing about what was asked for: bounds, versions, and trouble of the service. */
export const serviceErrorGuide = {
  PRECONDITION_FAILED: {
    meaning: 'The version in `If-Match` is not the current one: somebody has changed it since you read it.',
    remedy: 'Read it again, look at what has changed, and repeat the request with the new `ETag` under a new key.',
  },
  PRECONDITION_REQUIRED: {
    meaning: 'The request replaces something as a whole, and does not say which version it was made from.',
    remedy: 'Read it first, and send the `ETag` of that answer as `If-Match`.',
  },
  OVERLOADED: {
    meaning: 'So many requests are being answered that another one would slow all of them down. Nothing has been done.',
    remedy: waitAndRepeat,
  },
  TIMED_OUT: {
    meaning: 'Something that the answer needs took longer than half a minute. A command may still be carried out.',
    remedy: waitAndRepeat,
  },
  TOO_MANY_STREAMS: {
    meaning: 'You have as many event streams open as one caller may, or the process serves as many as it can.',
    remedy:
      'Close streams that nobody reads, share one between the parts of a page, and connect again after `Retry-After`.',
  },
  RATE_LIMITED: {
    meaning: 'Too many requests came from this caller within a minute.',
    remedy: waitAndRepeat,
  },
  INTERNAL: {
    meaning: 'Something failed that should not have. It has been logged under the request’s id.',
    remedy: 'Repeat the request later; if it fails again, report the `requestId`.',
  },
  CREDENTIAL_UNREADABLE: {
    meaning: 'A stored password cannot be opened with the keys of this deployment.',
    remedy: 'Submit the settings, or rotate the password, again; report the `requestId`.',
  },
  STORE_UNAVAILABLE: {
    meaning: 'The database does not answer. Whether a command was carried out can be told by repeating it.',
    remedy: waitAndRepeat,
  },
  WORKFLOW_UNAVAILABLE: {
    meaning: 'The workflow service does not answer. A command may yet be carried out.',
    remedy: waitAndRepeat,
  },
  KEYS_UNAVAILABLE: {
    meaning:
      'The key service that wraps the keys of stored passwords does not answer, is sealed, or refuses our login.',
    remedy: 'Repeat the request after `Retry-After`, with the same key. Mail that needs a password waits by itself.',
  },
  IDENTITY_UNAVAILABLE: {
    meaning: 'The identity provider does not answer, so that no token can be verified.',
    remedy: waitAndRepeat,
  },
  LIFECYCLE_RUNNING: {
    meaning: 'The lifecycle of the organization runs, so that there is nothing to revive.',
    remedy: 'Compare it with its projection instead: `POST /v1/reconciliation`.',
  },
  RECONCILIATION_RUNNING: {
    meaning: 'A comparison of all projections with their lifecycles runs, begun by its Schedule or by somebody else.',
    remedy: 'Wait for its end, which `GET /v1/reconciliation` shows. One organization can be compared meanwhile.',
  },
  LIFECYCLE_DOUBTFUL: {
    meaning:
      'The projection is not what the audit trail tells of, so that nobody knows what the lifecycle should go on with.',
    remedy:
      'Put back a backup of the database in which both agree; `npm run audit:verify` tells whether the trail is whole.',
  },
  LIFECYCLE_LOST: {
    meaning: 'The organization is known, but its lifecycle does not run: Temporal has lost it, or somebody ended it.',
    remedy: 'Operations revive it with `POST …/lifecycle/revive`; send the same request again afterwards.',
  },
} satisfies Partial<Record<ErrorCode, ErrorExplanation>>;
