import { randomUUID } from 'node:crypto';

import fc from 'fast-check';

import type { ReturnSubject } from '../../../activities/ports/return-addresses';
import { HmacReturnAddresses } from '../../../adapters/crypto/hmac-return-addresses';

const now = new Date('2026-11-26T12:00:00Z');
const later = (days: number): Date => new Date(now.getTime() + days * 24 * 60 * 60 * 1000);
const domains = { bounce: 'bounce.example', check: 'check.example' };
const firstKey = { id: 'first', key: Buffer.alloc(32, 1) };
const secondKey = { id: 'second', key: Buffer.alloc(32, 2) };
const addresses = new HmacReturnAddresses({ keys: [firstKey], domains, validDays: 30 });

const bounce: ReturnSubject = { kind: 'bounce', organizationId: 'acme', mailId: randomUUID(), position: 3 };
const check: ReturnSubject = { kind: 'check', organizationId: 'acme', revision: 2, run: 1 };

const subjects = fc.oneof(
  fc.record({
    kind: fc.constant('bounce' as const),
    organizationId: fc.string({ minLength: 1 }),
    mailId: fc.uuid(),
    position: fc.option(fc.nat({ max: 65_534 })),
  }),
  fc.record({
    kind: fc.constantFrom('check' as const, 'check-bounce' as const),
    organizationId: fc.string({ minLength: 1 }),
    revision: fc.nat(),
    run: fc.nat(),
  }),
);

describe('return addresses', () => {
  it('say what they were made for, in any case of letters, and fit into a local part', () => {
    fc.assert(
      fc.property(subjects, fc.boolean(), (subject, isUpperCase) => {
        const address = addresses.addressFor(subject, now);
        expect(address.split('@')[0]).toMatch(/^[bcd]-[a-z2-7]{61}$/);
        const reading = addresses.read(isUpperCase ? address.toUpperCase() : address, now);
        if (reading.kind !== 'genuine') throw new Error(reading.kind);
        expect(reading.token).toMatchObject({
          kind: subject.kind,
          reference: addresses.referenceOf(subject),
          position: 'position' in subject ? subject.position : null,
        });
        expect(addresses.belongsTo(reading.token, subject.organizationId)).toBe(true);
        expect(addresses.belongsTo(reading.token, `${subject.organizationId}.`)).toBe(false);
      }),
    );
  });

  it('are forged when any character of them was changed', () => {
    const address = addresses.addressFor(bounce, now);
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 61 }),
        fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyz234567')),
        (at, other) => {
          fc.pre(address[at] !== other);
          const changed = address.slice(0, at) + other + address.slice(at + 1);
          expect(addresses.read(changed, now).kind).toBe('forged');
        },
      ),
    );
  });

  it('of one kind cannot be made into another kind', () => {
    const address = addresses.addressFor({ ...check, kind: 'check-bounce' }, now);
    expect(addresses.read(address.replace(/^d-/, 'b-'), now).kind).toBe('forged');
    const returned = addresses.addressFor(check, now);
    expect(addresses.read(returned.replace('check.example', 'bounce.example'), now).kind).toBe('unknown');
  });

  it('are valid until the last of their days, and expired afterwards', () => {
    const address = addresses.addressFor(bounce, now);
    expect(addresses.read(address, later(30)).kind).toBe('genuine');
    expect(addresses.read(address, later(31)).kind).toBe('expired');
  });

  it('stay valid while their key is known, also when another one signs', () => {
    const address = addresses.addressFor(bounce, now);
    const rotated = new HmacReturnAddresses({ keys: [secondKey, firstKey], domains, validDays: 30 });
    const forgotten = new HmacReturnAddresses({ keys: [secondKey], domains, validDays: 30 });
    expect(rotated.read(address, now).kind).toBe('genuine');
    expect(rotated.addressFor(bounce, now)).not.toBe(address);
    expect(forgotten.read(address, now).kind).toBe('forged');
  });

  it('cannot be made by somebody who knows the name of the key alone', () => {
    const impostor = new HmacReturnAddresses({
      keys: [{ id: 'first', key: Buffer.alloc(32, 9) }],
      domains,
      validDays: 30,
    });
    expect(addresses.read(impostor.addressFor(bounce, now), now).kind).toBe('forged');
  });

  it.each([
    ['someone@bounce.example', 'unknown'],
    ['b-@bounce.example', 'unknown'],
    ['Postmaster@BOUNCE.example', 'postmaster'],
    ['someone@elsewhere.example', 'foreign'],
    ['bounce.example', 'foreign'],
    ['@bounce.example', 'foreign'],
    ['', 'foreign'],
  ])('do not mistake %j for a token', (address, kind) => {
    expect(addresses.read(address, now).kind).toBe(kind);
  });

  it('are read without an exception, whatever is offered', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (local) => {
        expect(['unknown', 'foreign', 'postmaster']).toContain(addresses.read(`${local}@bounce.example`, now).kind);
      }),
    );
  });

  it('are made for UUIDs alone', () => {
    expect(() => addresses.addressFor({ ...bounce, mailId: 'mail-1' }, now)).toThrow(RangeError);
  });
});
