import { exportPKCS8, generateKeyPair, jwtVerify, type CryptoKey } from 'jose';

import { CertificateAuthority, selfSignedCertificate } from '../../../dev/certificates';
import type { HostResolver } from '../../../adapters/dns/host-resolver';
import type { Authentication } from '../../../domain/authentication';
import type { CheckCode } from '../../../domain/check-report';
import { ScriptedSmtpServer, type Script } from '../../support/scripted-smtp-server';
import {
  customerServer,
  freely,
  never,
  smtpWorkbench,
  testHost,
  type SmtpWorkbench,
} from '../../support/smtp-workbench';
import { TokenEndpoint, type TokenReply } from '../../support/token-endpoint';

const tokenHost = 'login.example.test';
const clientSecret = 'ö secret+/=&~';
const user = 'mailer@example.test';
const microsoft = { method: 'microsoft-oauth2', tenant: 'customer.example', clientId: 'client-1' } as const;
const google = { method: 'google-service-account', serviceAccount: 'm@p.iam.gserviceaccount.com' } as const;

let authority: CertificateAuthority;
let endpoint: TokenEndpoint;
let server: ScriptedSmtpServer;
let googleKeys: { readonly publicKey: CryptoKey; readonly privateKey: CryptoKey };

beforeAll(async () => {
  authority = await CertificateAuthority.create('Test authority');
  googleKeys = await generateKeyPair('RS256', { extractable: true });
});

beforeEach(async () => {
  endpoint = await TokenEndpoint.start(await authority.issue({ names: [tokenHost] }));
  endpoint.answerWith(issued('token-1'));
});

afterEach(async () => {
  await endpoint.stop();
  await server?.stop();
});

function issued(token: string, seconds = 3600): TokenReply {
  return { body: { access_token: token, token_type: 'Bearer', expires_in: seconds } };
}

interface World {
  readonly script?: Script;
  readonly password?: string;
  readonly clock?: () => number;
  readonly resolver?: HostResolver;
}

async function bench({ script = {}, password = clientSecret, clock, resolver }: World = {}): Promise<SmtpWorkbench> {
  const { certificate: cert, key } = await authority.issue({ names: [testHost] });
  server = await ScriptedSmtpServer.start({ ...script, tls: { cert, key } });
  const base = `https://${tokenHost}:${endpoint.port}`;
  return smtpWorkbench({
    authorities: authority.certificate,
    ports: [server.port, endpoint.port],
    password,
    tokenEndpoints: { microsoft: (tenant) => `${base}/${tenant}/token`, google: `${base}/google` },
    ...(clock && { tokenClock: clock }),
    ...(resolver && { resolver }),
  });
}

async function authOf(workbench: SmtpWorkbench, authentication: Authentication) {
  const found = await workbench.prober.openSession(customerServer({ port: server.port, authentication }), never);
  const auth = found.results.find(({ stage }) => stage === 'auth');
  return { found, auth };
}

function other(url = `https://${tokenHost}:${endpoint.port}/token?a=b`): Authentication {
  return { method: 'oauth2', tokenEndpoint: url, clientId: 'mail client', scope: 'smtp.send' };
}

function xoauth2(token: string): string {
  return `AUTH XOAUTH2 ${Buffer.from(`user=${user}\u0001auth=Bearer ${token}\u0001\u0001`).toString('base64')}\r\n`;
}

