import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type JWTPayload, createRemoteJWKSet, jwtVerify } from 'jose';
import { accessTokenFor, machineToken } from '../../dev/access-token';
import { ComponentProcess } from '../../dev/stack/component-process';
import { API_AUDIENCE, BACKEND_CLIENT, DEMO_ORGANIZATION, demoUsers } from '../../dev/oidc/demo-users';
import { backendScopes } from '../../domain/scopes';
import { freePort } from '../../dev/support/ports';

let directory: string;
let provider: ComponentProcess;
let issuer: string;
let port: number;

async function start(): Promise<void> {
  provider = new ComponentProcess({
    name: 'oidc',
    module: 'components/oidc',
    options: {
      directory,
      port,
      backendSecret: 'backend-secret',
      dashboardSecret: 'dashboard-secret',
      dashboardRedirectUris: ['http://127.0.0.1:3000/auth/callback'],
    },
    logFile: join(directory, 'oidc.log'),
    dataDirectory: directory,
  });
  issuer = String((await provider.ready())['issuer']);
}

/** The claims, verified as the API verifies them. */
async function verified(token: string): Promise<JWTPayload> {
  const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(`${issuer}/jwks`)), {
    issuer,
    audience: API_AUDIENCE,
    typ: 'at+jwt',
  });
  return payload;
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'oidc-'));
  port = await freePort();
  await start();
});

afterAll(async () => {
  await provider.stop();
  await rm(directory, { recursive: true });
});

describe('the demo identity provider', () => {
  it.each(demoUsers)('logs $email in and tells the API who that is', async (user) => {
    const { email, id, name, locale, roles, organizations } = user;
    expect(await verified(await accessTokenFor(issuer, email))).toMatchObject({
      sub: id,
      email,
      name,
      locale,
      roles,
      organizations,
    });
  });

  it('gives the product backend a token of a sender that is bound to no organization', async () => {
    const claims = await verified(await machineToken(issuer, BACKEND_CLIENT, 'backend-secret'));
    expect(claims).toMatchObject({ sub: BACKEND_CLIENT, roles: ['sender'] });
    expect(claims).not.toHaveProperty('organizations');
    expect(String(claims['scope']).split(' ').toSorted()).toEqual([...backendScopes].toSorted());
  });

  it('gives the product backend no more than it asks for, and refuses what it may not have', async () => {
    const claims = await verified(await machineToken(issuer, BACKEND_CLIENT, 'backend-secret', ['messages:send']));
    expect(claims).toMatchObject({ scope: 'messages:send' });
    const tooMuch = machineToken(issuer, BACKEND_CLIENT, 'backend-secret', ['audit:read']);
    await expect(tooMuch).rejects.toMatchObject({ error: 'invalid_scope' });
  });

  it('knows the user who administers the demo organization and reviews', async () => {
    const claims = await verified(await accessTokenFor(issuer, 'dual@customer.example'));
    expect(claims).toMatchObject({ roles: ['org-admin', 'reviewer'], organizations: [DEMO_ORGANIZATION] });
  });

  it('refuses a stranger and a wrong client secret', async () => {
    await expect(accessTokenFor(issuer, 'stranger@other.example')).rejects.toThrow('400');
    await expect(machineToken(issuer, BACKEND_CLIENT, 'guess')).rejects.toMatchObject({ error: 'invalid_client' });
  });

  it('honours after a restart what it signed before', async () => {
    const token = await accessTokenFor(issuer, 'sales@demo.example');
    await provider.stop();
    await start();
    expect(await verified(token)).toMatchObject({ sub: 'demo-sales' });
  });
});
