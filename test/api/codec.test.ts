import { randomBytes } from 'node:crypto';

import { KeyRing } from '../../adapters/crypto/key-ring';
import { EncryptingPayloadCodec } from '../../adapters/crypto/payload-codec';
import { ApiUnderTest } from '../support/api-under-test';

const origin = 'https://temporal.platform.example';
const base64 = (text: string) => Buffer.from(text).toString('base64');
const plain = { metadata: { encoding: base64('json/plain') }, data: base64('{"revision":1}') };

let api: ApiUnderTest;

beforeAll(async () => {
  api = await ApiUnderTest.start();
});

afterAll(() => api.stop());

async function pass(way: 'encode' | 'decode', payloads: object[], headers: Record<string, string> = {}) {
  return api.post(`/v1/codec/${way}`, { as: 'ops', body: { payloads }, headers });
}

describe('the codec endpoint', () => {
  it('gives back what was encrypted, and leaves alone what is not', async () => {
    const nothing = { metadata: { encoding: base64('binary/null') } };
    const encoded = await pass('encode', [plain, nothing]);
    expect(encoded.status).toBe(200);
    expect(encoded.text).not.toContain(plain.data);
    const [first, second] = encoded.body['payloads'] as object[];
    expect((await pass('decode', [first ?? {}, plain, second ?? {}])).body).toEqual({
      payloads: [plain, plain, nothing],
    });
  });

  it('names the payload that it cannot open, and holds nothing of it', async () => {
    const foreign = new EncryptingPayloadCodec(new KeyRing([{ id: 'lost', key: randomBytes(32) }]));
    const [sealed] = await foreign.encode([
      { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('1') },
    ]);
    const metadata = Object.entries(sealed?.metadata ?? {}).map(([name, value]) => [
      name,
      Buffer.from(value).toString('base64'),
    ]);
    const payload = {
      metadata: Object.fromEntries(metadata),
      data: Buffer.from(sealed?.data ?? []).toString('base64'),
    };
    const answer = await pass('decode', [plain, payload]);
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST', errors: [{ pointer: '/payloads/1', code: 'UNREADABLE' }] },
    });
    expect(answer.text).toContain('its key is not configured');
    expect(answer.text).not.toContain(payload.data);
  });

  it('is for ops alone, and for nobody without a token', async () => {
    for (const as of ['org-admin', 'sales', 'reviewer', 'sender'] as const) {
      expect(await api.post('/v1/codec/decode', { as, body: { payloads: [] } })).toMatchObject({ status: 403 });
    }
    expect(await api.post('/v1/codec/decode', { body: { payloads: [] } })).toMatchObject({ status: 401 });
  });

  it.each([
    {},
    { payloads: 'all' },
    { payloads: [{ data: 'no base64!' }] },
    { payloads: [{ metadata: { encoding: 7 } }] },
  ])('refuses %j', async (body) => {
    expect(await api.post('/v1/codec/decode', { as: 'ops', body })).toMatchObject({ status: 400 });
  });
});

describe('the browser of the Temporal UI', () => {
  const preflight = {
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,x-namespace',
  };

  it('is let in, from its own origin, without cookies', async () => {
    const asked = await api.request('OPTIONS', '/v1/codec/decode', { headers: { origin, ...preflight } });
    expect(asked.status).toBe(204);
    expect(Object.fromEntries(asked.headers)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'Authorization, Content-Type, X-Namespace',
      vary: 'Origin',
    });
    expect(asked.headers.has('access-control-allow-credentials')).toBe(false);
    const answer = await pass('decode', [plain], { origin, 'x-namespace': 'mail' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
  });

  it.each([
    ['another origin', 'https://evil.example', '/v1/codec/decode'],
    ['one that only looks like it', `${origin}.evil.example`, '/v1/codec/decode'],
    ['the same host over plain HTTP', origin.replace('https', 'http'), '/v1/codec/decode'],
    ['none', 'null', '/v1/codec/decode'],
    ['its own origin, asking for another path', origin, '/v1/messages'],
  ])('is not let in from %s', async (_, from, path) => {
    const asked = await api.request('OPTIONS', path, { headers: { origin: from, ...preflight } });
    expect(asked.status).toBe(405);
    expect(asked.headers.has('access-control-allow-origin')).toBe(false);
  });

  it('learns from its own origin why it was refused', async () => {
    const answer = await api.post('/v1/codec/decode', { body: { payloads: [] }, headers: { origin } });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
  });
});
