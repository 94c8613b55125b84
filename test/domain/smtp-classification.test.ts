import fc from 'fast-check';

import { checkCodes, checkStages } from '../../domain/check-report';
import { classify, classifyReply } from '../../domain/smtp-classification';
import { connectTroubleKind, nothingOffered, tlsTroubleKind, troubleKinds } from '../../domain/smtp-trouble';

const offered = { auth: true, startTls: true };
const stages = checkStages.filter((stage) => !['egress', 'dns', 'connect', 'returned-mail'].includes(stage));

function reply(code: number, enhancedStatus: string | null = null, text = '') {
  return { code, enhancedStatus, text };
}

describe('what a reply means', () => {
  it('never counts a 4xx or 503 against the customer', () => {
    const code = fc.oneof(fc.integer({ min: 400, max: 499 }), fc.constant(503));
    fc.assert(
      fc.property(code, fc.constantFrom(...stages), fc.string(), (given, stage, text) => {
        expect(classifyReply(stage, reply(given, null, text), offered).verdict).toBe('inconclusive');
      }),
    );
  });

  it('counts every other refusal', () => {
    const code = fc.integer({ min: 500, max: 599 }).filter((given) => given !== 503);
    fc.assert(
      fc.property(code, fc.constantFrom(...stages), fc.string(), (given, stage, text) => {
        expect(classifyReply(stage, reply(given, null, text), offered).verdict).toBe('fail');
      }),
    );
  });

  it.each([
    [reply(535, '5.7.8', 'Username and Password not accepted'), 'AUTH_REFUSED'],
    [reply(534, '5.7.9', 'Application-specific password required'), 'AUTH_APP_PASSWORD_NEEDED'],
    [reply(534, '5.7.9', 'Authentication mechanism is too weak'), 'AUTH_MECHANISM_MISSING'],
    [reply(534, '5.7.14', 'Please log in via your web browser'), 'AUTH_ACCOUNT_LOCKED'],
    [reply(535, '5.7.139', 'the user credentials were incorrect'), 'AUTH_REFUSED'],
    [reply(535, '5.7.139', 'basic authentication is disabled'), 'AUTH_BASIC_DISABLED'],
    [reply(535, '5.7.139', 'the request did not meet the criteria'), 'AUTH_DISABLED_FOR_MAILBOX'],
    [reply(525, '5.7.13', 'User account disabled'), 'AUTH_ACCOUNT_LOCKED'],
    [reply(535, null, 'Your account is temporarily locked'), 'AUTH_ACCOUNT_LOCKED'],
    [reply(504, '5.7.4', 'Unrecognized authentication type'), 'AUTH_MECHANISM_MISSING'],
    [reply(538, '5.7.11', 'Encryption required'), 'AUTH_MECHANISM_MISSING'],
    [reply(535, null, ''), 'AUTH_REFUSED'],
  ] as const)('reads a refused login %j as %s', (given, code) => {
    expect(classifyReply('auth', given, offered)).toEqual({ code, verdict: 'fail' });
  });

  it('reads 503 as a missing login only where none was offered', () => {
    expect(classifyReply('auth', reply(503), nothingOffered).code).toBe('AUTH_MECHANISM_MISSING');
    expect(classifyReply('auth', reply(503), offered).code).toBe('AUTH_TEMPORARY');
  });

  it('reads a temporary refusal of STARTTLS as passing only where it was offered', () => {
    expect(classifyReply('tls', reply(454), nothingOffered)).toEqual({ code: 'TLS_NOT_OFFERED', verdict: 'fail' });
    expect(classifyReply('tls', reply(454), offered)).toEqual({ code: 'TLS_TEMPORARY', verdict: 'inconclusive' });
  });

  it('reads 552 as size, unless it speaks of a full mailbox', () => {
    expect(classifyReply('data', reply(552), offered).code).toBe('TEST_MAIL_TOO_LARGE');
    expect(classifyReply('data', reply(552, '5.2.2'), offered).code).toBe('TEST_MAIL_REFUSED');
  });

  it('takes a positive reply where none was due for a broken protocol', () => {
    expect(classifyReply('auth', reply(250), offered)).toEqual({ code: 'PROTOCOL_BROKEN', verdict: 'fail' });
  });
});

describe('what a trouble without a reply means', () => {
  it('has a code for every kind at every stage', () => {
    for (const stage of checkStages) {
      for (const kind of troubleKinds) {
        expect(checkCodes).toContain(classify({ stage, kind, offered: nothingOffered }).code);
      }
    }
  });

  it.each(['timed-out', 'closed', 'name-unresolved', 'connection-failed', 'interrupted', 'answer-lost'] as const)(
    'does not count %s against the customer',
    (kind) => {
      for (const stage of checkStages) {
        expect(classify({ stage, kind, offered: nothingOffered }).verdict).toBe('inconclusive');
      }
    },
  );
});

describe('what an error code tells', () => {
  it.each([
    ['CERT_HAS_EXPIRED', 'certificate-expired'],
    ['CERT_NOT_YET_VALID', 'certificate-not-yet-valid'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate-wrong-name'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate-untrusted'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls-version'],
    ['ERR_SSL_SOMETHING_ELSE', 'tls-handshake'],
    ['ECONNRESET', 'closed'],
    ['ETIMEDOUT', 'timed-out'],
    ['ABORT_ERR', 'interrupted'],
    [undefined, 'tls-handshake'],
  ] as const)('reads %s in a handshake as %s', (code, kind) => {
    expect(tlsTroubleKind(code, true)).toBe(kind);
  });

  it('reads an answer in clear as the wrong mode only where TLS came first', () => {
    expect(tlsTroubleKind('ERR_SSL_WRONG_VERSION_NUMBER', true)).toBe('tls-wrong-mode');
    expect(tlsTroubleKind('ERR_SSL_WRONG_VERSION_NUMBER', false)).toBe('tls-handshake');
  });

  it.each([
    ['ECONNREFUSED', 'connection-refused'],
    ['EHOSTUNREACH', 'connection-failed'],
    ['ETIMEDOUT', 'timed-out'],
    [undefined, 'connection-failed'],
  ] as const)('reads %s while connecting as %s', (code, kind) => {
    expect(connectTroubleKind(code)).toBe(kind);
  });
});
