import fc from 'fast-check';

import { HmacConfirmationCodes } from '../../../adapters/crypto/hmac-confirmation-codes';

const codes = new HmacConfirmationCodes(Buffer.alloc(32, 1));

describe('confirmation codes', () => {
  it('are eight characters of base 32 without letters that look like digits, the same for the same run', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), fc.nat(), (organization, revision, run) => {
        const code = codes.codeFor(organization, revision, run);
        expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
        expect(codes.codeFor(organization, revision, run)).toBe(code);
        expect(codes.matches(code, organization, revision, run)).toBe(true);
      }),
    );
  });

  it('differ by organization, revision, run and key', () => {
    const other = new HmacConfirmationCodes(Buffer.alloc(32, 2));
    const made = [
      codes.codeFor('a', 1, 1),
      codes.codeFor('b', 1, 1),
      codes.codeFor('a', 2, 1),
      codes.codeFor('a', 1, 2),
      codes.codeFor('a', 11, 1),
      codes.codeFor('a', 1, 11),
      other.codeFor('a', 1, 1),
    ];
    expect(new Set(made).size).toBe(made.length);
  });

  it('match as people type them', () => {
    const code = codes.codeFor('org', 1, 1);
    const typed = ` ${code.slice(0, 4)}-${code.slice(4)} `.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l');
    expect(codes.matches(typed, 'org', 1, 1)).toBe(true);
  });

  it.each(['', 'ABCDEFGH', 'ABCDEFGHJ', 'Ä'.repeat(8), '\u0000'])('does not match %j', (code) => {
    expect(codes.matches(code, 'org', 1, 1)).toBe(false);
  });
});
