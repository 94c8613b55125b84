/**
 * The one error catalogue. A code is the `type` of a Temporal ApplicationFailure, the `code` of an RFC 9457 problem and
 * the heading of its entry in docs/errors.md. `status` is the HTTP status, `retryable` tells whether the very same
 * request may succeed later, `title` is safe to show to anyone.
 */
export interface ErrorEntry {
  readonly status: number;
  readonly retryable: boolean;
  readonly title: string;
}

export const errorCatalogue = {
  INVALID_REQUEST: { status: 400, retryable: false, title: 'The request does not have the expected shape' },
  BROKEN_JSON: { status: 400, retryable: false, title: 'The body is not valid JSON' },
  IDEMPOTENCY_KEY_MISSING: {
    status: 400,
    retryable: false,
    title: 'The Idempotency-Key header is missing or malformed',
  },
  UNAUTHENTICATED: { status: 401, retryable: false, title: 'A valid access token is required' },
  CROSS_SITE_REFUSED: { status: 403, retryable: false, title: 'Another site’s page may not act in your session' },
  LOGIN_REFUSED: { status: 400, retryable: false, title: 'The login was not completed' },
  LOGOUT_TOKEN_INVALID: { status: 400, retryable: false, title: 'The logout token is not valid' },
  FORBIDDEN: { status: 403, retryable: false, title: 'Your role does not allow this' },
  INSUFFICIENT_SCOPE: { status: 403, retryable: false, title: 'The access token is not good for this' },
  FEATURE_LOCKED: { status: 403, retryable: false, title: 'The own mail server is not unlocked for this organization' },
  SECOND_APPROVER_NEEDED: { status: 403, retryable: false, title: 'You have approved; now somebody else has to' },
  OWN_SUBMISSION: { status: 403, retryable: false, title: 'Nobody decides on what they submitted' },
  NOT_FOUND: { status: 404, retryable: false, title: 'There is no such resource' },
  ORGANIZATION_UNKNOWN: { status: 404, retryable: false, title: 'There is no such organization' },
  ORGANIZATION_CLOSED: { status: 409, retryable: false, title: 'The organization was closed' },
  METHOD_NOT_ALLOWED: { status: 405, retryable: false, title: 'The resource does not have this method' },
  ALREADY_UNLOCKED: { status: 409, retryable: false, title: 'The feature is unlocked already' },
  ALREADY_LOCKED: { status: 409, retryable: false, title: 'The feature is locked already' },
  STALE_REVISION: { status: 409, retryable: false, title: 'The settings have changed since you looked at them' },
  STALE_REPORT: { status: 409, retryable: false, title: 'The settings were checked again since you read the report' },
  NO_DRAFT: { status: 409, retryable: false, title: 'No settings are waiting for this step' },
  DRAFT_IN_PROGRESS: { status: 409, retryable: false, title: 'Settings are already on their way; withdraw them first' },
  CHECK_RUNNING: { status: 409, retryable: false, title: 'A check is running already' },
  NOT_AWAITING_CONFIRMATION: { status: 409, retryable: false, title: 'No test mail is waiting for confirmation' },
  CONFIRMATION_CODE_WRONG: { status: 422, retryable: false, title: 'The code does not match the test mail' },
  CONFIRMATION_ATTEMPTS_EXCEEDED: { status: 409, retryable: false, title: 'Too many wrong codes; run the check again' },
  CONFIRMATION_LINK_UNKNOWN: { status: 404, retryable: false, title: 'The link leads nowhere' },
  CONFIRMATION_LINK_EXPIRED: { status: 410, retryable: false, title: 'The link is no longer valid' },
  CONFIRMATION_LINK_USED: { status: 409, retryable: false, title: 'The test mail is confirmed already' },
  UNSUBSCRIBE_LINK_UNKNOWN: { status: 404, retryable: false, title: 'The unsubscribe link leads nowhere' },
  NOT_AWAITING_REVIEW: { status: 409, retryable: false, title: 'Nothing is waiting for a review decision' },
  ALREADY_DECIDED: { status: 409, retryable: false, title: 'These settings have been decided on already' },
  APPEAL_NOT_POSSIBLE: { status: 409, retryable: false, title: 'There is no rejection that can be answered' },
  CLAIMED_BY_ANOTHER: { status: 409, retryable: false, title: 'Another reviewer has claimed this review' },
  NOT_CLAIMED: { status: 409, retryable: false, title: 'You have not claimed this review' },
  NO_LIVE_SERVER: { status: 409, retryable: false, title: 'No mail server is live' },
  NOTHING_TO_ROLL_BACK_TO: { status: 409, retryable: false, title: 'There is no earlier revision to go back to' },
  LIVE_SERVER_NOT_ACTIVE: { status: 409, retryable: false, title: 'The mail server is not active' },
  LIVE_SERVER_NOT_SUSPENDED: { status: 409, retryable: false, title: 'The mail server is not suspended in this way' },
  MESSAGE_ENDED: { status: 409, retryable: false, title: 'The message has come to its end' },
  NOTHING_TO_RESEND: { status: 409, retryable: false, title: 'No recipient of the message can be sent it anew' },
  MESSAGE_NOT_HELD: { status: 409, retryable: false, title: 'No recipient of the message is held' },
  LIFECYCLE_RUNNING: { status: 409, retryable: false, title: 'The lifecycle runs; there is nothing to revive' },
  LIFECYCLE_DOUBTFUL: {
    status: 409,
    retryable: false,
    title: 'What is kept of the lifecycle contradicts its audit trail',
  },
  RECONCILIATION_RUNNING: { status: 409, retryable: false, title: 'All projections are being compared already' },
  LIFECYCLE_LOST: { status: 503, retryable: true, title: 'The organization’s lifecycle is gone at the moment' },
  NO_WEBHOOK_ENDPOINT: { status: 409, retryable: false, title: 'The organization has no address for events' },
  ROTATION_RUNNING: { status: 409, retryable: false, title: 'A new password is being checked already' },
  RETURN_PATH_NOT_ACCEPTED: {
    status: 409,
    retryable: false,
    title: 'The mail server does not accept this return path',
  },
  IDEMPOTENCY_KEY_REUSED: { status: 422, retryable: false, title: 'The Idempotency-Key was used for another request' },
  TERMS_INVALID: { status: 422, retryable: false, title: 'The terms would end before they begin' },
  DECISION_INCOMPLETE: { status: 422, retryable: false, title: 'The decision lacks what its verdict needs' },
  PASSWORD_MASKED: { status: 422, retryable: false, title: 'This is the mask of a password, not a password' },
  PASSWORD_REQUIRED: { status: 422, retryable: false, title: 'The password has to be entered again' },
  WEBHOOK_URL_INVALID: { status: 422, retryable: false, title: 'Events cannot be sent to this address' },
  SETTINGS_INVALID: { status: 422, retryable: false, title: 'The mail server settings are not valid' },
  MESSAGE_INVALID: { status: 422, retryable: false, title: 'The message is not valid' },
  LOGO_INVALID: { status: 422, retryable: false, title: 'The logo cannot be used' },
  BODY_TOO_LARGE: { status: 413, retryable: false, title: 'The body is too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, retryable: false, title: 'The media type of the body is not supported' },
  RATE_LIMITED: { status: 429, retryable: true, title: 'Too many requests' },
  PRECONDITION_FAILED: { status: 412, retryable: false, title: 'Something has changed since you read it' },
  PRECONDITION_REQUIRED: { status: 428, retryable: false, title: 'The If-Match header is missing' },
  OVERLOADED: { status: 503, retryable: true, title: 'The service is doing as much as it can at the moment' },
  TIMED_OUT: { status: 503, retryable: true, title: 'The answer took too long' },
  TOO_MANY_STREAMS: { status: 429, retryable: true, title: 'Too many event streams are open' },
  INTERNAL: { status: 500, retryable: true, title: 'Something went wrong on our side' },
  CREDENTIAL_UNREADABLE: { status: 500, retryable: false, title: 'The stored credential cannot be opened' },
  STORE_UNAVAILABLE: { status: 503, retryable: true, title: 'The database does not answer at the moment' },
  WORKFLOW_UNAVAILABLE: { status: 503, retryable: true, title: 'The workflow service does not answer at the moment' },
  IDENTITY_UNAVAILABLE: { status: 503, retryable: true, title: 'The identity provider does not answer at the moment' },
  KEYS_UNAVAILABLE: { status: 503, retryable: true, title: 'The key service does not answer at the moment' },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorCatalogue;

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(errorCatalogue, text);
}

export const errorCodes: readonly ErrorCode[] = Object.keys(errorCatalogue).filter(isErrorCode);

/** One faulty place of a request, as a JSON pointer, with a stable code. */
export interface FieldFault {
  readonly pointer: string;
  readonly code: string;
}

/** The error that ports and the API throw; `detail` says what to do and never holds secrets or a server's own words. */
export class CatalogueError extends Error {
  readonly code: ErrorCode;
  readonly faults: readonly FieldFault[];

  constructor(code: ErrorCode, detail?: string, options: { cause?: unknown; faults?: readonly FieldFault[] } = {}) {
    super(detail ?? errorCatalogue[code].title, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'CatalogueError';
    this.code = code;
    this.faults = options.faults ?? [];
  }
}
