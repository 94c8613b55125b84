import type { CheckCode } from './check-report';
import type { SmtpReply } from './smtp-reply';

/** One way in which a server or provider refuses a login. All given parts have to match. */
interface AuthRefusal {
  readonly replyCodes?: readonly number[];
  readonly status?: string;
  readonly words?: RegExp;
  readonly code: CheckCode;
}

/**
 * How providers refuse a login, the most telling first: Microsoft 365 words its causes behind one status (5.7.139), Google
 * uses 5.7.9 for an app password (RFC 4954 section 6 uses the same status for a mechanism that is too weak).
 */
const refusals: readonly AuthRefusal[] = [
  { status: '5.7.139', words: /credentials were incorrect/i, code: 'AUTH_REFUSED' },
  { status: '5.7.139', words: /security defaults/i, code: 'AUTH_SECURITY_DEFAULTS' },
  { status: '5.7.139', words: /locked/i, code: 'AUTH_ACCOUNT_LOCKED' },
  { status: '5.7.139', words: /disabled for the tenant/i, code: 'AUTH_DISABLED_FOR_TENANT' },
  { status: '5.7.139', words: /basic authentication/i, code: 'AUTH_BASIC_DISABLED' },
  { status: '5.7.139', code: 'AUTH_DISABLED_FOR_MAILBOX' },
  { status: '5.7.30', code: 'AUTH_BASIC_DISABLED' },
  { words: /too weak|mechanism not (?:allowed|supported)/i, code: 'AUTH_MECHANISM_MISSING' },
  { replyCodes: [534], status: '5.7.9', code: 'AUTH_APP_PASSWORD_NEEDED' },
  { words: /application-specific password|app password/i, code: 'AUTH_APP_PASSWORD_NEEDED' },
  { status: '5.7.14', code: 'AUTH_ACCOUNT_LOCKED' },
  { status: '5.7.13', code: 'AUTH_ACCOUNT_LOCKED' },
  { words: /account (?:is |has been )?(?:temporarily )?(?:locked|disabled|suspended)/i, code: 'AUTH_ACCOUNT_LOCKED' },
  { replyCodes: [500, 502, 504, 538], code: 'AUTH_MECHANISM_MISSING' },
];

/** What a permanent refusal of a login means; AUTH_REFUSED (wrong user or password) where nothing more is known. */
export function authRefusalCode(reply: SmtpReply): CheckCode {
  return refusals.find((refusal) => matches(refusal, reply))?.code ?? 'AUTH_REFUSED';
}

function matches(refusal: AuthRefusal, reply: SmtpReply): boolean {
  return (
    (refusal.replyCodes?.includes(reply.code) ?? true) &&
    (refusal.status === undefined || refusal.status === reply.enhancedStatus) &&
    (refusal.words?.test(reply.text) ?? true)
  );
}
