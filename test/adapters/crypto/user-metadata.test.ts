import { randomBytes } from 'node:crypto';
import { defaultPayloadConverter } from '@temporalio/common';
import * as fc from 'fast-check';

import { KeyRing } from '../../../adapters/crypto/key-ring';
import { EncryptingPayloadCodec } from '../../../adapters/crypto/payload-codec';
import { isUserMetadata } from '../../../adapters/crypto/user-metadata';

const payloadOf = (value: unknown) => defaultPayloadConverter.toPayload(value);
const definition = {
  type: 'mailServerLifecycle',
  queryDefinitions: [{ name: 'state', description: 'Where it stands' }],
  signalDefinitions: [{ name: 'decideBySignal' }],
  updateDefinitions: [],
};
const metadata = { definition, currentDetails: 'Waits for a reviewer' };

describe('user metadata', () => {
  it('is every bare text: summaries and details', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(isUserMetadata(payloadOf(text))).toBe(true);
      }),
    );
  });

  it('is the answer to the built-in query about handlers and current details', () => {
    expect(isUserMetadata(payloadOf(metadata))).toBe(true);
    expect(isUserMetadata(payloadOf({ ...metadata, currentDetails: '' }))).toBe(true);
  });

  it.each([
    ['an empty object', {}],
    ['a command', { commandId: 'c', payload: { settings: { host: 'mail.acme.example' } } }],
    ['a list of texts', ['text']],
    ['a number', 1],
    ['nothing', undefined],
    ['null', null],
    ['bytes that look like a text', Buffer.from('"text"')],
    ['current details alone', { currentDetails: 'text' }],
    ['more than the two keys', { ...metadata, password: 'x' }],
    ['details that are no text', { ...metadata, currentDetails: { host: 'x' } }],
    ['a definition that is none', { ...metadata, definition: { secret: 'x' } }],
    ['a definition with more in it', { ...metadata, definition: { ...definition, secret: 'x' } }],
    ['handlers that are none', { ...metadata, definition: { ...definition, updateDefinitions: ['x'] } }],
    [
      'handlers with more in them',
      { ...metadata, definition: { ...definition, updateDefinitions: [{ name: 'x', a: 1 }] } },
    ],
    ['handlers in no list', { ...metadata, definition: { ...definition, updateDefinitions: { name: 'x' } } }],
    ['a nameless handler', { ...metadata, definition: { ...definition, updateDefinitions: [{ description: 'x' }] } }],
  ])('is not %s', (_name, value) => {
    expect(isUserMetadata(payloadOf(value))).toBe(false);
  });

  it('is not a text in another encoding, nor broken JSON', () => {
    const data = Buffer.from('"text"');
    expect(isUserMetadata({ data, metadata: { encoding: Buffer.from('json/protobuf') } })).toBe(false);
    expect(isUserMetadata({ data: Buffer.from('"text'), metadata: { encoding: Buffer.from('json/plain') } })).toBe(
      false,
    );
    expect(
      isUserMetadata({ data: Buffer.from('{"definition":'), metadata: { encoding: Buffer.from('json/plain') } }),
    ).toBe(false);
    expect(isUserMetadata({ data })).toBe(false);
    expect(isUserMetadata({})).toBe(false);
  });

  it('leaves the codec as it came', async () => {
    const codec = new EncryptingPayloadCodec(new KeyRing([{ id: 'k', key: randomBytes(32) }]));
    const payloads = [payloadOf('Waits for a reviewer'), payloadOf(metadata)];
    expect(await codec.encode(payloads)).toEqual(payloads);
    expect(await codec.decode(payloads)).toEqual(payloads);
  });
});
