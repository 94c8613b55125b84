import { ApiUnderTest, ownOrganization, type Answer } from '../support/api-under-test';
import { OrganizationSteps, mailServerPath } from '../support/organization-steps';

const browser = { accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8' };
const policy = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

let api: ApiUnderTest;
let steps: OrganizationSteps;

beforeEach(async () => {
  api = await ApiUnderTest.start();
  steps = new OrganizationSteps(api);
  await steps.unlocked();
  await steps.submit();
});

afterEach(async () => await api.stop());

/** The path of the link in the test mail, as somebody clicks on it. */
function link(run = 1, organizationId = ownOrganization): string {
  const { pathname, search } = new URL(api.confirmationLinks.linkFor({ organizationId, revision: 1, run }, new Date()));
  return pathname + search;
}

const open = async (path: string, headers: Record<string, string> = browser): Promise<Answer> =>
  await api.get(path, { headers });
const press = async (path: string, headers: Record<string, string> = browser): Promise<Answer> =>
  await api.post(path, {
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    key: null,
    rawBody: '',
  });

async function draftStatus(): Promise<unknown> {
  const { body } = await api.get(mailServerPath, { as: 'reviewer' });
  return (body['draft'] as { status?: unknown } | null)?.status;
}

describe('the link in a test mail', () => {
  it('asks with a button, in the organization’s language, and changes nothing however often it is followed', async () => {
    api.lifecycle.passChecks(ownOrganization);
    for (let visit = 0; visit < 3; visit += 1) await open(link());
    const page = await open(link());
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.text).toContain('<html lang="en">');
    expect(page.text).toContain('The mail server smtp.customer.example is to send mail of “Customer Ltd” in future.');
    expect(page.text).toContain('<form method="post"><button type="submit">Confirm the test mail</button></form>');
    expect(await api.request('HEAD', link(), { headers: browser })).toMatchObject({ status: 200 });
    expect(await draftStatus()).toBe('awaiting-confirmation');
  });

  it('confirms by the button, without a login, and once', async () => {
    api.lifecycle.passChecks(ownOrganization);
    const done = await press(link());
    expect(done).toMatchObject({ status: 200 });
    expect(done.text).toContain('<h1>The test mail is confirmed</h1>');
    expect(await draftStatus()).toBe('awaiting-review');
    const carriedOut = api.lifecycle.envelopes.length;
    expect(api.lifecycle.envelopes.at(-1)?.actor).toEqual({
      kind: 'person',
      subject: 'link-in-test-mail',
      roles: ['org-admin'],
      email: 'admin@customer.example',
    });
    const again = await press(link());
    expect(again.status).toBe(409);
    expect(again.text).toContain('CONFIRMATION_LINK_USED');
    expect(api.lifecycle.envelopes).toHaveLength(carriedOut);
  });

  it('speaks German to a German organization, also when it refuses', async () => {
    const body = { name: 'Käufer & Söhne', adminAddress: 'admin@customer.example', locale: 'de' };
    await api.put(`/v1/organizations/${ownOrganization}`, { as: 'sender', body });
    api.lifecycle.passChecks(ownOrganization);
    const page = await open(link());
    expect(page.text).toContain('<html lang="de">');
    expect(page.text).toContain('„Käufer &amp; Söhne“');
    expect((await press(link())).text).toContain('Die Testmail ist bestätigt');
    expect((await open(link())).text).toContain('Die Testmail ist bereits bestätigt');
  });

  it('lets the browser load nothing but the style sheet, send the form nowhere else, and keep the link to itself', async () => {
    api.lifecycle.passChecks(ownOrganization);
    for (const page of [await open(link()), await open(link(9)), await press(link())]) {
      expect(page.headers.get('content-security-policy')).toBe(policy);
      expect(page.headers.get('referrer-policy')).toBe('same-origin');
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect(page.headers.get('x-robots-tag')).toBe('noindex');
      expect(page.text).not.toMatch(/<script|style="|onclick/);
    }
  });

  it('leaves no trace of its token in the log', async () => {
    api.lifecycle.passChecks(ownOrganization);
    await press(link());
    const token = new URLSearchParams(link().split('?')[1]).get('token') ?? '';
    expect(api.log).toContain('/confirm-test-mail');
    expect(api.log).not.toContain(token.slice(0, 20));
    expect(api.log).not.toContain(token.slice(-20));
  });

  it('refuses with a page and a code of the catalogue what leads nowhere, or no longer', async () => {
    api.lifecycle.passChecks(ownOrganization);
    const cases: readonly [string, number, string][] = [
      ['/confirm-test-mail', 404, 'CONFIRMATION_LINK_UNKNOWN'],
      ['/confirm-test-mail?token=guess', 404, 'CONFIRMATION_LINK_UNKNOWN'],
      [`/confirm-test-mail?token=${'A'.repeat(5000)}`, 404, 'CONFIRMATION_LINK_UNKNOWN'],
      [`${link()}x`, 404, 'CONFIRMATION_LINK_UNKNOWN'],
      [link(1, 'org-unheard-of'), 404, 'CONFIRMATION_LINK_UNKNOWN'],
      [link(2), 410, 'CONFIRMATION_LINK_EXPIRED'],
    ];
    for (const [path, status, code] of cases) {
      for (const page of [await open(path), await press(path)]) {
        expect([path.slice(0, 40), page.status, page.text.includes(`<code>${code}</code>`)]).toEqual([
          path.slice(0, 40),
          status,
          true,
        ]);
      }
    }
    expect(await draftStatus()).toBe('awaiting-confirmation');
  });

  it('gives programs a problem instead of a page', async () => {
    const answer = await open('/confirm-test-mail?token=guess', { accept: 'application/json' });
    expect(answer).toMatchObject({ status: 404, body: { code: 'CONFIRMATION_LINK_UNKNOWN' } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('says in the browser’s language that it is unknown', async () => {
    const page = await open('/confirm-test-mail?token=guess', {
      ...browser,
      'accept-language': 'de-AT,de;q=0.9,en;q=0.5',
    });
    expect(page.text).toContain('Dieser Link führt nirgendwohin');
  });

  it('is valid for a week', async () => {
    api.lifecycle.passChecks(ownOrganization);
    const path = link();
    api.aheadMs = 7 * 86_400_000 + 1000;
    const late = await press(path);
    expect([late.status, late.text.includes('CONFIRMATION_LINK_EXPIRED')]).toEqual([410, true]);
    expect(await draftStatus()).toBe('awaiting-confirmation');
  });

  it('waits while the check still runs, and gives up with a withdrawn draft', async () => {
    expect((await press(link())).text).toContain('CHECK_RUNNING');
    api.lifecycle.passChecks(ownOrganization);
    await api.post(`${mailServerPath}/withdraw`, { as: 'org-admin', body: { revision: 1 } });
    expect(await press(link())).toMatchObject({ status: 410 });
  });

  it('tells people, too, that the service is away for a moment', async () => {
    api.lifecycle.passChecks(ownOrganization);
    api.lifecycle.gatewayTrouble = 'WORKFLOW_UNAVAILABLE';
    const page = await press(link());
    expect(page.status).toBe(503);
    expect(page.text).toContain('WORKFLOW_UNAVAILABLE');
    api.lifecycle.readerTrouble = 'STORE_UNAVAILABLE';
    expect((await open(link())).text).toContain('STORE_UNAVAILABLE');
  });
});
