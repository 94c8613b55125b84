import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

import { simpleParser } from 'mailparser';

import { MimeMailComposer } from '../../adapters/mail/mime-mail-composer';
import { bodyStream } from '../../adapters/smtp/body-stream';
import { ApiUnderTest, ownOrganization } from '../support/api-under-test';
import { OrganizationSteps } from '../support/organization-steps';

const path = `/v1/organizations/${ownOrganization}/attachments`;
const pdf = { 'content-type': 'application/pdf' };

let api: ApiUnderTest;

beforeEach(async () => {
  api = await ApiUnderTest.start({}, { composer: new MimeMailComposer() });
  await new OrganizationSteps(api).unlocked();
});

afterEach(async () => {
  await api.stop();
});

const upload = async (rawBody: Uint8Array, headers: Record<string, string> = pdf) =>
  await api.post(path, { as: 'sender', rawBody, headers });

const send = async (attachments: readonly object[]) =>
  await api.post('/v1/messages', {
    as: 'sender',
    body: {
      organizationId: ownOrganization,
      category: 'transactional',
      to: ['ann@partner.example'],
      subject: 'Please sign',
      text: 'Hello',
      attachments,
    },
  });

describe('an upload', () => {
  it('is stored as it came, and told back with size and hash', async () => {
    const bytes = randomBytes(300_000);
    const answer = await upload(bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(answer).toMatchObject({ status: 201, body: { size: 300_000, sha256, contentType: 'application/pdf' } });
    expect(api.attachments.stored[0]?.bytes.equals(bytes)).toBe(true);
  });

  it('of 100 MB is refused before it is read, with a clear answer', async () => {
    const token = await api.tokenFor('sender');
    const named = { authorization: `Bearer ${token}`, 'idempotency-key': 'large', 'content-length': '104857600' };
    const asked = request(api.url + path, { method: 'POST', headers: { ...pdf, ...named } });
    asked.flushHeaders();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    const answer = { status: response.statusCode, body: await text(response) };
    asked.destroy();
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.body)).toMatchObject({
      code: 'BODY_TOO_LARGE',
      detail: 'A file may have 1000000 bytes at most',
    });
  });

  it.each([
    ['without a media type', { 'content-type': '' }, 'INVALID_REQUEST'],
    ['that pretends to be a mail', { 'content-type': 'message/rfc822' }, 'INVALID_REQUEST'],
    ['that is compressed on its way', { ...pdf, 'content-encoding': 'gzip' }, 'UNSUPPORTED_MEDIA_TYPE'],
  ])('%s is refused', async (_, headers, code) => {
    expect((await upload(Buffer.from('x'), headers)).body).toMatchObject({ code });
    expect(api.attachments.stored).toHaveLength(0);
  });

  it('for an organization that the sender does not send for finds none', async () => {
    const token = await api.issuer.token({ subject: 's', roles: ['sender'], organizations: ['another'] });
    const answer = await api.post(path, { token, rawBody: 'x', headers: pdf });
    expect(answer).toMatchObject({ status: 404, body: { code: 'ORGANIZATION_UNKNOWN' } });
  });

  it('is answered with 503 while the store is away', async () => {
    api.attachments.trouble = 'STORE_UNAVAILABLE';
    expect(await upload(Buffer.from('x'))).toMatchObject({ status: 503, body: { code: 'STORE_UNAVAILABLE' } });
  });
});

describe('a message that names uploaded files', () => {
  it('leaves them out of its bytes, and says where they go', async () => {
    const files = [randomBytes(1_000), randomBytes(0), randomBytes(200_001)];
    const ids = await Promise.all(files.map(async (bytes) => String((await upload(bytes)).body['id'])));
    const inline = { filename: 'b.txt', contentType: 'text/plain', content: Buffer.from('inline').toString('base64') };
    const [one, two, three] = ids.map((attachmentId, index) => ({ filename: `${index}.pdf`, attachmentId }));
    expect(await send([one, inline, two, three] as object[])).toMatchObject({ status: 202 });
    const [mail] = api.outbox.mails;
    expect(mail?.attachments?.map(({ attachmentId, size }) => [attachmentId, size])).toEqual(
      ids.map((id, index) => [id, files[index]?.length]),
    );
    const attachments = (mail?.attachments ?? []).map(({ at, size }, index) => ({
      at,
      size,
      content: async function* () {
        yield files[index] ?? Buffer.alloc(0);
      },
    }));
    const sent = bodyStream({ bytes: mail?.bytes ?? Buffer.alloc(0), attachments }, () => undefined);
    const received = (await simpleParser(sent)).attachments;
    expect(received.map(({ filename }) => filename)).toEqual(['0.pdf', 'b.txt', '1.pdf', '2.pdf']);
    const contents = [files[0], Buffer.from('inline'), files[1], files[2]];
    expect(received.map(({ content }, index) => contents[index]?.equals(content))).toEqual([true, true, true, true]);
  });

  it('is refused where one is unknown, or all together are too large', async () => {
    const { id } = (await upload(randomBytes(600_000))).body;
    const unknown = { filename: 'a.pdf', attachmentId: '7a0e5f5e-9c1e-4cf4-8f3b-1d2f6f9f3a10' };
    const refused = await send([{ filename: 'a.pdf', attachmentId: id }, unknown]);
    const faults = [{ pointer: '/attachments/1/attachmentId', code: 'UNKNOWN_ATTACHMENT' }];
    expect(refused).toMatchObject({ status: 422, body: { code: 'MESSAGE_INVALID', errors: faults } });
    const twice = await send([1, 2].map((number) => ({ filename: `${number}.pdf`, attachmentId: id })));
    expect(twice.body).toMatchObject({ errors: [{ pointer: '/attachments', code: 'TOO_LARGE' }] });
  });
});
