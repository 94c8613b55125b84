import type { ErrorCode } from '../domain/errors';
import type { ErrorExplanation } from './error-explanation';
import { serviceErrorGuide } from './service-error-guide';

const reload = 'Read the mail server again, look at what has changed, and repeat the command with the new revision.';
/** Every code of the catalogue. Shown on the pages of the errors; docs/errors.md is made from it. */
export const errorGuide: Readonly<Record<ErrorCode, ErrorExplanation>> = {
  INVALID_REQUEST: {
    meaning: 'A parameter, a header or the body has a missing, unknown or malformed field.',
    remedy: '`errors` names every faulty place. Correct them all; nothing has been changed.',
  },
  BROKEN_JSON: {
    meaning: 'The body could not be parsed as JSON.',
    remedy: 'Send one JSON object in UTF-8.',
  },
  IDEMPOTENCY_KEY_MISSING: {
    meaning: 'Commands and messages need an `Idempotency-Key` of 1 to 200 printable ASCII characters.',
    remedy: 'Make a new random key for each intended effect, and keep it for repetitions of the same request.',
  },
  UNAUTHENTICATED: {
    meaning:
      'There is no bearer token, or it is not a valid access token for this API: expired, not yet valid, from another ' +
      'issuer, for another audience, wrongly signed, or an ID token. At the dashboards: the session has ended.',
    remedy:
      'Get a new access token for this API’s audience from the identity provider; at the dashboards, log in again.',
  },
  CROSS_SITE_REFUSED: {
    meaning:
      'The browser sent the cookie of a session along with a request that none of our own pages made, or that does not ' +
      'show which page made it.',
    remedy: 'Use the dashboards themselves. Programs send an access token instead of the cookie.',
  },
  LOGIN_REFUSED: {
    meaning:
      'The identity provider did not let this person in, or its answer belongs to no login that this browser has begun ' +
      'in the last ten minutes.',
    remedy: 'Begin again at the start page. Where it happens again, ask whoever manages your account.',
  },
  LOGOUT_TOKEN_INVALID: {
    meaning:
      'The back-channel logout carries no logout token that the identity provider has just made for this service.',
    remedy: 'Check which issuer and which client the provider makes logout tokens for.',
  },
  FORBIDDEN: {
    meaning: 'The token is valid, but none of its roles may send this request.',
    remedy: 'Ask for the role that the reference names, or let somebody who has it do this.',
  },
  INSUFFICIENT_SCOPE: {
    meaning:
      'The role would do, but the access token lacks the scope that the request takes. `WWW-Authenticate` names it. The ' +
      'token of a machine is good for nothing but the scopes that it names.',
    remedy: 'Have the scope granted to the client at the identity provider, and ask for it with the token.',
  },
  FEATURE_LOCKED: {
    meaning: 'Sales has not unlocked the own mail server for this organization, or has revoked it.',
    remedy: 'Ask your contact in sales to unlock it.',
  },
  SECOND_APPROVER_NEEDED: {
    meaning: 'Two different people have to approve these settings, and you are one of them.',
    remedy: 'Let another reviewer approve.',
  },
  OWN_SUBMISSION: {
    meaning: 'Whoever submitted settings may not review them, not even in another role or with a second account.',
    remedy: 'Let another reviewer decide.',
  },
  NOT_FOUND: {
    meaning: 'Nothing is at this address, or nothing that you may see.',
    remedy: 'Check the address and the id in it.',
  },
  ORGANIZATION_UNKNOWN: {
    meaning: 'The organization is not registered, or your token is not bound to it.',
    remedy: 'Check the id; register the organization first where it is new.',
  },
  ORGANIZATION_CLOSED: {
    meaning: 'The organization has left: nothing is sent for it any more, and nothing of it can be changed.',
    remedy: 'Register it again where it has come back; it begins locked, without a server.',
  },
  METHOD_NOT_ALLOWED: {
    meaning: 'The address exists, but not with this method.',
    remedy: 'Use one of the methods in the `Allow` header.',
  },
  ALREADY_UNLOCKED: {
    meaning: 'The feature is unlocked; there was nothing to do.',
    remedy: 'Nothing has to be done.',
  },
  ALREADY_LOCKED: {
    meaning: 'The feature is locked; there was nothing to revoke.',
    remedy: 'Nothing has to be done.',
  },
  STALE_REVISION: {
    meaning: 'The command speaks of another revision than the newest one.',
    remedy: reload,
  },
  STALE_REPORT: {
    meaning: 'The decision speaks of another check report than the newest one of these settings.',
    remedy: 'Read the review again, with its new report, and decide then.',
  },
  NO_DRAFT: {
    meaning: 'There are no submitted settings in a state that this command could act on.',
    remedy: 'Read the mail server to see where it stands; submit settings first.',
  },
  DRAFT_IN_PROGRESS: {
    meaning: 'Settings are being checked, confirmed or reviewed; only one draft is on its way at a time.',
    remedy: 'Wait for its end, or withdraw it and submit again.',
  },
  CHECK_RUNNING: {
    meaning: 'The checks of this revision have not finished, or its server is being checked before it is resumed.',
    remedy: 'Wait for the report.',
  },
  NOT_AWAITING_CONFIRMATION: {
    meaning: 'No test mail of this revision waits for its code.',
    remedy: 'Read the mail server to see where it stands; run the check again for a new test mail.',
  },
  CONFIRMATION_CODE_WRONG: {
    meaning: 'The typed code is not the one in the newest test mail.',
    remedy: 'Type the code from the newest test mail. After five wrong codes only a new check helps.',
  },
  CONFIRMATION_ATTEMPTS_EXCEEDED: {
    meaning: 'Too many wrong codes were typed for this test mail.',
    remedy: 'Run the check again; a new test mail with a new code is sent.',
  },
  CONFIRMATION_LINK_UNKNOWN: {
    meaning: 'The link was not made by this service, or was changed or cut off on its way.',
    remedy: 'Copy the whole link from the test mail, or type the code that is in it.',
  },
  UNSUBSCRIBE_LINK_UNKNOWN: {
    meaning: 'The link was not made by this service, was cut off on its way, or its mail is not known any more.',
    remedy: 'Use the link of a newer mail, or ask the sender to be taken off.',
  },
  CONFIRMATION_LINK_EXPIRED: {
    meaning: 'The link is too old, or its test mail is not the newest one, or its settings are no longer on their way.',
    remedy: 'Use the newest test mail; run the check again where there is none.',
  },
  CONFIRMATION_LINK_USED: {
    meaning: 'This test mail is confirmed, by the link, by its code, or because it came back by itself.',
    remedy: 'Nothing is left to do; read `draft.status`.',
  },
  NOT_AWAITING_REVIEW: {
    meaning: 'No settings of this organization wait for a decision.',
    remedy: 'Read the queue again; another reviewer may have decided, or the customer has withdrawn.',
  },
  ALREADY_DECIDED: {
    meaning: 'A reviewer has decided on exactly this revision; a decision is never replaced by a later one.',
    remedy: 'Read the mail server to see who decided what. To undo an approval, roll back or suspend.',
  },
  APPEAL_NOT_POSSIBLE: {
    meaning: 'The settings are not rejected, or the rejection was answered before, or the time for an answer is over.',
    remedy: 'Submit new settings.',
  },
  CLAIMED_BY_ANOTHER: {
    meaning: 'Another reviewer has claimed this review.',
    remedy: 'Let them finish, or ask them to give it back.',
  },
  NOT_CLAIMED: {
    meaning: 'The review is not claimed, so that it cannot be given back.',
    remedy: 'Nothing has to be done.',
  },
  NO_LIVE_SERVER: {
    meaning: 'No mail server of this organization is live.',
    remedy: 'Submit settings and have them approved first.',
  },
  NOTHING_TO_ROLL_BACK_TO: {
    meaning: 'Nothing was live before this revision, or it has sent its first mail, and the one before was dropped.',
    remedy: 'Suspend the server if it must not go on; the customer can submit the earlier settings again.',
  },
  LIVE_SERVER_NOT_ACTIVE: {
    meaning: 'The live server is suspended already.',
    remedy: 'Read the mail server to see by whom and why.',
  },
  LIVE_SERVER_NOT_SUSPENDED: {
    meaning: 'The live server is not suspended, or not by the side that this command speaks for.',
    remedy:
      'A pause by the customer is ended by the customer, a suspension by operations or health is lifted by operations.',
  },
  MESSAGE_ENDED: {
    meaning: 'Every recipient of the message has been delivered to, refused, or given up: there is nothing to cancel.',
    remedy: 'Look at the message: its recipients show how each of them ended.',
  },
  NOTHING_TO_RESEND: {
    meaning: 'Nobody has failed to get the message, or its content is not kept any more.',
    remedy:
      'Read the message: held recipients are resolved, waiting ones will be tried again. Otherwise hand over a new one.',
  },
  MESSAGE_NOT_HELD: {
    meaning: 'Only a held message leaves open what became of it, and this one has no held recipient any more.',
    remedy: 'Read the message and its history: somebody else, or a late answer, has settled it.',
  },
  NO_WEBHOOK_ENDPOINT: {
    meaning: 'No address is set that the organization’s events would go to.',
    remedy: 'Set one with `PUT …/webhook-endpoint`; its answer brings the secret.',
  },
  ROTATION_RUNNING: {
    meaning: 'A new password for the live server is being checked already.',
    remedy: 'Wait for its outcome, then try again.',
  },
  RETURN_PATH_NOT_ACCEPTED: {
    meaning: 'The check of the live server found that it refuses the envelope sender which this return path needs.',
    remedy:
      'Choose a return path that the check report names as accepted, or have the server allow other envelope senders and submit the settings again.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    meaning: 'The same key came before with another request or password, or from somebody else.',
    remedy: 'Use a new key for a new request; repeat the old one exactly.',
  },
  TERMS_INVALID: {
    meaning: 'The end of the contract does not lie in the future.',
    remedy: 'Give a later end, or none.',
  },
  DECISION_INCOMPLETE: {
    meaning: 'An approval lacks ticks that this review requires, or another verdict lacks its reason or its fields.',
    remedy: 'Read the review: it names the required items. Complete the decision.',
  },
  PASSWORD_MASKED: {
    meaning: 'The password is a row of mask characters, as forms show instead of a password that they hide.',
    remedy: 'Have the real password typed in.',
  },
  PASSWORD_REQUIRED: {
    meaning:
      'The settings came without a password, and something besides the sender’s name differs from those that it was entered for.',
    remedy: 'Have the password typed in: it must not go anywhere that it was not entered for.',
  },
  WEBHOOK_URL_INVALID: {
    meaning:
      'Events cannot be sent there: it has to be an https URL with a full host name, without user name, password and fragment.',
    remedy: '`errors` names the fault. Correct the address and send it again.',
  },
  SETTINGS_INVALID: {
    meaning: 'The settings cannot belong to a mail server. Nothing has been stored, the password neither.',
    remedy: '`errors` names every faulty field. Correct them and submit again.',
  },
  MESSAGE_INVALID: {
    meaning: 'The message contradicts itself or a rule, for instance transactional mail with an unsubscribe link.',
    remedy: '`errors` names every faulty field. Correct them and hand the message over with a new key.',
  },
  LOGO_INVALID: {
    meaning: 'The file is not a PNG or JPEG picture of acceptable size.',
    remedy: 'Send another picture.',
  },
  BODY_TOO_LARGE: {
    meaning: 'The body is larger than this request may be.',
    remedy: 'Send less: smaller or fewer attachments, a smaller picture.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    meaning: 'The body has another media type, character set or content encoding than this request takes.',
    remedy: 'Send `application/json` in UTF-8, uncompressed; a logo as `image/png` or `image/jpeg`.',
  },
  ...serviceErrorGuide,
};
