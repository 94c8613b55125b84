import { authRefusalCode } from './auth-refusals';
import type { CheckCode, CheckStage, CheckVerdict } from './check-report';
import { isPermanent, type SmtpReply } from './smtp-reply';
import type { Offered, SmtpTrouble, TroubleKind } from './smtp-trouble';

/** What a trouble with a mail server means for the customer: a code of the text catalogue, and whether it may pass. */
export interface Classification {
  readonly code: CheckCode;
  readonly verdict: Extract<CheckVerdict, 'fail' | 'inconclusive'>;
}

const sendAsStatuses = new Set(['5.7.60', '5.2.252']);
const sendAsWords =
  /\bsend[ -]?as(?:denied)?\b|not (?:allowed|permitted) to send (?:as|from)|not owned by|sender address rejected/i;
const ehloNameWords = /\b(?:helo|ehlo)\b/i;
const relayWords = /relay(?:ing)?\b.*(?:denied|not permitted|prohibited)|(?:unable|not permitted) to relay/i;

/** Classifies a trouble. A reply code decides before everything else; what may pass by itself is `inconclusive`. */
export function classify(trouble: SmtpTrouble): Classification {
  if (trouble.kind === 'reply')
    return classifyLogin(trouble.login, classifyReply(trouble.stage, trouble.reply, trouble.offered));
  return classifyKind(trouble.stage, trouble.kind);
}

/** What is said of a wrong password means for a token that the mailbox does not let it in. */
function classifyLogin(login: 'password' | 'token' | undefined, found: Classification): Classification {
  const isAboutSecret = found.code === 'AUTH_REFUSED' || found.code === 'AUTH_BASIC_DISABLED';
  return login === 'token' && isAboutSecret ? fail('AUTH_TOKEN_REFUSED') : found;
}

/** Classifies a refusing reply to the command of a stage. */
export function classifyReply(stage: CheckStage, reply: SmtpReply, offered: Offered): Classification {
  if (reply.code < 400) return fail('PROTOCOL_BROKEN');
  if (reply.code === 421) return inconclusive('SERVER_BUSY');
  if (stage === 'auth' && reply.code === 503 && !offered.auth) return fail('AUTH_MECHANISM_MISSING');
  // Exim answers 454 where it has no TLS at all.
  if (stage === 'tls' && !offered.startTls) return fail('TLS_NOT_OFFERED');
  return isPermanent(reply) ? fail(permanentCode(stage, reply)) : inconclusive(temporaryCode(stage, reply));
}

function permanentCode(stage: CheckStage, reply: SmtpReply): CheckCode {
  switch (stage) {
    case 'greeting':
      return 'GREETING_REFUSED';
    case 'ehlo':
      return 'EHLO_REFUSED';
    case 'tls':
      return 'TLS_NOT_OFFERED';
    case 'auth':
      return authRefusalCode(reply);
    case 'mail-from':
      if (isSizeRefusal(reply)) return 'TEST_MAIL_TOO_LARGE';
      if (reply.code === 530) return 'AUTH_REFUSED';
      return ehloNameWords.test(reply.text) ? 'EHLO_REFUSED' : 'SENDER_REFUSED';
    case 'rcpt-to':
      return recipientCode(reply);
    case 'data':
    case 'returned-mail':
      return dataCode(reply);
    case 'egress':
    case 'dns':
    case 'connect':
      return 'PROTOCOL_BROKEN';
  }
}

/** Many servers say only at RCPT TO what they hold against the EHLO name or the sender (Postfix by default). */
function recipientCode(reply: SmtpReply): CheckCode {
  if (reply.code === 530) return 'AUTH_REFUSED';
  if (ehloNameWords.test(reply.text)) return 'EHLO_REFUSED';
  if (isSenderRefusal(reply)) return 'SENDER_REFUSED';
  return relayWords.test(reply.text) ? 'RELAY_REFUSED' : 'RECIPIENT_REFUSED';
}

function dataCode(reply: SmtpReply): CheckCode {
  if (isSenderRefusal(reply)) return 'TEST_MAIL_SEND_AS_REFUSED';
  return isSizeRefusal(reply) ? 'TEST_MAIL_TOO_LARGE' : 'TEST_MAIL_REFUSED';
}

/** Whether a mail was refused for its size (RFC 1870 section 6.1): 5.3.4, or 552 that speaks of no full mailbox (5.2.2). */
export function isSizeRefusal(reply: SmtpReply): boolean {
  return reply.enhancedStatus === '5.3.4' || (reply.code === 552 && reply.enhancedStatus !== '5.2.2');
}

