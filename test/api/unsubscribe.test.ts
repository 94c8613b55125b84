import { ApiUnderTest, ownOrganization, type Answer } from '../support/api-under-test';
import { OrganizationSteps } from '../support/organization-steps';

const browser = { accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8' };
const reader = 'reader@partner.example';

let api: ApiUnderTest;

beforeEach(async () => {
  api = await ApiUnderTest.start();
  await new OrganizationSteps(api).unlocked();
});

afterEach(async () => await api.stop());

const send = async (body: object = {}): Promise<Answer> =>
  await api.post('/v1/messages', {
    as: 'sender',
    body: {
      organizationId: ownOrganization,
      category: 'marketing',
      to: [reader],
      subject: 'News',
      text: 'Hello',
      ...body,
    },
  });

/** The path of the link that the last mail carries. */
function linkInMail(): string {
  const { pathname, search } = new URL(api.composer.composed.at(-1)?.unsubscribeUrl ?? '');
  return pathname + search;
}

const oneClick = async (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  await api.post(path, {
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    key: null,
    rawBody: 'List-Unsubscribe=One-Click',
  });

const keptBack = async (category: 'transactional' | 'informational' | 'marketing', organizationId = ownOrganization) =>
  [...(await api.suppressions.suppressed(organizationId, [reader], new Date().toISOString(), category))].length > 0;

describe('a mail that is not transactional', () => {
  it.each(['informational', 'marketing'])(
    'of the kind %s carries a link of its own, where its sender gives none',
    async (category) => {
      expect(await send({ category })).toMatchObject({ status: 202 });
      expect(api.composer.composed[0]?.unsubscribeUrl).toMatch(/^https:\/\/api\.test\.example\/unsubscribe\?token=/);
      expect(api.composer.composed[0]?.unsubscribeUrl).not.toContain('reader');
    },
  );

  it('carries the link of its sender where there is one', async () => {
    const unsubscribeUrl = 'https://news.example/u/1';
    await send({ unsubscribeUrl });
    expect(api.composer.composed[0]?.unsubscribeUrl).toBe(unsubscribeUrl);
  });

  it('to several recipients needs a link of its sender: one of ours could not tell who followed it', async () => {
    expect(await send({ to: [reader, 'other@partner.example'] })).toMatchObject({
      status: 422,
      body: { code: 'MESSAGE_INVALID', errors: [{ pointer: '/unsubscribeUrl', code: 'UNSUBSCRIBE_REQUIRED' }] },
    });
  });

  it('that is repeated under its key is the same mail, although its link would be another one', async () => {
    const body = { organizationId: ownOrganization, category: 'marketing', to: [reader], subject: 's', text: 't' };
    const first = await api.post('/v1/messages', { as: 'sender', body, key: 'k-1' });
    const second = await api.post('/v1/messages', { as: 'sender', body, key: 'k-1' });
    expect(second.body['id']).toBe(first.body['id']);
  });
});

it('a transactional mail carries none', async () => {
  await send({ category: 'transactional' });
  expect(api.composer.composed[0]?.unsubscribeUrl).toBeNull();
});

describe('the link', () => {
  it('asks with a button and changes nothing, however often it is followed', async () => {
    await send();
    for (let time = 0; time < 3; time += 1) {
      const page = await api.get(linkInMail(), { headers: browser });
      expect(page.status).toBe(200);
      expect(page.text).toContain('<form method="post"><button type="submit">');
      expect(page.text).toContain(reader);
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(page.headers.get('referrer-policy')).toBe('same-origin');
    }
    expect(await keptBack('marketing')).toBe(false);
  });

  it('speaks the language of the mail', async () => {
    await send({ locale: 'de' });
    expect((await api.get(linkInMail(), { headers: browser })).text).toContain('Abmelden');
    await send({ locale: 'en' });
    expect((await api.get(linkInMail(), { headers: browser })).text).toContain('Unsubscribe');
  });

  it('unsubscribes with one click and without a login, from all but transactional mail of this organization', async () => {
    await send();
    expect(await oneClick(linkInMail())).toMatchObject({ status: 200 });
    expect(await keptBack('marketing')).toBe(true);
    expect(await keptBack('informational')).toBe(true);
    expect(await keptBack('transactional')).toBe(false);
    expect(await keptBack('marketing', 'org-2')).toBe(false);
    expect(api.suppressions.entries).toMatchObject([
      {
        address: reader,
        cause: 'unsubscribed',
        expiresAt: null,
        trail: [{ by: { kind: 'system', part: 'unsubscribe-link' } }],
      },
    ]);
    expect(api.log).not.toContain(reader);
  });

  it('changes nothing more when it is clicked again, or when both the mail program and the reader click', async () => {
    await send();
    const answers = await Promise.all([oneClick(linkInMail()), oneClick(linkInMail(), browser)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(api.suppressions.entries).toHaveLength(1);
    expect(api.suppressions.entries[0]?.trail).toHaveLength(1);
  });

  it('that nobody has made leads nowhere, for programs and for people, whatever mail it names', async () => {
    await send();
    const forged = linkInMail().replace(/.{10}$/, 'AAAAAAAAAA');
    const unknownMail = api.unsubscribeLinks.linkFor({ organizationId: ownOrganization, mailId: 'none' }) ?? '';
    const foreignMail =
      api.unsubscribeLinks.linkFor({ organizationId: 'org-2', mailId: api.outbox.mails[0]!.id }) ?? '';
    const paths = [forged, '/unsubscribe', '/unsubscribe?token=x', ...[unknownMail, foreignMail].map(pathOf)];
    for (const path of paths) {
      for (const answer of [await api.get(path), await oneClick(path)]) {
        expect(answer).toMatchObject({ status: 404, body: { code: 'UNSUBSCRIBE_LINK_UNKNOWN' } });
      }
      const page = await api.get(path, { headers: { ...browser, 'accept-language': 'de-AT' } });
      expect(page).toMatchObject({ status: 404, text: expect.stringContaining('Dieser Link führt nirgendwohin') });
    }
    expect(api.suppressions.entries).toEqual([]);
  });
});

function pathOf(link: string): string {
  const { pathname, search } = new URL(link);
  return pathname + search;
}
