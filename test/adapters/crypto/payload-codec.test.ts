import { randomBytes } from 'node:crypto';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import * as fc from 'fast-check';

import { KeyRing } from '../../../adapters/crypto/key-ring';
import { EncryptingPayloadCodec, PayloadUnreadableError } from '../../../adapters/crypto/payload-codec';

const first = { id: 'first', key: randomBytes(32) };
const second = { id: 'second', key: randomBytes(32) };
const codec = new EncryptingPayloadCodec(new KeyRing([first]));

const payloadOf = (value: unknown): Payload => defaultPayloadConverter.toPayload(value);

async function encoded(value: unknown, by = codec): Promise<Payload> {
  const [payload] = await by.encode([payloadOf(value)]);
  return payload!;
}

async function decoded(payload: Payload, by = codec): Promise<unknown> {
  const [plain] = await by.decode([payload]);
  return defaultPayloadConverter.fromPayload(plain!);
}

const encodingOf = (payload: Payload): string => Buffer.from(payload.metadata!['encoding']!).toString();

describe('the payload codec', () => {
  it('gives back every object that went through it', async () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue());
    await fc.assert(
      fc.asyncProperty(object, async (value) => {
        const plain = JSON.parse(JSON.stringify(value));
        expect(await decoded(await encoded(plain))).toEqual(plain);
      }),
    );
  });

  it('encrypts arguments, results, lists, numbers, bytes and the absence of a value', async () => {
    for (const value of [
      { host: 'mail.acme.example' },
      ['mail.acme.example'],
      25,
      true,
      null,
      undefined,
      Buffer.from('bytes'),
    ]) {
      const payload = await encoded(value);
      expect(encodingOf(payload)).toBe('binary/encrypted');
      expect(Buffer.from(payload.data!).includes('acme')).toBe(false);
    }
    expect(await decoded(await encoded(undefined))).toBeUndefined();
    expect(await decoded(await encoded(Buffer.from('bytes')))).toEqual(new Uint8Array(Buffer.from('bytes')));
  });

  it('names the key in the metadata and encrypts the same value differently each time', async () => {
    const [one, other] = [await encoded({ a: 1 }), await encoded({ a: 1 })];
    expect(Buffer.from(one.metadata!['encryption-key-id']!).toString()).toBe('first');
    expect(one.data).not.toEqual(other.data);
  });

  it('passes payloads through that it did not encrypt', async () => {
    const typed = payloadOf({ commandId: 'typed in the Temporal UI' });
    const foreign = { metadata: { encoding: Buffer.from('binary/zlib') }, data: Buffer.from('anything') };
    expect(await codec.decode([typed, foreign, {}])).toEqual([typed, foreign, {}]);
  });

  it('decrypts with every key of the ring and encrypts with the first', async () => {
    const rotated = new EncryptingPayloadCodec(new KeyRing([second, first]));
    expect(await decoded(await encoded({ a: 1 }), rotated)).toEqual({ a: 1 });
    expect(Buffer.from((await encoded({ a: 1 }, rotated)).metadata!['encryption-key-id']!).toString()).toBe('second');
  });

  it('refuses a payload whose key is unknown, whose key id was exchanged or whose bytes were changed', async () => {
    const payload = await encoded({ a: 1 });
    const both = new EncryptingPayloadCodec(new KeyRing([second, first]));
    const exchanged = { ...payload, metadata: { ...payload.metadata, 'encryption-key-id': Buffer.from('second') } };
    await expect(new EncryptingPayloadCodec(new KeyRing([second])).decode([payload])).rejects.toThrow(
      PayloadUnreadableError,
    );
    await expect(both.decode([exchanged])).rejects.toThrow(PayloadUnreadableError);
    for (let at = 0; at < payload.data!.length; at += 1) {
      const data = Uint8Array.from(payload.data!);
      data[at]! ^= 1;
      await expect(codec.decode([{ ...payload, data }])).rejects.toThrow(PayloadUnreadableError);
    }
    await expect(codec.decode([{ ...payload, data: new Uint8Array(3) }])).rejects.toThrow(PayloadUnreadableError);
  });

  it('binds the key id: the same key under another id does not open a payload', async () => {
    const renamed = new EncryptingPayloadCodec(new KeyRing([{ id: 'renamed', key: first.key }]));
    const payload = await encoded({ a: 1 });
    const relabelled = { ...payload, metadata: { ...payload.metadata, 'encryption-key-id': Buffer.from('renamed') } };
    await expect(renamed.decode([relabelled])).rejects.toThrow(PayloadUnreadableError);
  });
});
