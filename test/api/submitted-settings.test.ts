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
