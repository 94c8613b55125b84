import fc from 'fast-check';

import { HmacConfirmationLinks } from '../../../adapters/crypto/hmac-confirmation-links';
import { HmacUnsubscribeLinks } from '../../../adapters/crypto/hmac-unsubscribe-links';

const key = Buffer.alloc(32, 1);
const links = new HmacUnsubscribeLinks({ key, publicUrl: 'https://api.example/' });
const subjects = fc.record({ organizationId: fc.string({ maxLength: 64 }), mailId: fc.uuid() });

function tokenOf(link: string | null): string {
  return new URL(link ?? '').searchParams.get('token') ?? '';
}

describe('unsubscribe links', () => {
  it('lead to the page below the public address, and name their mail', () => {
    fc.assert(
      fc.property(subjects, (subject) => {
        const link = links.linkFor(subject);
        expect(link).toMatch(/^https:\/\/api\.example\/unsubscribe\?token=[\w.-]+$/);
        expect(links.read(tokenOf(link))).toEqual(subject);
      }),
    );
  });

  it('of another key, changed in any place, or cut off lead nowhere', () => {
    const token = tokenOf(links.linkFor({ organizationId: 'acme', mailId: 'm-1' }));
    const other = new HmacUnsubscribeLinks({ key: Buffer.alloc(32, 2), publicUrl: 'https://api.example' });
    expect(other.read(token)).toBeNull();
    for (let at = 0; at < token.length; at += 1) {
      expect(links.read(token.slice(0, at))).toBeNull();
      const changed = `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
      // The last digit of base64url has bits to spare: what it may change to is the same signature.
      const isSame = Buffer.from(changed, 'base64url').equals(Buffer.from(token, 'base64url'));
      if (!isSame && at < token.length - 1) expect(links.read(changed)).toBeNull();
    }
    fc.assert(fc.property(fc.string(), (text) => expect(links.read(text)).toBeNull()));
  });

  it('are none of the links in test mails, although the same key signs both', () => {
    const confirmations = new HmacConfirmationLinks({
      key,
      codes: { codeFor: () => 'CODE' },
      publicUrl: 'https://api.example',
      validDays: 7,
    });
    const link = confirmations.linkFor({ organizationId: 'acme', revision: 1, run: 1 }, new Date());
    expect(links.read(tokenOf(link))).toBeNull();
    const token = tokenOf(links.linkFor({ organizationId: 'acme', mailId: 'm-1' }));
    expect(confirmations.read(token, new Date())).toEqual({ kind: 'unknown' });
  });

  it('are none where people do not reach the service by https: a mail program could not follow them', () => {
    const local = new HmacUnsubscribeLinks({ key, publicUrl: 'http://localhost:3000' });
    expect(local.linkFor({ organizationId: 'acme', mailId: 'm-1' })).toBeNull();
  });
});