describe('a login by OAuth 2.0', () => {
  it('gets a token of Microsoft 365 with the client secret and logs in with it', async () => {
    const { auth, found } = await authOf(await bench(), microsoft);
    expect(auth).toMatchObject({ verdict: 'pass', code: 'AUTH_ACCEPTED', facts: { mechanism: 'XOAUTH2' } });
    const [request] = endpoint.requests;
    expect(request?.path).toBe('/customer.example/token');
    expect(Object.fromEntries(request?.form ?? [])).toEqual({
      grant_type: 'client_credentials',
      client_id: 'client-1',
      client_secret: clientSecret,
      scope: 'https://outlook.office365.com/.default',
    });
    expect(server.encrypted).toContain(xoauth2('token-1'));
    expect(server.clear).not.toContain('AUTH');
    const shown = JSON.stringify(found);
    for (const secret of ['token-1', clientSecret, xoauth2('token-1').slice(13, -2)])
      expect(shown).not.toContain(secret);
  });

  it.each([
    ['the key in PEM', (pem: string) => pem],
    ['the whole key file', (pem: string) => JSON.stringify({ type: 'service_account', private_key: pem })],
    ['a key with its line ends in letters', (pem: string) => pem.replaceAll('\n', String.raw`\n`)],
  ])('signs an assertion of a Google service account with %s', async (_case, entered) => {
    const password = entered(await exportPKCS8(googleKeys.privateKey));
    const { auth } = await authOf(await bench({ password }), google);
    expect(auth).toMatchObject({ code: 'AUTH_ACCEPTED' });
    const form = endpoint.requests[0]?.form;
    expect(form?.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    const audience = `https://${tokenHost}:${endpoint.port}/google`;
    const proof = { issuer: google.serviceAccount, subject: user, audience };
    const { payload } = await jwtVerify(form?.get('assertion') ?? '', googleKeys.publicKey, proof);
    expect(payload['scope']).toBe('https://mail.google.com/');
  });

  it('asks any other provider with HTTP Basic, both parts encoded', async () => {
    const { auth } = await authOf(await bench(), other());
    expect(auth).toMatchObject({ code: 'AUTH_ACCEPTED' });
    const [request] = endpoint.requests;
    expect(request?.path).toBe('/token?a=b');
    expect(Object.fromEntries(request?.form ?? [])).toEqual({ grant_type: 'client_credentials', scope: 'smtp.send' });
    const basic = Buffer.from(request?.authorization?.slice('Basic '.length) ?? '', 'base64').toString('utf8');
    expect(basic).toBe('mail+client:%C3%B6+secret%2B%2F%3D%26%7E');
  });

  it('keeps a token for the next session until shortly before its end', async () => {
    let now = 0;
    const workbench = await bench({ clock: () => now });
    await authOf(workbench, microsoft);
    await authOf(workbench, microsoft);
    expect(endpoint.requests).toHaveLength(1);
    now = 3600_000 - 59_000;
    await authOf(workbench, microsoft);
    expect(endpoint.requests).toHaveLength(2);
  });

  it('gets a new token when a kept one is refused, and says nothing of it', async () => {
    endpoint.answerWith(issued('token-1'), issued('token-2'));
    const auth = ['235 2.7.0 ok\r\n', '535 5.7.3 no\r\n', '235 2.7.0 ok\r\n'];
    const workbench = await bench({ script: { answers: { auth } } });
    await authOf(workbench, microsoft);
    const again = await authOf(workbench, microsoft);
    expect(again.auth).toMatchObject({ verdict: 'pass', code: 'AUTH_ACCEPTED' });
    expect(server.encrypted).toContain(xoauth2('token-2'));
  });

  it('sends mail over the same way', async () => {
    const { transport } = await bench();
    const bytes = Buffer.from('Subject: x\r\n\r\nbody\r\n');
    const mail = { envelopeFrom: 'a@example.test', recipients: ['b@example.test'], bytes };
    const target = customerServer({ port: server.port, authentication: microsoft });
    const report = await transport.send({ route: 'customer', server: target }, mail, never, freely);
    await transport.close();
    expect(report).toMatchObject({ customerTrouble: null, outcomes: [{ state: 'sent' }] });
  });
});

interface Refusal {
  readonly provider: string;
  readonly reply: TokenReply;
  readonly code: CheckCode;
  readonly verdict: 'fail' | 'inconclusive';
}

const microsoftSays = (error: string, number: string): TokenReply => {
  return { status: 400, body: { error, error_description: `${number}: something with a Trace ID` } };
};

const refusals: readonly Refusal[] = [
  {
    provider: 'a wrong secret',
    reply: microsoftSays('invalid_client', 'AADSTS7000215'),
    code: 'OAUTH_CLIENT_REFUSED',
    verdict: 'fail',
  },
  {
    provider: 'an expired secret',
    reply: microsoftSays('invalid_client', 'AADSTS7000222'),
    code: 'OAUTH_SECRET_EXPIRED',
    verdict: 'fail',
  },
  {
    provider: 'an unknown application',
    reply: microsoftSays('unauthorized_client', 'AADSTS700016'),
    code: 'OAUTH_CLIENT_REFUSED',
    verdict: 'fail',
  },
  {
    provider: 'an unknown tenant',
    reply: microsoftSays('invalid_request', 'AADSTS90002'),
    code: 'OAUTH_TENANT_UNKNOWN',
    verdict: 'fail',
  },
  {
    provider: 'a missing consent',
    reply: microsoftSays('invalid_grant', 'AADSTS65001'),
    code: 'OAUTH_PERMISSION_MISSING',
    verdict: 'fail',
  },
  {
    provider: 'Google without delegation',
    reply: {
      status: 401,
      body: { error: 'unauthorized_client', error_description: 'Client is unauthorized to retrieve access tokens' },
    },
    code: 'OAUTH_PERMISSION_MISSING',
    verdict: 'fail',
  },
  {
    provider: 'Google with another key',
    reply: { status: 400, body: { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' } },
    code: 'OAUTH_CLIENT_REFUSED',
    verdict: 'fail',
  },
  {
    provider: 'Google with an unknown mailbox',
    reply: { status: 400, body: { error: 'invalid_grant', error_description: 'Invalid email or User ID' } },
    code: 'OAUTH_USER_UNKNOWN',
    verdict: 'fail',
  },
  {
    provider: 'a refusal without a known cause',
    reply: { status: 400, body: { error: 'nope' } },
    code: 'OAUTH_TOKEN_NOT_ISSUED',
    verdict: 'fail',
  },
  { provider: 'an overload', reply: { status: 429, body: '' }, code: 'OAUTH_TEMPORARY', verdict: 'inconclusive' },
  {
    provider: 'a broken endpoint',
    reply: { status: 502, body: '<html>' },
    code: 'OAUTH_TEMPORARY',
    verdict: 'inconclusive',
  },
  { provider: 'a page instead of a token', reply: { body: '<html>' }, code: 'OAUTH_ANSWER_UNUSABLE', verdict: 'fail' },
  {
    provider: 'no page at all',
    reply: { status: 404, body: 'not here' },
    code: 'OAUTH_ANSWER_UNUSABLE',
    verdict: 'fail',
  },
  {
    provider: 'a redirect inwards',
    reply: { status: 302, headers: { location: 'http://169.254.169.254/latest/meta-data' }, body: '' },
    code: 'OAUTH_ANSWER_UNUSABLE',
    verdict: 'fail',
  },
  {
    provider: 'a token that would break out of its line',
    reply: { body: { access_token: 'x\u0001\r\nMAIL FROM:<a@b.test>' } },
    code: 'OAUTH_ANSWER_UNUSABLE',
    verdict: 'fail',
  },
  {
    provider: 'an answer without end',
    reply: { body: '{"access_token":"', endless: true },
    code: 'OAUTH_ENDPOINT_UNREACHABLE',
    verdict: 'inconclusive',
  },
  {
    provider: 'an answer of many megabytes',
    reply: { body: 'x'.repeat(5_000_000) },
    code: 'OAUTH_ANSWER_UNUSABLE',
    verdict: 'fail',
  },
];

describe('a token endpoint', () => {
  it.each(refusals)(
    'with $provider becomes $code, and nothing is sent to the mail server',
    async ({ reply, code, verdict }) => {
      endpoint.answerWith(reply);
      const { auth, found } = await authOf(await bench(), microsoft);
      expect(auth).toMatchObject({ code, verdict });
      expect(server.encrypted).not.toContain('AUTH');
      expect(JSON.stringify(found)).not.toContain('Trace ID');
    },
  );

  it.each([
    ['the own network', ['10.0.0.1']],
    ['a metadata service', ['169.254.169.254']],
    ['a public and a private address', ['93.184.216.34', '192.168.1.1']],
  ])('at %s is refused, and no connection is opened', async (_case, inward) => {
    const resolver = {
      resolve: (name: string) => {
        const addresses = name === tokenHost ? inward : ['127.0.0.1'];
        return Promise.resolve({ status: 'resolved' as const, addresses });
      },
    };
    const { auth } = await authOf(await bench({ resolver }), microsoft);
    expect(auth).toMatchObject({ code: 'OAUTH_ENDPOINT_REFUSED', verdict: 'fail' });
    expect(endpoint.requests).toHaveLength(0);
    expect(server.encrypted).not.toContain('AUTH');
  });

  it('on another port than those allowed is refused', async () => {
    const { auth } = await authOf(await bench(), other(`https://${tokenHost}:6379/token`));
    expect(auth).toMatchObject({ code: 'OAUTH_ENDPOINT_REFUSED', verdict: 'fail' });
  });

  it('whose certificate proves nothing gets no secret', async () => {
    await endpoint.stop();
    endpoint = await TokenEndpoint.start(await selfSignedCertificate({ names: [tokenHost] }));
    const { auth } = await authOf(await bench(), microsoft);
    expect(auth).toMatchObject({ code: 'OAUTH_ENDPOINT_UNREACHABLE', verdict: 'inconclusive' });
    expect(endpoint.requests).toHaveLength(0);
  });

  it.each(['no key', '{"private_key": 7}', '{ broken', '-----BEGIN PRIVATE KEY-----\nQUJD\n-----END PRIVATE KEY-----'])(
    'is not asked with an unusable private key: %j',
    async (password) => {
      const { auth } = await authOf(await bench({ password }), google);
      expect(auth).toMatchObject({ code: 'OAUTH_KEY_UNUSABLE', verdict: 'fail' });
      expect(endpoint.requests).toHaveLength(0);
    },
  );
});

describe('a mail server that refuses a token', () => {
  it.each([
    [
      'with a challenge and its code after an empty line',
      ['334 eyJzdGF0dXMiOiI0MDAifQ==\r\n', '535 5.7.8 no\r\n'],
      'AUTH_TOKEN_REFUSED',
    ],
    ['at once', ['535 5.7.3 Authentication unsuccessful\r\n'], 'AUTH_TOKEN_REFUSED'],
    [
      'because SMTP is off for the mailbox',
      ['535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.\r\n'],
      'AUTH_DISABLED_FOR_MAILBOX',
    ],
    ['because it knows no tokens', ['504 5.7.4 Unrecognized authentication type\r\n'], 'AUTH_MECHANISM_MISSING'],
  ])('%s is classified, after one try', async (_case, auth, code) => {
    const found = await authOf(await bench({ script: { answers: { auth } } }), microsoft);
    expect(found.auth).toMatchObject({ verdict: 'fail', code });
    expect(server.encrypted.split('AUTH XOAUTH2')).toHaveLength(2);
  });
});
