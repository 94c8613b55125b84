import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import * as fc from 'fast-check';

import type { Ciphertext } from '../../../adapters/crypto/aes-gcm';
import { KeyRing } from '../../../adapters/crypto/key-ring';
import { LocalKeys } from '../../../adapters/crypto/local-keys';
import { SealedBox, type SealBinding, type SealedSecret } from '../../../adapters/crypto/sealed-box';
import { Secret } from '../../../domain/secret';

const older = { id: 'older', key: randomBytes(32) };
const newer = { id: 'newer', key: randomBytes(32) };
const box = new SealedBox(new LocalKeys(new KeyRing([older])));
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
  it('gives back every secret byte for byte, however odd its characters', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (text) => {
        const opened = await box.open(await box.seal(new Secret(text), binding), binding);
        expect(opened.reveal()).toBe(text);
      }),
    );
  });

  it('keeps the secret and both keys out of what is stored', async () => {
    const sealed = await box.seal(new Secret('correct horse battery'), binding);
    const stored = Buffer.concat([sealed.content.data, sealed.wrappedKey.data]);
    expect(stored.includes('correct')).toBe(false);
    expect(stored.includes(older.key)).toBe(false);
    expect(inspect(await box.open(sealed, binding))).toBe('[secret]');
  });

  it('seals the same secret differently each time', async () => {
    const [one, other] = [await box.seal(new Secret('x'), binding), await box.seal(new Secret('x'), binding)];
    expect(one.content.iv).not.toEqual(other.content.iv);
    expect(one.wrappedKey.iv).not.toEqual(other.wrappedKey.iv);
    expect(one.wrappedKey.data).not.toEqual(other.wrappedKey.data);
  });

  it.each([
    ['organization', { ...binding, organizationId: 'acme2' }],
    ['revision', { ...binding, revision: 4 }],
    ['credential', { ...binding, credentialId: 'c-2' }],
  ])('does not open for another %s', async (_name, other) => {
    const sealed = await box.seal(new Secret('x'), binding);
    await expect(box.open(sealed, other)).rejects.toThrow(unreadable);
  });

  it('tells bindings apart whose texts run together', async () => {
    const sealed = await box.seal(new Secret('x'), { organizationId: 'a","b', revision: 1, credentialId: 'c' });
    await expect(box.open(sealed, { organizationId: 'a', revision: 1, credentialId: 'b","c' })).rejects.toThrow(
      unreadable,
    );
  });

  it('does not open when any single bit of nonce, tag or data has changed', async () => {
    const sealed = await box.seal(new Secret('a password'), binding);
    const part = fc.constantFrom('content' as const, 'wrappedKey' as const);
    const field = fc.constantFrom('iv' as const, 'tag' as const, 'data' as const);
    await fc.assert(
      fc.asyncProperty(part, field, fc.nat(1000), async (changed, name, at) => {
        await expect(box.open(withFlippedBit(sealed, changed, name, at), binding)).rejects.toThrow(unreadable);
      }),
    );
  });

  it('does not accept a shortened tag', async () => {
    const sealed = await box.seal(new Secret('x'), binding);
    const short = { ...sealed, content: { ...sealed.content, tag: sealed.content.tag.subarray(0, 4) } };
    await expect(box.open(short, binding)).rejects.toThrow(unreadable);
  });

  it('does not open when content or data key come from another secret', async () => {
    const other = { ...binding, credentialId: 'c-2' };
    const [mine, theirs] = [await box.seal(new Secret('mine'), binding), await box.seal(new Secret('theirs'), other)];
    await expect(box.open(theirs, binding)).rejects.toThrow(unreadable);
    await expect(box.open({ ...mine, content: theirs.content }, binding)).rejects.toThrow(unreadable);
    await expect(box.open({ ...mine, wrappedKey: theirs.wrappedKey }, binding)).rejects.toThrow(unreadable);
  });

  it('does not open without its key, nor when the key id points to another key', async () => {
    const sealed = await box.seal(new Secret('x'), binding);
    await expect(new SealedBox(new LocalKeys(new KeyRing([newer]))).open(sealed, binding)).rejects.toThrow(unreadable);
    const both = new SealedBox(new LocalKeys(new KeyRing([newer, older])));
    await expect(both.open({ ...sealed, keyId: 'newer' }, binding)).rejects.toThrow(unreadable);
    const renamed = new SealedBox(new LocalKeys(new KeyRing([{ id: 'newer', key: older.key }])));
    await expect(renamed.open({ ...sealed, keyId: 'newer' }, binding)).rejects.toThrow(unreadable);
  });

  it('opens with older keys, and is re-wrapped by the newest without touching the content', async () => {
    const sealed = await box.seal(new Secret('kept'), binding);
    const rotating = new SealedBox(new LocalKeys(new KeyRing([newer, older])));
    expect((await rotating.open(sealed, binding)).reveal()).toBe('kept');
    const rewrapped = await rotating.rewrap(sealed, binding);
    expect(rewrapped.content).toEqual(sealed.content);
    expect(rewrapped.keyId).toBe('newer');
    const newest = new SealedBox(new LocalKeys(new KeyRing([newer])));
    expect((await newest.open(rewrapped, binding)).reveal()).toBe('kept');
  });
});

describe('a key ring', () => {
  it('refuses to be empty, to hold a short key or one id twice', () => {
    expect(() => new KeyRing([])).toThrow(RangeError);
    expect(() => new KeyRing([{ id: 'short', key: randomBytes(16) }])).toThrow(RangeError);
    expect(() => new KeyRing([older, { ...newer, id: 'older' }])).toThrow(RangeError);
  });
});
