import fc from 'fast-check';

import { readSettings } from '../../domain/lifecycle/read-settings';
import { settingsFaults } from '../../domain/mail-server-settings';
import { normalizeTrust, pemBlocks, trustFaults, type ServerTrust } from '../../domain/server-trust';
import { settings } from '../support/lifecycle-builders';

const block = `-----BEGIN CERTIFICATE-----\n${'A'.repeat(64)}\nQUJD\n-----END CERTIFICATE-----`;
const digits = '0123456789ABCDEF'.repeat(4);
const sha256 = (digits.match(/../g) ?? []).join(':');

it.each<ServerTrust>([{ kind: 'public' }, { kind: 'authority', certificates: block }, { kind: 'certificate', sha256 }])(
  'accepts and reads back $kind',
  (trust) => {
    expect(settingsFaults({ ...settings, trust })).toEqual([]);
    expect(readSettings({ ...settings, trust })).toEqual({ ...settings, trust });
  },
);

it.each<[string, ServerTrust, ServerTrust]>([
  [
    'a fingerprint without colons',
    { kind: 'certificate', sha256: digits.toLowerCase() },
    { kind: 'certificate', sha256 },
  ],
  [
    'one with spaces',
    { kind: 'certificate', sha256: ` ${sha256.replaceAll(':', ' ')}` },
    { kind: 'certificate', sha256 },
  ],
  [
    'text around certificates, and Windows line ends',
    { kind: 'authority', certificates: `subject=x\r\n${block.replaceAll('\n', '\r\n')}\r\ntrailing` },
    { kind: 'authority', certificates: block },
  ],
])('brings %s into one form', (_case, given, expected) => {
  expect(normalizeTrust(given)).toEqual(expected);
  expect(trustFaults(normalizeTrust(given))).toEqual([]);
});

it.each<[ServerTrust, string, string]>([
  [{ kind: 'authority', certificates: 'a certificate' }, 'certificates', 'NOT_A_CERTIFICATE'],
  [
    { kind: 'authority', certificates: '-----BEGIN PRIVATE KEY-----\nQUJD\n-----END PRIVATE KEY-----' },
    'certificates',
    'NOT_A_CERTIFICATE',
  ],
  [{ kind: 'authority', certificates: Array.from({ length: 6 }, () => block).join('\n') }, 'certificates', 'TOO_LONG'],
  [{ kind: 'authority', certificates: block.replace('QUJD', 'A'.repeat(20_000)) }, 'certificates', 'TOO_LONG'],
  [{ kind: 'certificate', sha256: digits.slice(2) }, 'sha256', 'NOT_A_FINGERPRINT'],
  [{ kind: 'certificate', sha256: '' }, 'sha256', 'NOT_A_FINGERPRINT'],
])('names what is wrong with a trust', (trust, member, code) => {
  expect(trustFaults(normalizeTrust(trust))).toEqual([{ member, code }]);
});

it('keeps no private key that was pasted along with a certificate', () => {
  const pasted = `-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n${block}`;
  expect(JSON.stringify(normalizeTrust({ kind: 'authority', certificates: pasted }))).not.toContain('c2VjcmV0');
});

it('has one form for every text, and reaches it at once', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (text) => {
      const once = normalizeTrust({ kind: 'authority', certificates: `${text}${block}${text}` });
      expect(normalizeTrust(once)).toEqual(once);
      expect(pemBlocks(text).length).toBe(0);
    }),
  );
});
