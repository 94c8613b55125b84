import { LogoutTokenReader } from '../../../adapters/oidc/logout-token-reader';
import { FakeTokenIssuer, type TokenOptions } from '../../support/fakes/fake-token-issuer';

const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };

describe('reading a logout token', () => {
  let issuer: FakeTokenIssuer;
  let reader: LogoutTokenReader;

  beforeAll(async () => {
    issuer = await FakeTokenIssuer.start();
    reader = new LogoutTokenReader({ issuer: issuer.url, clientId: 'dashboard' });
  });

  afterAll(async () => {
    await issuer.stop();
  });

  const logoutToken = async ({ claims, ...options }: TokenOptions = {}): Promise<string> =>
    issuer.token({
      audience: 'dashboard',
      type: 'logout+jwt',
      subject: 'anna',
      claims: { jti: 'notice-1', events, ...claims },
      ...options,
    });

  it('tells whose sessions end', async () => {
    const token = await logoutToken({ claims: { sid: 'at-the-provider' } });
    expect(await reader.read(token)).toEqual({ id: 'notice-1', subject: 'anna', providerSession: 'at-the-provider' });
  });

  it.each<[string, TokenOptions]>([
    ['for another client', { audience: 'another' }],
    ['of another issuer', { issuer: 'https://evil.example' }],
    ['that has expired', { expiresIn: -60 }],
    ['made long ago', { claims: { iat: Math.floor(Date.now() / 1000) - 3_600 } }],
    ['without an id', { claims: { jti: undefined } }],
    ['without the event', { claims: { events: undefined } }],
    ['with another event', { claims: { events: { 'http://schemas.openid.net/event/other': {} } } }],
    ['with events that are no object', { claims: { events: 'http://schemas.openid.net/event/backchannel-logout' } }],
    ['with a nonce, as an ID token has', { claims: { nonce: 'n' } }],
    ['that names nobody', { claims: { sub: undefined } }],
    ['that is an access token by its type', { type: 'at+jwt' }],
  ])('refuses one %s', async (_what, options) => {
    await expect(reader.read(await logoutToken(options))).rejects.toMatchObject({ code: 'LOGOUT_TOKEN_INVALID' });
  });

  it('refuses one that somebody else signed', async () => {
    const stranger = await FakeTokenIssuer.start();
    const token = await stranger.token({
      issuer: issuer.url,
      audience: 'dashboard',
      type: 'logout+jwt',
      claims: { jti: 'notice-2', events },
    });
    await stranger.stop();
    await expect(reader.read(token)).rejects.toMatchObject({ code: 'LOGOUT_TOKEN_INVALID' });
  });

  it('says so when the provider is away', async () => {
    const token = await logoutToken();
    issuer.goAway();
    const fresh = new LogoutTokenReader({ issuer: issuer.url, clientId: 'dashboard' });
    await expect(fresh.read(token)).rejects.toMatchObject({ code: 'IDENTITY_UNAVAILABLE' });
    issuer.goAway(false);
  });
});