/** Whether a refusal is about the sender's right to use its address, at whatever stage the server says so. */
export function isSenderRefusal(reply: SmtpReply): boolean {
  return sendAsStatuses.has(reply.enhancedStatus ?? '') || sendAsWords.test(reply.text);
}

function temporaryCode(stage: CheckStage, reply: SmtpReply): CheckCode {
  switch (stage) {
    case 'tls':
      return 'TLS_TEMPORARY';
    case 'auth':
      return reply.code === 432 && reply.enhancedStatus === '4.3.2' ? 'AUTH_CONNECTION_LIMIT' : 'AUTH_TEMPORARY';
    case 'mail-from':
      return 'SENDER_TEMPORARY';
    case 'rcpt-to':
      return 'RECIPIENT_TEMPORARY';
    case 'data':
    case 'returned-mail':
      return 'TEST_MAIL_TEMPORARY';
    case 'egress':
    case 'dns':
    case 'connect':
    case 'greeting':
    case 'ehlo':
      return 'SERVER_BUSY';
  }
}

const kindCodes: Readonly<Record<Exclude<TroubleKind, 'timed-out' | 'closed'>, Classification>> = {
  'port-refused': fail('EGRESS_PORT_REFUSED'),
  'address-refused': fail('EGRESS_ADDRESS_REFUSED'),
  'name-not-found': fail('DNS_NOT_FOUND'),
  'name-unresolved': inconclusive('DNS_TROUBLE'),
  'connection-refused': fail('CONNECTION_REFUSED'),
  'connection-failed': inconclusive('CONNECTION_FAILED'),
  protocol: fail('PROTOCOL_BROKEN'),
  'tls-wrong-mode': fail('TLS_WRONG_MODE'),
  'tls-version': fail('TLS_VERSION_TOO_OLD'),
  'tls-handshake': fail('TLS_HANDSHAKE_FAILED'),
  'tls-injection': fail('TLS_INJECTION'),
  'certificate-expired': fail('TLS_CERTIFICATE_EXPIRED'),
  'certificate-not-yet-valid': fail('TLS_CERTIFICATE_NOT_YET_VALID'),
  'certificate-untrusted': fail('TLS_CERTIFICATE_UNTRUSTED'),
  'certificate-wrong-name': fail('TLS_CERTIFICATE_WRONG_NAME'),
  'certificate-not-pinned': fail('TLS_CERTIFICATE_NOT_PINNED'),
  'too-large': fail('TEST_MAIL_TOO_LARGE'),
  'password-unusable': fail('AUTH_PASSWORD_UNUSABLE'),
  'token-endpoint-refused': fail('OAUTH_ENDPOINT_REFUSED'),
  'token-endpoint-unreachable': inconclusive('OAUTH_ENDPOINT_UNREACHABLE'),
  'token-temporary': inconclusive('OAUTH_TEMPORARY'),
  'token-answer-unusable': fail('OAUTH_ANSWER_UNUSABLE'),
  'token-client-refused': fail('OAUTH_CLIENT_REFUSED'),
  'token-secret-expired': fail('OAUTH_SECRET_EXPIRED'),
  'token-tenant-unknown': fail('OAUTH_TENANT_UNKNOWN'),
  'token-user-unknown': fail('OAUTH_USER_UNKNOWN'),
  'token-permission-missing': fail('OAUTH_PERMISSION_MISSING'),
  'token-refused': fail('OAUTH_TOKEN_NOT_ISSUED'),
  'token-key-unusable': fail('OAUTH_KEY_UNUSABLE'),
  'answer-lost': inconclusive('TEST_MAIL_ANSWER_LOST'),
  interrupted: inconclusive('CHECK_INTERRUPTED'),
};

function classifyKind(stage: CheckStage, kind: TroubleKind): Classification {
  if (kind === 'timed-out') return inconclusive(timeOutCode(stage));
  if (kind === 'closed') return inconclusive(stage === 'greeting' ? 'GREETING_MISSING' : 'CONNECTION_LOST');
  return kindCodes[kind];
}

function timeOutCode(stage: CheckStage): CheckCode {
  if (stage === 'dns') return 'DNS_TROUBLE';
  if (stage === 'connect') return 'CONNECTION_TIMED_OUT';
  return stage === 'greeting' ? 'GREETING_MISSING' : 'SERVER_TOO_SLOW';
}

function fail(code: CheckCode): Classification {
  return { code, verdict: 'fail' };
}

function inconclusive(code: CheckCode): Classification {
  return { code, verdict: 'inconclusive' };
}
