import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { MongoSessionStore } from '../../adapters/mongo/mongo-session-store';
import { OidcAccessTokenVerifier } from '../../adapters/oidc/access-token-verifier';
import { OidcLoginProvider } from '../../adapters/oidc/oidc-login-provider';
import { DashboardSessions } from '../../api/sessions/dashboard-sessions';
import { API_AUDIENCE, API_SCOPE, DASHBOARD_CLIENT } from '../../dev/oidc/demo-users';
import { ComponentProcess } from '../../dev/stack/component-process';
import { freePort } from '../../dev/support/ports';
import { Secret } from '../../domain/secret';
import { openTestMongo, type TestMongo } from '../adapters/mongo/test-mongo';
import { ApiUnderTest } from '../support/api-under-test';
import { Browser, type Page } from '../support/browser';
import { OrganizationSteps, mailServerPath } from '../support/organization-steps';
import { tidyUp } from '../support/tidy-up';

const later = tidyUp(30_000);
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

let api: ApiUnderTest;
let mongo: TestMongo;
let provider: ComponentProcess;
let issuer: string;
let publicUrl: string;
let aheadMs = 0;
let startProvider: () => Promise<void>;

beforeAll(async () => {
  const directory = await mkdtemp(join(tmpdir(), 'login-'));
  later(async () => rm(directory, { recursive: true, force: true }));
  const [port, providerPort] = [await freePort(), await freePort()];
  publicUrl = `http://127.0.0.1:${port}`;
  startProvider = async () => {
    provider = providerProcess(directory, providerPort);
    issuer = String((await provider.ready())['issuer']);
  };
  later(async () => provider.stop());
  await startProvider();
  mongo = await openTestMongo();
  later(mongo.close);
  const tokens = verifier();
  api = await ApiUnderTest.start({ publicUrl }, { tokens, sessions: dashboardSessions(tokens) }, port);
  later(async () => api.stop());
  await new OrganizationSteps(api).unlocked().catch(() => undefined);
});

afterEach(() => {
  aheadMs = 0;
});

function providerProcess(directory: string, port: number): ComponentProcess {
  return new ComponentProcess({
    name: 'oidc',
    module: 'components/oidc',
    options: {
      directory,
      port,
      backendSecret: 'backend-secret',
      dashboardSecret: 'dashboard-secret',
      dashboardRedirectUris: [`${publicUrl}/auth/callback`],
    },
    logFile: join(directory, 'oidc.log'),
    dataDirectory: directory,
  });
}

function verifier(): OidcAccessTokenVerifier {
  const claims = { roles: 'roles', organizations: 'organizations', scopes: 'scope' };
  return new OidcAccessTokenVerifier({ issuer, audience: API_AUDIENCE, claims, cooldownMs: 0 });
}

function dashboardSessions(tokens: OidcAccessTokenVerifier): DashboardSessions {
  const login = new OidcLoginProvider({
    issuer,
    clientId: DASHBOARD_CLIENT,
    clientSecret: new Secret('dashboard-secret'),
    scope: `openid profile email ${API_SCOPE}`,
    resource: API_AUDIENCE,
    redirectUri: `${publicUrl}/auth/callback`,
    afterLogoutUri: `${publicUrl}/`,
    tokens,
    clock,
  });
  return new DashboardSessions({
    provider: login,
    store: new MongoSessionStore(mongo.connection),
    limits: { idleMs: 30 * minuteMs, absoluteMs: 10 * hourMs },
    clock,
  });
}

const clock = (): Date => new Date(Date.now() + aheadMs);

const isOurs = (url: URL): boolean => url.origin === publicUrl && url.pathname !== '/auth/callback';

/** Goes to the login page, and chooses the user there; the page that comes after that. */
async function logIn(browser: Browser, { email = 'reviewer@demo.example', returnTo = '/reviews' } = {}): Promise<Page> {
  const form = await browser.visit(`${publicUrl}/auth/login?returnTo=${encodeURIComponent(returnTo)}`, isOurs);
  if (isOurs(form.url)) return form;
  const sent = await browser.request(form.url, { method: 'POST', body: new URLSearchParams({ email }) });
  return browser.visit(new URL(sent.headers.get('location') ?? '', form.url), isOurs);
}

