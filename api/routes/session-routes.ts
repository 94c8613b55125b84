import { z } from 'zod';

import { CatalogueError, type ErrorCode } from '../../domain/errors';
import { toCatalogueError } from '../error-translation';
import { browserRoute, type RenderedReply, type Route } from '../route';
import { loggedOut, loginAnswer, loginQuery } from '../schemas/session';

/** As long as a login may take. */
const loginSeconds = 600;
const formType = 'application/x-www-form-urlencoded';
const redirect = { status: 302, contentTypes: ['text/plain'], schema: null, headers: { Location: 'Where to go on' } };

const beginLogin = browserRoute({
  method: 'get',
  path: '/auth/login',
  operationId: 'beginLogin',
  tag: 'Identity',
  summary: 'Log in at the dashboards, through the identity provider',
  description: 'For browsers: authorization code with PKCE. The session is kept here; the browser gets a cookie.',
  request: z.object({ query: loginQuery }),
  response: { ...redirect, description: 'On to the identity provider' },
  problems: ['INVALID_REQUEST', 'IDENTITY_UNAVAILABLE', 'STORE_UNAVAILABLE'],
  async handle({ query: { returnTo } }, { cookie }, { sessions, cookies, settings }) {
    const target = ownPath(returnTo, settings.publicUrl);
    const { location, key } = await sessions.begin(target, cookies.read(cookie, 'login'));
    return to(location, [cookies.keep('login', key.reveal(), loginSeconds)]);
  },
});

const finishLogin = browserRoute({
  method: 'get',
  path: '/auth/callback',
  operationId: 'finishLogin',
  tag: 'Identity',
  summary: 'Where the identity provider sends the browser back to',
  description: 'A login that fails leads back to the start page, with the code of the problem in `login`.',
  request: z.object({ query: loginAnswer }),
  response: { ...redirect, description: 'On to the page that was asked for, or back to the start' },
  problems: ['INVALID_REQUEST'],
  async handle({ query }, { cookie, log }, { sessions, cookies, settings }) {
    try {
      const answer = new URLSearchParams(query);
      const old = cookies.read(cookie, 'session');
      const { location, key } = await sessions.finish(answer, cookies.read(cookie, 'login'), old);
      return to(location, [cookies.keep('session', key.reveal(), settings.sessionSeconds), cookies.drop('login')]);
    } catch (error) {
      const { code } = toCatalogueError(error);
      if (!explained.has(code)) throw error;
      log.warn({ code }, 'A login was not completed');
      return to(`/?login=${code}`, []);
    }
  },
});

/** What the start page tells people in their own words; anything else is a fault of ours. */
const explained = new Set<ErrorCode>(['LOGIN_REFUSED', 'IDENTITY_UNAVAILABLE', 'STORE_UNAVAILABLE']);

const logOut = browserRoute({
  method: 'post',
  path: '/auth/logout',
  operationId: 'logOut',
  tag: 'Identity',
  summary: 'End the session at the dashboards',
  request: z.object({}),
  response: {
    status: 200,
    description: 'Ended; where to end that of the identity provider, if it has such a place',
    contentTypes: ['application/json'],
    schema: loggedOut,
    headers: { 'Set-Cookie': 'Removes the cookie' },
  },
  problems: ['CROSS_SITE_REFUSED', 'IDENTITY_UNAVAILABLE', 'STORE_UNAVAILABLE'],
  async handle(_request, { cookie }, { sessions, cookies }) {
    const logoutUrl = await sessions.end(cookies.read(cookie, 'session'));
    const headers = { 'Set-Cookie': [cookies.drop('session')] };
    return { body: loggedOut.parse({ logoutUrl }), contentType: 'application/json', headers };
  },
});

const endByProvider = browserRoute({
  method: 'post',
  path: '/auth/backchannel-logout',
  operationId: 'endSessionsByProvider',
  tag: 'Identity',
  summary: 'For the identity provider: end the sessions that a logout token names',
  description: 'OpenID Connect Back-Channel Logout 1.0: a form with `logout_token`.',
  request: z.object({ body: z.object({ contentType: z.literal(formType), bytes: z.instanceof(Uint8Array) }) }),
  bodyFormat: { size: 'command', mediaTypes: [formType], described: z.object({ logout_token: z.string().min(1) }) },
  response: { status: 200, description: 'Ended', contentTypes: ['text/plain'], schema: null },
  problems: [
    'INVALID_REQUEST',
    'CROSS_SITE_REFUSED',
    'LOGOUT_TOKEN_INVALID',
    'IDENTITY_UNAVAILABLE',
    'STORE_UNAVAILABLE',
  ],
  async handle({ body }, { log }, { sessions }) {
    const token = new URLSearchParams(Buffer.from(body.bytes).toString('utf8')).get('logout_token');
    if (token === null) throw new CatalogueError('LOGOUT_TOKEN_INVALID');
    const ended = await sessions.endByLogoutToken(token);
    log.info({ ended }, 'The identity provider ended sessions');
    return { body: '', contentType: 'text/plain' };
  },
});

export const sessionRoutes: readonly Route[] = [beginLogin, finishLogin, logOut, endByProvider];

function to(location: string, setCookies: readonly string[]): RenderedReply {
  return { body: '', contentType: 'text/plain', headers: { Location: location, 'Set-Cookie': setCookies } };
}

/** Never a foreign site: whoever makes a login link must not choose where the person ends up. */
function ownPath(returnTo: string | undefined, publicUrl: string): string {
  const base = new URL(publicUrl);
  const target = URL.canParse(returnTo ?? '/', publicUrl) ? new URL(returnTo ?? '/', publicUrl) : base;
  return target.origin === base.origin ? `${target.pathname}${target.search}${target.hash}`.replace(/^\/+/, '/') : '/';
}
