import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import * as fc from 'fast-check';

import type { Ciphertext } from '../../../adapters/crypto/aes-gcm';
import { KeyRing } from '../../../adapters/crypto/key-ring';
import { SealedBox, type SealBinding, type SealedSecret } from '../../../adapters/crypto/sealed-box';
import { Secret } from '../../../domain/secret';

const older = { id: 'older', key: randomBytes(32) };
const newer = { id: 'newer', key: randomBytes(32) };
const box = new SealedBox(new KeyRing([older]));
const binding: SealBinding = { organizationId: 'acme', revision: 3, credentialId: 'c-1' };
const unreadable = expect.objectContaining({ code: 'CREDENTIAL_UNREADABLE' });

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at % copy.length]! ^= 1 << (at % 8);
  return copy;
}

function withFlippedBit(sealed: SealedSecret, part: 'content' | 'wrappedKey', field: keyof Ciphertext, at: number) {
  return { ...sealed, [part]: { ...sealed[part], [field]: flipped(sealed[part][field], at) } };
}

describe('a sealed box', () => {
  it('gives back every secret byte for byte, however odd its characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        expect(box.open(box.seal(new Secret(text), binding), binding).reveal()).toBe(text);
      }),
    );
  });

  it('keeps the secret and both keys out of what is stored', () => {
    const sealed = box.seal(new Secret('correct horse battery'), binding);
    const stored = Buffer.concat([sealed.content.data, sealed.wrappedKey.data]);
    expect(stored.includes('correct')).toBe(false);
    expect(stored.includes(older.key)).toBe(false);
    expect(inspect(box.open(sealed, binding))).toBe('[secret]');
  });

  it('seals the same secret differently each time', () => {
    const [one, other] = [box.seal(new Secret('x'), binding), box.seal(new Secret('x'), binding)];
    expect(one.content.iv).not.toEqual(other.content.iv);
    expect(one.wrappedKey.iv).not.toEqual(other.wrappedKey.iv);
    expect(one.wrappedKey.data).not.toEqual(other.wrappedKey.data);
  });

  it.each([
    ['organization', { ...binding, organizationId: 'acme2' }],
    ['revision', { ...binding, revision: 4 }],
    ['credential', { ...binding, credentialId: 'c-2' }],
  ])('does not open for another %s', (_name, other) => {
    const sealed = box.seal(new Secret('x'), binding);
    expect(() => box.open(sealed, other)).toThrow(unreadable);
  });

  it('tells bindings apart whose texts run together', () => {
    const sealed = box.seal(new Secret('x'), { organizationId: 'a","b', revision: 1, credentialId: 'c' });
    expect(() => box.open(sealed, { organizationId: 'a', revision: 1, credentialId: 'b","c' })).toThrow(unreadable);
  });

  it('does not open when any single bit of nonce, tag or data has changed', () => {
    const sealed = box.seal(new Secret('a password'), binding);
    const part = fc.constantFrom('content' as const, 'wrappedKey' as const);
    const field = fc.constantFrom('iv' as const, 'tag' as const, 'data' as const);
    fc.assert(
      fc.property(part, field, fc.nat(1000), (changed, name, at) => {
        expect(() => box.open(withFlippedBit(sealed, changed, name, at), binding)).toThrow(unreadable);
      }),
    );
  });

  it('does not accept a shortened tag', () => {
    const sealed = box.seal(new Secret('x'), binding);
    const short = { ...sealed, content: { ...sealed.content, tag: sealed.content.tag.subarray(0, 4) } };
    expect(() => box.open(short, binding)).toThrow(unreadable);
  });

  it('does not open when content or data key come from another secret', () => {
    const other = { ...binding, credentialId: 'c-2' };
    const [mine, theirs] = [box.seal(new Secret('mine'), binding), box.seal(new Secret('theirs'), other)];
    expect(() => box.open(theirs, binding)).toThrow(unreadable);
    expect(() => box.open({ ...mine, content: theirs.content }, binding)).toThrow(unreadable);
    expect(() => box.open({ ...mine, wrappedKey: theirs.wrappedKey }, binding)).toThrow(unreadable);
  });

  it('does not open without its key, nor when the key id points to another key', () => {
    const sealed = box.seal(new Secret('x'), binding);
    expect(() => new SealedBox(new KeyRing([newer])).open(sealed, binding)).toThrow(unreadable);
    const both = new SealedBox(new KeyRing([newer, older]));
    expect(() => both.open({ ...sealed, keyId: 'newer' }, binding)).toThrow(unreadable);
    const renamed = new SealedBox(new KeyRing([{ id: 'newer', key: older.key }]));
    expect(() => renamed.open({ ...sealed, keyId: 'newer' }, binding)).toThrow(unreadable);
  });

  it('opens with older keys, and is re-wrapped by the newest without touching the content', () => {
    const sealed = box.seal(new Secret('kept'), binding);
    const rotating = new SealedBox(new KeyRing([newer, older]));
    expect(rotating.open(sealed, binding).reveal()).toBe('kept');
    const rewrapped = rotating.rewrap(sealed, binding);
    expect(rewrapped.content).toEqual(sealed.content);
    expect(rewrapped.keyId).toBe('newer');
    expect(new SealedBox(new KeyRing([newer])).open(rewrapped, binding).reveal()).toBe('kept');
  });
});

describe('a key ring', () => {
  it('refuses to be empty, to hold a short key or one id twice', () => {
    expect(() => new KeyRing([])).toThrow(RangeError);
    expect(() => new KeyRing([{ id: 'short', key: randomBytes(16) }])).toThrow(RangeError);
    expect(() => new KeyRing([older, { ...newer, id: 'older' }])).toThrow(RangeError);
  });
});
