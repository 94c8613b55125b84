import type { ErrorCode } from '../errors';
import type { ProblemText } from './problem-text';

const reload = 'Load the current state, then decide again. What you have entered is kept.';
const ourFault = 'Please try once more. If it stays like this, tell our support the reference below.';
const wait = 'It is not your fault. Try again in a moment; nothing has been changed so far.';

/** The texts about errors, in English. */
export const englishProblems: Readonly<Record<ErrorCode, ProblemText>> = {
  INVALID_REQUEST: { title: 'Something is still missing', advice: 'Please look at the marked fields.' },
  BROKEN_JSON: { title: 'The request arrived damaged', advice: ourFault },
  IDEMPOTENCY_KEY_MISSING: { title: 'The request was incomplete', advice: ourFault },
  UNAUTHENTICATED: { title: 'You are not logged in', advice: 'Please log in.' },
  CROSS_SITE_REFUSED: {
    title: 'This request came from a foreign page',
    advice: 'Open the dashboard itself in a new tab and try again there.',
  },
  LOGIN_REFUSED: {
    title: 'The login was not completed',
    advice: 'Please begin again. If it fails once more, ask whoever manages your account.',
  },
  LOGOUT_TOKEN_INVALID: { title: 'The logout was not accepted', advice: ourFault },
  FORBIDDEN: {
    title: 'You are not allowed to do this',
    advice: 'Ask for the role that it takes, or let somebody who has it do this.',
  },
  INSUFFICIENT_SCOPE: {
    title: 'This access is not meant for that',
    advice: 'The program needs another scope. Whoever manages its access can grant it.',
  },
  FEATURE_LOCKED: {
    title: 'The own mail server is not unlocked',
    advice: 'Your contact on our side is happy to unlock it for you.',
  },
  SECOND_APPROVER_NEEDED: {
    title: 'You have approved already',
    advice: 'Two people decide here. Now it is somebody else’s turn.',
  },
  OWN_SUBMISSION: {
    title: 'Nobody decides on what they submitted',
    advice: 'Ask a colleague for the decision.',
  },
  NOT_FOUND: { title: 'There is nothing here', advice: 'Check the address, or go to the start page.' },
  ORGANIZATION_UNKNOWN: {
    title: 'There is no such organization',
    advice: 'Or your account does not belong to it. Check the address.',
  },
  ORGANIZATION_CLOSED: {
    title: 'This organization was closed',
    advice: 'Nothing is sent for it any more. If it has come back, it can be registered again.',
  },
  METHOD_NOT_ALLOWED: { title: 'That is not possible here', advice: ourFault },
  ALREADY_UNLOCKED: { title: 'Unlocked already', advice: 'Nothing is left to do.' },
  ALREADY_LOCKED: { title: 'Locked already', advice: 'Nothing is left to do.' },
  STALE_REVISION: { title: 'The settings have changed meanwhile', advice: reload },
  STALE_REPORT: { title: 'There is a newer check report', advice: reload },
  NO_DRAFT: { title: 'No settings are waiting for this step', advice: reload },
  DRAFT_IN_PROGRESS: {
    title: 'Settings are on their way already',
    advice: 'Withdraw them first if you want to submit others.',
  },
  CHECK_RUNNING: { title: 'A check is running already', advice: 'Wait a moment until it is done.' },
  NOT_AWAITING_CONFIRMATION: { title: 'No test mail is waiting for confirmation', advice: reload },
  CONFIRMATION_CODE_WRONG: {
    title: 'The code is wrong',
    advice: 'Take the code from the newest test mail. Upper and lower case do not matter.',
  },
  CONFIRMATION_ATTEMPTS_EXCEEDED: {
    title: 'The code was wrong too often',
    advice: 'Run the check again. You will get a new test mail with a new code.',
  },
  CONFIRMATION_LINK_UNKNOWN: {
    title: 'This link leads nowhere',
    advice:
      'It may have been cut off when it was copied. Open it right from the test mail, or enter the code from the mail in the settings of your mail server.',
  },
  UNSUBSCRIBE_LINK_UNKNOWN: {
    title: 'This link leads nowhere',
    advice:
      'It may have been cut off, or the mail is too old by now. Open the link of a newer mail, or answer the sender that you want no more of them.',
  },
  CONFIRMATION_LINK_EXPIRED: {
    title: 'This link is no longer valid',
    advice:
      'There may be a newer test mail. If you find none, run the check again in the settings of your mail server.',
  },
  CONFIRMATION_LINK_USED: {
    title: 'The test mail is confirmed already',
    advice: 'Nothing is left to do. You can close this page.',
  },
  NOT_AWAITING_REVIEW: { title: 'There is nothing to decide here at the moment', advice: reload },
  ALREADY_DECIDED: { title: 'This has been decided already', advice: reload },
  APPEAL_NOT_POSSIBLE: {
    title: 'An answer is not possible any more',
    advice: 'The time for it is over, or you have answered already. You can submit new settings.',
  },
  CLAIMED_BY_ANOTHER: {
    title: 'Somebody else is reviewing this',
    advice: 'Talk to them, or wait until their claim runs out.',
  },
  NOT_CLAIMED: { title: 'You have not claimed this review', advice: reload },
  NO_LIVE_SERVER: { title: 'No own mail server is live', advice: reload },
  NOTHING_TO_ROLL_BACK_TO: {
    title: 'There is no earlier revision any more',
    advice: 'Once the first mail has left through the new revision, there is no way back.',
  },
  LIVE_SERVER_NOT_ACTIVE: { title: 'The mail server is not active at the moment', advice: reload },
  LIVE_SERVER_NOT_SUSPENDED: {
    title: 'The mail server cannot be continued like this',
    advice: 'It is not suspended, or somebody else has suspended it. Load the current state.',
  },
  MESSAGE_ENDED: { title: 'This mail has come to its end', advice: reload },
  NOTHING_TO_RESEND: { title: 'This mail cannot be sent once more', advice: reload },
  MESSAGE_NOT_HELD: { title: 'Nothing of this mail is held back', advice: reload },
  LIFECYCLE_RUNNING: { title: 'This organization’s lifecycle is fine', advice: 'There is nothing to revive.' },
  LIFECYCLE_DOUBTFUL: {
    title: 'What is stored does not match the audit trail',
    advice: 'Put back a backup first in which both agree.',
  },
  RECONCILIATION_RUNNING: {
    title: 'Everything is being compared already',
    advice: 'Wait for the comparison to end.',
  },
  LIFECYCLE_LOST: {
    title: 'This organization’s lifecycle is interrupted at the moment',
    advice: 'Please try again later. Operations have to revive it.',
  },
  NO_WEBHOOK_ENDPOINT: { title: 'There is no address for events', advice: 'Set an address first.' },
  ROTATION_RUNNING: { title: 'A new password is being checked already', advice: 'Wait a moment for the outcome.' },
  RETURN_PATH_NOT_ACCEPTED: {
    title: 'Your mail server does not accept this return path',
    advice: 'Choose another one. The check report says which are possible.',
  },
  IDEMPOTENCY_KEY_REUSED: { title: 'The request was made before in another form', advice: ourFault },
  TERMS_INVALID: { title: 'The end is before the beginning', advice: 'Choose a date in the future.' },
  DECISION_INCOMPLETE: {
    title: 'The decision is not complete yet',
    advice: 'Tick off what is open, and give a reason where one is needed.',
  },
  PASSWORD_MASKED: {
    title: 'This is only the mask of a password',
    advice: 'We never show stored passwords. Please enter the password again.',
  },
  PASSWORD_REQUIRED: {
    title: 'The password has to be entered again',
    advice:
      'Enter the password once more. The stored one can only be used where nothing but the sender’s name changes.',
  },
  WEBHOOK_URL_INVALID: {
    title: 'Events cannot be sent to this address',
    advice: 'It has to be an https address with a full host name, without user name and password.',
  },
  SETTINGS_INVALID: { title: 'Some entries are not right yet', advice: 'Please look at the marked fields.' },
  MESSAGE_INVALID: { title: 'The mail is not valid', advice: 'Please look at the marked fields.' },
  LOGO_INVALID: {
    title: 'This picture cannot be used as a logo',
    advice: 'Use a PNG or JPEG of up to 200 kB, between 16 and 2000 pixels.',
  },
  BODY_TOO_LARGE: { title: 'This is too large', advice: 'Make the file smaller and try again.' },
  UNSUPPORTED_MEDIA_TYPE: { title: 'This type of file is not supported', advice: 'Use PNG or JPEG.' },
  PRECONDITION_FAILED: { title: 'Something has changed here in the meantime', advice: reload },
  PRECONDITION_REQUIRED: { title: 'The request was incomplete', advice: ourFault },
  OVERLOADED: { title: 'There is a lot going on right now', advice: wait },
  TIMED_OUT: {
    title: 'The answer took too long',
    advice: 'Load the page again: what you wanted may have happened already. If not, try once more.',
  },
  TOO_MANY_STREAMS: {
    title: 'Too many connections for live news are open',
    advice: 'Close windows that you no longer need; the page connects by itself afterwards.',
  },
  RATE_LIMITED: { title: 'Too many requests', advice: 'Wait a moment, then try again.' },
  INTERNAL: { title: 'Something went wrong on our side', advice: ourFault },
  CREDENTIAL_UNREADABLE: {
    title: 'The stored password cannot be opened',
    advice: 'Enter the password again, and tell our support the reference below.',
  },
  KEYS_UNAVAILABLE: { title: 'The service is not available at the moment', advice: wait },
  STORE_UNAVAILABLE: { title: 'The service is not available at the moment', advice: wait },
  WORKFLOW_UNAVAILABLE: { title: 'The service takes no changes at the moment', advice: wait },
  IDENTITY_UNAVAILABLE: { title: 'The login is not available at the moment', advice: wait },
};
