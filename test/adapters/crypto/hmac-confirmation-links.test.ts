import fc from 'fast-check';

import { HmacConfirmationLinks } from '../../../adapters/crypto/hmac-confirmation-links';

const now = new Date('2026-11-26T10:00:00.000Z');
const codes = {
  codeFor: (organizationId: string, revision: number, run: number) => `${organizationId}/${revision}/${run}`,
};
const options = { key: Buffer.alloc(32, 1), codes, publicUrl: 'https://api.example/', validDays: 7 };
const links = new HmacConfirmationLinks(options);

const runs = fc.record({ organizationId: fc.string({ maxLength: 64 }), revision: fc.nat(), run: fc.nat() });

function tokenOf(link: string): string {
  return new URL(link).searchParams.get('token') ?? '';
}

function later(days: number): Date {
  return new Date(now.getTime() + days * 86_400_000);
}

describe('confirmation links', () => {
  it('lead to the page below the public address, and name their run and its code', () => {
    fc.assert(
      fc.property(runs, (run) => {
        const link = links.linkFor(run, now);
        expect(link).toMatch(/^https:\/\/api\.example\/confirm-test-mail\?token=[\w.-]+$/);
        const code = codes.codeFor(run.organizationId, run.revision, run.run);
        expect(links.read(tokenOf(link), now)).toEqual({ kind: 'genuine', ...run, code });
      }),
    );
  });

  it('expire to the second', () => {
    const run = { organizationId: 'org', revision: 2, run: 1 };
    const token = tokenOf(links.linkFor(run, now));
    expect(links.read(token, new Date(later(7).getTime() - 1))).toMatchObject({ kind: 'genuine' });
    expect(links.read(token, later(7))).toEqual({ kind: 'expired', ...run });
  });

  it('cannot be made, prolonged or turned to another run without the key', () => {
    const run = { organizationId: 'org', revision: 2, run: 1 };
    const [packed = '', signature = ''] = tokenOf(links.linkFor(run, now)).split('.');
    const [otherPacked = ''] = tokenOf(links.linkFor({ ...run, run: 2 }, now)).split('.');
    const foreign = new HmacConfirmationLinks({ ...options, key: Buffer.alloc(32, 2) });
    const forged = [
      `${otherPacked}.${signature}`,
      `${packed}.${'A'.repeat(43)}`,
      `${packed}${signature}`,
      `${packed}.`,
      `.${signature}`,
      `${packed}.${signature}.${signature}`,
      tokenOf(foreign.linkFor(run, now)),
    ];
    expect(forged.map((token) => links.read(token, now).kind)).toEqual(forged.map(() => 'unknown'));
  });

  it('never throw, whatever somebody makes of them', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary', maxLength: 2000 })), (token) => {
        expect(links.read(token, now)).toEqual({ kind: 'unknown' });
      }),
    );
  });
});
