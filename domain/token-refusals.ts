import type { TroubleKind } from './smtp-trouble';

/** The parts of a token endpoint's refusal (RFC 6749 section 5.2) that tell its cause. */
export interface TokenRefusal {
  readonly status: number;
  /** The error code, lower case; empty where there is none. */
  readonly error: string;
  readonly description: string;
}

interface KnownRefusal {
  readonly errors?: readonly string[];
  readonly words?: RegExp;
  readonly kind: TroubleKind;
}

/**
 * How providers refuse a token, the most telling first. Microsoft numbers its causes (AADSTS…) in the description, Google
 * words them.
 */
const refusals: readonly KnownRefusal[] = [
  { words: /AADSTS(?:90002|900021|900023|900382|50034\d?)\b/, kind: 'token-tenant-unknown' },
  { words: /AADSTS7000222\b/, kind: 'token-secret-expired' },
  { words: /AADSTS(?:700016|7000215|7000216|7000218|90013|700027)\b/, kind: 'token-client-refused' },
  { words: /AADSTS(?:65001|650051|650052|650056|70011|1002012|500011)\b/, kind: 'token-permission-missing' },
  { errors: ['invalid_grant'], words: /signature|account not found|invalid jwt|key/i, kind: 'token-client-refused' },
  { errors: ['invalid_grant'], words: /email|user/i, kind: 'token-user-unknown' },
  { errors: ['unauthorized_client', 'invalid_scope', 'access_denied'], kind: 'token-permission-missing' },
  { errors: ['invalid_client'], kind: 'token-client-refused' },
];

const passing = new Set(['temporarily_unavailable', 'server_error', 'slow_down']);

/** What a refusal of a token means; `token-temporary` may pass by itself. */
export function tokenRefusalKind({ status, error, description }: TokenRefusal): TroubleKind {
  if (status === 408 || status === 429 || status >= 500 || passing.has(error)) return 'token-temporary';
  const known = refusals.find(
    ({ errors, words }) => (errors?.includes(error) ?? true) && (words?.test(description) ?? true),
  );
  if (known) return known.kind;
  return status === 401 || status === 403 ? 'token-client-refused' : 'token-refused';
}
