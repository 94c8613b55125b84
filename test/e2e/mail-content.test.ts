import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { simpleParser } from 'mailparser';

import { suppressionPage } from '../../api/schemas/suppression';
import { acceptedMessage } from '../../api/schemas/message';
import { headerOf } from '../../dev/inbox/inbox-client';
import { eventually } from '../support/eventually';
import { goLive } from '../support/going-live';
import { RealStack, temporaryDataDirectory } from '../support/real-stack';
import { tidyUp } from '../support/tidy-up';

const startMs = 180_000;
const stepMs = 60_000;
/** As people reach the service, behind something that ends TLS. */
const publicUrl = 'https://mail.platform.example';

let real: RealStack;
const afterwards = tidyUp(startMs);

beforeAll(async () => {
  const { path, remove } = await temporaryDataDirectory();
  afterwards(remove);
  real = await RealStack.start(path, { environment: { OUTBOX_SWEEP_SECONDS: '2', API_PUBLIC_URL: publicUrl } });
  afterwards(async () => await real.stop());
  await goLive(real, stepMs);
}, startMs);

async function hand(body: object) {
  const usual = { organizationId: real.organization.id, subject: 'Good day', text: 'Good day' };
  const answer = await real.api.call('POST', '/v1/messages', 'backend', { body: { ...usual, ...body } });
  expect(answer.status).toBe(202);
  return acceptedMessage.parse(answer.body);
}

const stateOf = async (id: string): Promise<string> => (await real.organization.mail(id)).state;

/** The address of a link in a mail, as it is reached without what stands in front of the service. */
function reachable(link: string): URL {
  expect(link).toMatch(new RegExp(`^${publicUrl}/`));
  return new URL(link.slice(publicUrl.length), real.stack.addresses.api);
}

it(
  'a file that was uploaded beforehand arrives through the customer’s server as it was, byte for byte',
  async () => {
    const bytes = randomBytes(3_000_001);
    const token = await real.api.token('backend');
    // In pieces, so that nobody can have waited for all of it.
    const pieces = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < bytes.length; at += 65_536) controller.enqueue(bytes.subarray(at, at + 65_536));
        controller.close();
      },
    });
    const path = `/v1/organizations/${real.organization.id}/attachments`;
    const uploaded = await fetch(new URL(path, real.stack.addresses.api), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'idempotency-key': randomUUID(),
        'content-type': 'application/pdf',
      },
      body: pieces,
      duplex: 'half',
    });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const stored = (await uploaded.json()) as { id: string };
    expect({ status: uploaded.status, stored }).toMatchObject({ status: 201, stored: { size: bytes.length, sha256 } });

    const attachments = [{ filename: 'Vertrag – endgültig.pdf', attachmentId: stored.id }];
    const { id, messageId } = await hand({ category: 'transactional', to: ['signer@partner.example'], attachments });
    const arrived = await real.inbox.wait({ messageId, listener: 'mx' }, stepMs);
    const mail = await simpleParser(await real.inbox.raw(arrived.id));
    expect(mail.attachments).toMatchObject([{ filename: 'Vertrag – endgültig.pdf', contentType: 'application/pdf' }]);
    const [file] = mail.attachments;
    expect(
      createHash('sha256')
        .update(file?.content ?? '')
        .digest('hex'),
    ).toBe(sha256);
    await eventually('the mail is sent', async () => (await stateOf(id)) === 'sent', stepMs);
  },
  2 * stepMs,
);

it(
  'whoever unsubscribes with the one click of their mail program gets no more marketing, and still what they have to sign',
  async () => {
    const to = ['reader@partner.example'];
    const first = await hand({ category: 'marketing', to });
    const mail = await real.inbox.wait({ messageId: first.messageId, listener: 'platform' }, stepMs);
    const [, link = ''] = /^<(.+)>$/.exec(headerOf(mail, 'List-Unsubscribe') ?? '') ?? [];
    expect(headerOf(mail, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');

    // What a mail scanner does changes nothing.
    const page = await fetch(reachable(link), { headers: { accept: 'text/html' } });
    expect({ status: page.status, text: await page.text() }).toMatchObject({
      status: 200,
      text: expect.stringMatching(/<form method="post">.*reader@partner\.example|reader@partner\.example.*<form/s),
    });
    const listed = async () =>
      suppressionPage.parse((await real.organization.ask('admin', 'GET', '/suppressions')).body).items;
    expect(await listed()).toEqual([]);

    // RFC 8058 section 3.1, twice: the second changes nothing.
    const oneClick = async () =>
      await fetch(reachable(link), { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) });
    expect([(await oneClick()).status, (await oneClick()).status]).toEqual([200, 200]);
    expect(await listed()).toMatchObject([{ address: 'reader@partner.example', cause: 'unsubscribed' }]);

    for (const category of ['marketing', 'informational']) {
      // The list is looked at anew after a few seconds at the latest.
      await eventually(
        `no ${category} mail goes any more`,
        async () => {
          const { id } = await hand({ category, to });
          await eventually('it has ended', async () => ['sent', 'suppressed'].includes(await stateOf(id)), stepMs);
          return (await stateOf(id)) === 'suppressed';
        },
        stepMs,
      );
    }
    const transactional = await hand({ category: 'transactional', to });
    const arrived = await real.inbox.wait({ messageId: transactional.messageId, listener: 'mx' }, stepMs);
    expect(headerOf(arrived, 'List-Unsubscribe')).toBeUndefined();
  },
  4 * stepMs,
);
