import { ApiUnderTest, ownOrganization } from '../support/api-under-test';
import { OrganizationSteps } from '../support/organization-steps';

const path = `/v1/organizations/${ownOrganization}/branding/logo`;
const asPng = { 'content-type': 'image/png' };

/** As much of a PNG as tells its size. */
function png(width: number, height: number): Uint8Array {
  const bytes = Buffer.alloc(64);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  bytes.writeUInt32BE(13, 8);
  bytes.write('IHDR', 12);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

describe('the logo', () => {
  let api: ApiUnderTest;

  beforeEach(async () => {
    api = await ApiUnderTest.start();
    await new OrganizationSteps(api).register();
  });

  afterEach(async () => {
    await api.stop();
  });

  const put = async (rawBody: Uint8Array, headers: Record<string, string> = asPng) =>
    api.put(path, { as: 'org-admin', rawBody, headers, key: null });

  it('is stored and given back byte for byte', async () => {
    const picture = png(160, 48);
    expect(await put(picture)).toMatchObject({ status: 200, body: { contentType: 'image/png', size: picture.length } });
    const token = await api.tokenFor('org-admin');
    const response = await fetch(api.url + path, { headers: { authorization: `Bearer ${token}` } });
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await response.arrayBuffer()).equals(picture)).toBe(true);
  });

  it('is replaced only as it was seen, or whichever it is where that is said; sending the same again is no conflict', async () => {
    const first = (await put(png(160, 48))).headers.get('etag') ?? '';
    expect(first).toMatch(/^"[0-9a-f]{32}"$/);
    const seen = await api.get(path, { as: 'org-admin' });
    expect(seen.headers.get('etag')).toBe(first);
    const unchanged = { as: 'org-admin', headers: { 'if-none-match': first, 'cache-control': 'max-age=0' } } as const;
    expect(await api.get(path, unchanged)).toMatchObject({ status: 304 });
    const replacing = { ...asPng, 'if-match': first };
    expect(await put(png(200, 50), replacing)).toMatchObject({ status: 200 });
    expect(await put(png(200, 50), replacing)).toMatchObject({ status: 200 });
    const stale = await put(png(300, 60), replacing);
    expect(stale).toMatchObject({ status: 412, body: { code: 'PRECONDITION_FAILED' } });
    expect(await put(png(300, 60), { ...asPng, 'if-match': '"7"' })).toMatchObject({ status: 400 });
    const unseen = await put(png(300, 60));
    expect(unseen).toMatchObject({ status: 428, body: { code: 'PRECONDITION_REQUIRED' } });
    expect(await put(png(200, 50))).toMatchObject({ status: 200 });
    expect(await put(png(300, 60), { ...asPng, 'if-match': '*' })).toMatchObject({ status: 200 });
  });

  it('is not found before one was stored', async () => {
    expect(await api.get(path, { as: 'org-admin' })).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });

  it.each([
    ['no picture at all', Buffer.from('<svg onload="alert(1)"/>'), asPng, 'NOT_PNG_OR_JPEG'],
    ['too high', png(100, 9_000), asPng, 'TOO_WIDE_OR_HIGH'],
    ['a bomb of 4 thousand million pixels each way', png(4_294_967_295, 4_294_967_295), asPng, 'TOO_WIDE_OR_HIGH'],
    ['another type than it says', png(160, 48), { 'content-type': 'image/jpeg' }, 'TYPE_MISMATCH'],
    ['too heavy', Buffer.concat([png(160, 48), Buffer.alloc(300_000)]), asPng, 'TOO_LARGE'],
  ])('is refused when it is %s', async (_name, bytes, headers, code) => {
    const answer = await put(bytes, headers);
    expect(answer).toMatchObject({ status: 422, body: { code: 'LOGO_INVALID', errors: [{ code }] } });
    expect(await api.get(path, { as: 'org-admin' })).toMatchObject({ status: 404 });
  });

  it('is refused for its media type', async () => {
    expect(await put(png(160, 48), { 'content-type': 'image/svg+xml' })).toMatchObject({ status: 415 });
  });

  it('is refused when it is larger than any picture may be', async () => {
    expect(await put(Buffer.alloc(1_100_000))).toMatchObject({ status: 413 });
  });

  it('is refused when it is empty', async () => {
    expect(await put(Buffer.alloc(0))).toMatchObject({ status: 422, body: { errors: [{ code: 'EMPTY' }] } });
  });
});
