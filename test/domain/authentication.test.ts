import {
  authenticationFaults,
  endpointAddress,
  normalizeAuthentication,
  type Authentication,
} from '../../domain/authentication';
import { readSettings } from '../../domain/lifecycle/read-settings';
import { normalizeSettings, settingsFaults } from '../../domain/mail-server-settings';
import { settings } from '../support/lifecycle-builders';

const microsoft = { method: 'microsoft-oauth2', tenant: 'customer.onmicrosoft.com', clientId: '9f0c' } as const;
const google = { method: 'google-service-account', serviceAccount: 'm@p.iam.gserviceaccount.com' } as const;
const other = {
  method: 'oauth2',
  tokenEndpoint: 'https://login.customer.example/token',
  clientId: 'mail',
  scope: 'smtp.send offline',
} as const;

it.each<Authentication>([{ method: 'password' }, microsoft, google, other])(
  'accepts a whole authentication by $method and reads it back from a message',
  (authentication) => {
    expect(settingsFaults({ ...settings, authentication })).toEqual([]);
    const sent: unknown = JSON.parse(JSON.stringify({ ...settings, authentication, extra: { method: 'x' } }));
    expect(readSettings(sent)).toEqual({ ...settings, authentication });
  },
);

it('reads settings from before there was a choice as a password and public authorities', () => {
  const { authentication: _authentication, trust: _trust, ...old } = settings;
  expect(readSettings(old)).toEqual(settings);
});

it.each<[Authentication, string, string]>([
  [{ ...microsoft, tenant: '' }, 'tenant', 'NOT_A_TENANT'],
  [{ ...microsoft, tenant: 'x/../common' }, 'tenant', 'NOT_A_TENANT'],
  [{ ...microsoft, clientId: '' }, 'clientId', 'EMPTY'],
  [{ ...microsoft, clientId: 'a\r\nb' }, 'clientId', 'CONTROL_CHARACTER'],
  [{ ...google, serviceAccount: 'somebody' }, 'serviceAccount', 'NOT_A_SERVICE_ACCOUNT'],
  [{ ...other, tokenEndpoint: 'http://login.customer.example/token' }, 'tokenEndpoint', 'NOT_AN_HTTPS_URL'],
  [{ ...other, clientId: 'x'.repeat(513) }, 'clientId', 'TOO_LONG'],
  [{ ...other, scope: 'two  spaces' }, 'scope', 'NOT_A_SCOPE'],
  [{ ...other, scope: 'line\nbreak' }, 'scope', 'NOT_A_SCOPE'],
])('names the faulty part of %j', (authentication, member, code) => {
  expect(authenticationFaults(authentication)).toEqual([{ member, code }]);
  expect(settingsFaults({ ...settings, authentication })).toEqual([{ field: 'authentication', member, code }]);
});

it.each([
  ['https://login.customer.example', { host: 'login.customer.example', port: 443, path: '/' }],
  ['https://LOGIN.customer.example:8443/a?b=c', { host: 'login.customer.example', port: 8443, path: '/a?b=c' }],
  ['https://user@login.customer.example/', null],
  ['https://login.customer.example/#part', null],
  ['https://login.customer.example:0/', null],
  ['https://login.customer.example:65536/', null],
  ['https://login.customer.example/\r\nHost: x', null],
  ['https://[::1]/', null],
  ['https://login.customer.example\\@evil.example/', null],
  ['https:/login.customer.example/', null],
  ['ftp://login.customer.example/', null],
  [`https://login.customer.example/${'x'.repeat(1024)}`, null],
])('reads the token endpoint %j', (url, expected) => {
  expect(endpointAddress(url)).toEqual(expected);
});

it('keeps nothing but the parts of a method', () => {
  const given: Authentication = { ...microsoft, tenant: ' Customer.OnMicrosoft.com ' };
  const crowded = Object.assign({}, given, { clientSecret: 'x' });
  expect(normalizeAuthentication(crowded)).toEqual(microsoft);
  expect(normalizeSettings({ ...settings, authentication: crowded }).authentication).toEqual(microsoft);
});
