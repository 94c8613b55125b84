import type { CheckStage } from './check-report';
import type { SmtpReply } from './smtp-reply';

/** What can stop a dialogue with a mail server without the server having answered a command with a refusal. */
export const troubleKinds = [
  'port-refused',
  'address-refused',
  'name-not-found',
  'name-unresolved',
  'connection-refused',
  'connection-failed',
  'timed-out',
  'closed',
  'protocol',
  'tls-wrong-mode',
  'tls-version',
  'tls-handshake',
  'tls-injection',
  'certificate-expired',
  'certificate-not-yet-valid',
  'certificate-untrusted',
  'certificate-wrong-name',
  'certificate-not-pinned',
  'password-unusable',
  'token-endpoint-refused',
  'token-endpoint-unreachable',
  'token-temporary',
  'token-answer-unusable',
  'token-client-refused',
  'token-secret-expired',
  'token-tenant-unknown',
  'token-user-unknown',
  'token-permission-missing',
  'token-refused',
  'token-key-unusable',
  'too-large',
  'answer-lost',
  'interrupted',
] as const;
export type TroubleKind = (typeof troubleKinds)[number];

/** Why a dialogue with a mail server stopped at a stage. A refusal (`reply`) always carries the server's reply. */
export type SmtpTrouble =
  | { readonly stage: CheckStage; readonly kind: TroubleKind; readonly offered: Offered }
  | {
      readonly stage: CheckStage;
      readonly kind: 'reply';
      readonly reply: SmtpReply;
      readonly offered: Offered;
      /** Set at the login: a refused token and a refused password are mended in different places. */
      readonly login?: 'password' | 'token';
    };

/** What the server had announced by then; the same reply means another thing when AUTH was never offered. */
export interface Offered {
  readonly auth: boolean;
  readonly startTls: boolean;
}

export const nothingOffered: Offered = { auth: false, startTls: false };

const certificateKinds: Readonly<Record<string, TroubleKind>> = {
  CERT_HAS_EXPIRED: 'certificate-expired',
  CERT_NOT_YET_VALID: 'certificate-not-yet-valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-wrong-name',
  HOSTNAME_MISMATCH: 'certificate-wrong-name',
  ERR_TLS_CERT_ALTNAME_FORMAT: 'certificate-wrong-name',
  CERT_CHAIN_TOO_LONG: 'certificate-untrusted',
  CERT_REJECTED: 'certificate-untrusted',
  CERT_REVOKED: 'certificate-untrusted',
  CERT_SIGNATURE_FAILURE: 'certificate-untrusted',
  CERT_UNTRUSTED: 'certificate-untrusted',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-untrusted',
  INVALID_CA: 'certificate-untrusted',
  INVALID_PURPOSE: 'certificate-untrusted',
  PATH_LENGTH_EXCEEDED: 'certificate-untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate-untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-untrusted',
};

const plainTextAnswers = new Set([
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_HTTP_REQUEST',
]);

const versionRefusals = new Set([
  'ERR_SSL_UNSUPPORTED_PROTOCOL',
  'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
  'ERR_SSL_VERSION_TOO_LOW',
]);

const waitKinds: Readonly<Record<string, TroubleKind>> = { ETIMEDOUT: 'timed-out', ABORT_ERR: 'interrupted' };

const lostConnections = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);

/**
 * What a failed TLS handshake tells, by the code of its error. `implicit` = TLS was spoken from the first byte, so that an
 * answer that is no TLS means a server that wanted STARTTLS.
 */
export function tlsTroubleKind(errorCode: string | undefined, implicit: boolean): TroubleKind {
  if (errorCode === undefined) return 'tls-handshake';
  const certificate = certificateKinds[errorCode];
  if (certificate !== undefined) return certificate;
  if (versionRefusals.has(errorCode)) return 'tls-version';
  if (plainTextAnswers.has(errorCode)) return implicit ? 'tls-wrong-mode' : 'tls-handshake';
  if (lostConnections.has(errorCode)) return 'closed';
  return waitKinds[errorCode] ?? 'tls-handshake';
}

/** What a failed TCP connection attempt tells, by the code of its error. */
export function connectTroubleKind(errorCode: string | undefined): TroubleKind {
  if (errorCode === 'ECONNREFUSED') return 'connection-refused';
  return waitKinds[errorCode ?? ''] ?? 'connection-failed';
}
