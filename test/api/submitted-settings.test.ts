import { CertificateAuthority } from '../../dev/certificates';
import { ApiUnderTest, ownOrganization } from '../support/api-under-test';
import { mailServerPath, OrganizationSteps, password, settings } from '../support/organization-steps';

const noCertificate = '-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----';
const microsoft = { method: 'microsoft-oauth2', tenant: 'customer.example', clientId: '9f0c7a52' };

describe('settings with a login by OAuth 2.0 and an authority of their own', () => {
  let api: ApiUnderTest;
  let authority: CertificateAuthority;

  beforeAll(async () => {
    authority = await CertificateAuthority.create('Internal authority');
  });

  beforeEach(async () => {
    api = await ApiUnderTest.start();
    await new OrganizationSteps(api).unlocked();
  });

  afterEach(async () => {
    await api.stop();
  });

  const submit = async (changes: object, key = 'the-key') => {
    const body = { revision: 0, settings: { ...settings, ...changes }, password };
    return api.post(`${mailServerPath}/settings`, { as: 'org-admin', key, body });
  };

  it('are shown to the reviewer as they were chosen, with what the certificates say', async () => {
    const trust = { kind: 'authority', certificates: authority.certificate };
    expect((await submit({ authentication: microsoft, trust })).status).toBe(200);
    const seen = await api.get(mailServerPath, { as: 'reviewer' });
    expect(seen.body).toMatchObject({
      draft: {
        revision: {
          settings: { authentication: microsoft, trust: { kind: 'authority' } },
          trustedCertificates: [{ subject: 'CN=Internal authority', issuer: 'CN=Internal authority' }],
        },
      },
    });
    expect(JSON.stringify(seen.body)).not.toContain(password);
  });

  it.each([
    ['authentication', { authentication: { ...microsoft, tenant: 'a/b' } }, '/settings/authentication/tenant'],
    ['a token endpoint', { authentication: endpoint('http://x.example/') }, '/settings/authentication/tokenEndpoint'],
    ['a fingerprint', { trust: { kind: 'certificate', sha256: 'AB:CD' } }, '/settings/trust/sha256'],
    ['an authority', { trust: { kind: 'authority', certificates: 'no PEM' } }, '/settings/trust/certificates'],
    [
      'PEM that holds no certificate',
      { trust: { kind: 'authority', certificates: noCertificate } },
      '/settings/trust/certificates',
    ],
  ])('are refused with the place of the fault in %s, and nothing is deposited', async (_case, changes, pointer) => {
    const answer = await submit(changes);
    expect(answer.body).toMatchObject({ code: 'SETTINGS_INVALID', errors: [{ pointer }] });
    expect(api.credentials.deposits.size).toBe(0);
  });

  it('are another request under the same key when only the login differs', async () => {
    await submit({ authentication: microsoft });
    const other = await submit({ authentication: { ...microsoft, clientId: 'another' } });
    expect(other.body).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    const { draft } = await api.lifecycle.state(ownOrganization);
    expect(draft?.revision.settings.authentication).toEqual(microsoft);
  });
});

function endpoint(tokenEndpoint: string): object {
  return { method: 'oauth2', tokenEndpoint, clientId: 'mail' };
}

describe('checks', () => {
  let api: ApiUnderTest;
  let steps: OrganizationSteps;

  beforeEach(async () => {
    api = await ApiUnderTest.start();
    steps = new OrganizationSteps(api);
    await steps.unlocked();
  });

  afterEach(async () => {
    await api.stop();
  });

  const expectedRefusal = { status: 429, body: { code: 'RATE_LIMITED' } };

  it('are limited for each organization, and the answer says when another one may start', async () => {
    api.checkAllowance.left = 0;
    const refused = await steps.submit();
    expect(refused).toMatchObject(expectedRefusal);
    expect(refused.headers.get('retry-after')).toBe('900');
    expect(api.credentials.deposits.size).toBe(0);
    const { draft } = await api.lifecycle.state(ownOrganization);
    expect(draft).toBeNull();
  });

  it('count once when the same command is repeated', async () => {
    api.checkAllowance.left = 1;
    expect((await steps.submit(0, 'the-key')).status).toBe(200);
    expect((await steps.submit(0, 'the-key')).status).toBe(200);
    expect(api.checkAllowance.taken).toHaveLength(1);
  });

  it.each(['recheck', 'rotate-password'])('count also when they are started by %s', async (command) => {
    if (command === 'recheck') await steps.submit();
    else await steps.live();
    api.checkAllowance.left = 0;
    const body = command === 'recheck' ? { revision: 1 } : { revision: 1, password: 'new' };
    expect(await api.post(`${mailServerPath}/${command}`, { as: 'org-admin', body })).toMatchObject(expectedRefusal);
  });
});
