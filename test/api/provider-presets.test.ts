import { ApiUnderTest, type Json } from '../support/api-under-test';

describe('the provider presets', () => {
  let api: ApiUnderTest;

  beforeAll(async () => {
    api = await ApiUnderTest.start();
  });

  afterAll(async () => {
    await api.stop();
  });

  it.each(['org-admin', 'reviewer', 'ops'] as const)('are shown to the role %s', async (as) => {
    const { status, body } = await api.get('/v1/provider-presets', { as });
    expect(status).toBe(200);
    const items = body['items'] as Json[];
    expect(items.find(({ id }) => id === 'microsoft-365')).toMatchObject({
      hosts: ['smtp.office365.com'],
      endpoints: [
        { port: 587, security: 'starttls' },
        { port: 25, security: 'starttls' },
      ],
      userName: { kind: 'mail-address', fixed: null },
      limits: { connections: 3, mailsPerMinute: 30 },
    });
  });

  it('come in the language that was asked for', async () => {
    const german = await api.get('/v1/provider-presets?locale=de', { as: 'org-admin' });
    const english = await api.get('/v1/provider-presets', { as: 'org-admin' });
    expect(german.body['locale']).toBe('de');
    expect(english.body['locale']).toBe('en');
    expect(german.text).toContain('Das Server-Token ist zugleich Benutzername und Passwort.');
    expect(english.text).toContain('The server token is user name and password at once.');
    expect(await api.get('/v1/provider-presets?locale=fr', { as: 'ops' })).toMatchObject({ status: 400 });
  });

  it('are not for others', async () => {
    expect(await api.get('/v1/provider-presets', { as: 'sender' })).toMatchObject({ status: 403 });
  });
});