async function loggedIn(email?: string): Promise<Browser> {
  const browser = new Browser();
  await logIn(browser, email === undefined ? {} : { email });
  return browser;
}

const me = async (browser: Browser, headers: Record<string, string> = {}): Promise<Page> =>
  browser.request(`${publicUrl}/v1/me`, { headers });

describe('a login at the dashboards', () => {
  it('leads through the identity provider back to the page that was asked for', async () => {
    const browser = new Browser();
    const page = await logIn(browser, { returnTo: '/reviews?status=due#first' });
    expect(page.url.href).toBe(`${publicUrl}/reviews?status=due#first`);
    expect(JSON.parse((await me(browser)).text)).toMatchObject({ name: 'Rita Reviewer', roles: ['reviewer'] });
  });

  it('gives scripts and other sites no way to the session', async () => {
    const browser = await loggedIn();
    const line = browser.cookieLines.find((cookie) => cookie.startsWith('session='));
    expect(line).toMatch(/; HttpOnly; SameSite=Lax$/);
    expect(line).toContain('Path=/');
  });

  it.each([
    'https://evil.example/',
    '//evil.example',
    String.raw`/\evil.example`,
    'javascript:alert(1)',
    '/\t/evil.example',
  ])('never leads to a foreign place: %s', async (returnTo) => {
    const page = await logIn(new Browser(), { returnTo });
    expect(page.url.origin).toBe(publicUrl);
  });

  it('is refused in another browser than the one that began it', async () => {
    const [victim, attacker] = [new Browser(), new Browser()];
    const form = await attacker.visit(`${publicUrl}/auth/login`);
    const sent = await attacker.request(form.url, {
      method: 'POST',
      body: new URLSearchParams({ email: 'ops@demo.example' }),
    });
    const callback = await attacker.visit(
      new URL(sent.headers.get('location') ?? '', form.url),
      (url) => url.origin === publicUrl,
    );
    expect(callback.url.pathname).toBe('/auth/callback');
    const answer = await victim.request(callback.url);
    expect(answer.headers.get('location')).toBe('/?login=LOGIN_REFUSED');
    expect(victim.cookies.has('session')).toBe(false);
  });

  it('counts an answer once', async () => {
    const browser = new Browser();
    let callback = '';
    const form = await browser.visit(`${publicUrl}/auth/login`);
    const body = new URLSearchParams({ email: 'ops@demo.example' });
    const sent = await browser.request(form.url, { method: 'POST', body });
    await browser.visit(new URL(sent.headers.get('location') ?? '', form.url), (url) => {
      if (url.pathname === '/auth/callback') callback = url.href;
      return isOurs(url);
    });
    const again = await browser.request(callback);
    expect(again.headers.get('location')).toBe('/?login=LOGIN_REFUSED');
  });

  it('tells the start page when the provider refuses', async () => {
    const browser = new Browser();
    const start = await browser.request(`${publicUrl}/auth/login`);
    const state = new URL(start.headers.get('location') ?? '').searchParams.get('state') ?? '';
    const answer = await browser.request(`${publicUrl}/auth/callback?error=access_denied&state=${state}`);
    expect(answer).toMatchObject({ status: 302 });
    expect(answer.headers.get('location')).toBe('/?login=LOGIN_REFUSED');
  });

  it('makes a new session each time, and ends the one before', async () => {
    const browser = await loggedIn();
    const before = browser.cookies.get('session') ?? '';
    await logIn(browser);
    expect(browser.cookies.get('session')).not.toBe(before);
    const thief = new Browser();
    thief.cookies.set('session', before);
    expect(await me(thief)).toMatchObject({ status: 401 });
  });

  it('lets several tabs log in at once', async () => {
    const browser = new Browser();
    await browser.request(`${publicUrl}/auth/login?returnTo=/first`);
    expect((await logIn(browser, { returnTo: '/second' })).url.pathname).toBe('/second');
  });
});

describe('what the store knows of a session', () => {
  it('is neither the key that the browser keeps nor a token of the provider', async () => {
    const browser = await loggedIn();
    const documents = await mongo.raw.collection('sessions').find().toArray();
    const stored = JSON.stringify(documents) + documents.map(({ tokens }) => String(tokens)).join('');
    const shown = {
      identity: stored.includes('demo-reviewer'),
      key: stored.includes(browser.cookies.get('session') ?? ''),
    };
    expect({ ...shown, token: stored.includes('eyJ'), words: /refreshToken|idToken/.test(stored) }).toEqual({
      identity: true,
      key: false,
      token: false,
      words: false,
    });
  });
});

describe('requests with a session', () => {
  const path = `${mailServerPath}/claim-review`;
  const command = { method: 'POST', body: JSON.stringify({ revision: 1 }) };
  const plain = { 'content-type': 'application/json', 'idempotency-key': 'key-of-the-page' };

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a sibling host', { 'sec-fetch-site': 'same-site' }],
    ['an old browser at another site', { origin: 'https://evil.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['something that shows nothing of where it comes from', {}],
    ['a page that claims both', { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' }],
  ])('change nothing when they come from %s', async (_from, headers) => {
    const browser = await loggedIn();
    const answer = await browser.request(publicUrl + path, { ...command, headers: { ...plain, ...headers } });
    expect(answer).toMatchObject({ status: 403 });
    expect(answer.text).toContain('CROSS_SITE_REFUSED');
  });

  it.each([
    ['fetch metadata', { 'sec-fetch-site': 'same-origin' }],
    ['an origin', 'own'],
  ])('are commands when our own page made them, told by %s', async (_by, headers) => {
    const browser = await loggedIn();
    const own = headers === 'own' ? { origin: publicUrl } : (headers as Record<string, string>);
    const answer = await browser.request(publicUrl + path, { ...command, headers: { ...plain, ...own } });
    expect(JSON.parse(answer.text)).not.toMatchObject({ code: 'CROSS_SITE_REFUSED' });
    expect(answer.status).not.toBe(401);
  });

  it('are not readable from another site', async () => {
    expect(await me(await loggedIn(), { 'sec-fetch-site': 'cross-site' })).toMatchObject({ status: 403 });
  });

  it('are judged by their token where they bring one', async () => {
    expect(await me(await loggedIn(), { authorization: 'Bearer not-a-token' })).toMatchObject({ status: 401 });
  });

  it.each(['', 'short', 'x'.repeat(43), '../../etc'])('are nobody’s with a made-up cookie: %s', async (cookie) => {
    const browser = new Browser();
    browser.cookies.set('session', cookie);
    expect(await me(browser)).toMatchObject({ status: 401 });
  });
});

/** The provider tells of it over the back channel. */
async function logOutAtProvider(browser: Browser): Promise<void> {
  const ended = await browser.request(`${issuer}/session/end`);
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(ended.text)?.[1] ?? '';
  const form = new URLSearchParams({ xsrf, logout: 'yes' });
  await browser.request(`${issuer}/session/end/confirm`, { method: 'POST', body: form });
}

describe('the end of a session', () => {
  it('comes when nobody has used it for long', async () => {
    const browser = await loggedIn();
    aheadMs = 29 * minuteMs;
    expect(await me(browser)).toMatchObject({ status: 200 });
    aheadMs = 58 * minuteMs;
    expect(await me(browser)).toMatchObject({ status: 200 });
    aheadMs = 89 * minuteMs;
    expect(await me(browser)).toMatchObject({ status: 401 });
  });

  it('comes in any case after its longest time', async () => {
    const browser = await loggedIn();
    for (let minutes = 25; minutes < 600; minutes += 25) {
      aheadMs = minutes * minuteMs;
      expect(await me(browser)).toMatchObject({ status: 200 });
    }
    aheadMs = 600 * minuteMs;
    expect(await me(browser)).toMatchObject({ status: 401 });
  });

  it('comes with a logout, which also tells where to end the provider’s session', async () => {
    const browser = await loggedIn();
    const key = browser.cookies.get('session') ?? '';
    const answer = await browser.request(`${publicUrl}/auth/logout`, {
      method: 'POST',
      headers: { origin: publicUrl },
    });
    expect(answer.status).toBe(200);
    const { logoutUrl } = JSON.parse(answer.text) as { logoutUrl: string };
    expect(new URL(logoutUrl).searchParams.get('post_logout_redirect_uri')).toBe(`${publicUrl}/`);
    expect(browser.cookies.has('session')).toBe(false);
    browser.cookies.set('session', key);
    expect(await me(browser)).toMatchObject({ status: 401 });
  });

  it('does not come by a logout that another site asks for', async () => {
    const browser = await loggedIn();
    const answer = await browser.request(`${publicUrl}/auth/logout`, {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
    });
    expect(answer.status).toBe(403);
    expect(await me(browser)).toMatchObject({ status: 200 });
  });

  it('comes when the provider tells of a logout over the back channel', async () => {
    const browser = await loggedIn();
    const session = browser.cookies.get('session') ?? '';
    await logOutAtProvider(browser);
    browser.cookies.set('session', session);
    expect(await me(browser)).toMatchObject({ status: 401 });
  });

  it('is not brought about by a made-up logout token', async () => {
    const browser = await loggedIn();
    const token = await api.issuer.token({ subject: 'demo-reviewer' });
    const answer = await new Browser().request(`${publicUrl}/auth/backchannel-logout`, {
      method: 'POST',
      body: new URLSearchParams({ logout_token: token }),
    });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('LOGOUT_TOKEN_INVALID');
    expect(await me(browser)).toMatchObject({ status: 200 });
  });
});

describe('a stream of events', () => {
  /** What is read of a stream until it ends; the session is its only credential. */
  async function stream(browser: Browser): Promise<{ key: string; whole: Promise<string> }> {
    const key = browser.cookies.get('session') ?? '';
    const response = await fetch(`${publicUrl}/v1/events`, { headers: { cookie: `session=${key}` } });
    expect(response.status).toBe(200);
    return { key, whole: response.text() };
  }

  const lastWord = /event: end\ndata: \{"code":"UNAUTHENTICATED"\}/;

  it('ends soon after the session that it was opened with, by a logout here or at the provider', async () => {
    const [here, there] = [await loggedIn(), await loggedIn('ops@demo.example')];
    const [first, second] = [await stream(here), await stream(there)];
    await here.request(`${publicUrl}/auth/logout`, { method: 'POST', headers: { origin: publicUrl } });
    await logOutAtProvider(there);
    expect(await first.whole).toMatch(lastWord);
    expect(await second.whole).toMatch(lastWord);
    for (const { key } of [first, second]) {
      here.cookies.set('session', key);
      expect(await me(here)).toMatchObject({ status: 401 });
    }
  }, 60_000);

  it('keeps no session alive: it ends when nobody has used the session for long', async () => {
    const browser = await loggedIn();
    const open = await stream(browser);
    aheadMs = 31 * minuteMs;
    expect(await open.whole).toMatch(lastWord);
    expect(await me(browser)).toMatchObject({ status: 401 });
  }, 60_000);
});

describe('the provider’s word for an identity', () => {
  /** Uses the session every now and then, until the first access token has run out. */
  async function overAnHour(browser: Browser): Promise<Page> {
    for (const minutes of [25, 50]) {
      aheadMs = minutes * minuteMs;
      await me(browser);
    }
    aheadMs = 61 * minuteMs;
    return me(browser);
  }

  it('is asked for again when it runs out, once for all requests that wait for it', async () => {
    const browser = await loggedIn();
    await overAnHour(browser);
    aheadMs += 20 * minuteMs;
    const answers = await Promise.all(Array.from({ length: 8 }, async () => me(browser)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
  });

  it('lets the session wait while the provider is away, and ends it when the provider does not give it again', async () => {
    const browser = await loggedIn();
    await provider.stop();
    expect(await overAnHour(browser)).toMatchObject({ status: 503 });
    await startProvider();
    aheadMs += minuteMs;
    expect(await me(browser)).toMatchObject({ status: 401 });
  });
});
