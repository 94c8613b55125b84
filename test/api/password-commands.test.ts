import { credentialIdFor } from '../../api/password-commands';
import { ApiUnderTest, ownOrganization } from '../support/api-under-test';
import { mailServerPath, OrganizationSteps, password, settings } from '../support/organization-steps';

describe('commands that bring a password', () => {
  let api: ApiUnderTest;
  let steps: OrganizationSteps;

  beforeEach(async () => {
    api = await ApiUnderTest.start();
    steps = new OrganizationSteps(api);
  });

  afterEach(async () => {
    await api.stop();
  });

  const rotate = async (revision = 1) =>
    api.post(`${mailServerPath}/rotate-password`, {
      as: 'org-admin',
      key: 'turn',
      body: { revision, password: 'new' },
    });

  it('seal it for the revision that they make, and send the command without it', async () => {
    await steps.unlocked();
    await steps.submit(0, 'the-key');
    const credentialId = credentialIdFor(ownOrganization, 'the-key');
    const deposit = api.credentials.deposits.get(credentialId);
    expect(deposit?.binding).toEqual({ organizationId: ownOrganization, revision: 1, credentialId });
    expect(deposit?.password.reveal()).toBe(password);
    const added = { authentication: { method: 'password' }, trust: { kind: 'public' } };
    const normalized = { ...settings, ...added, host: 'smtp.customer.example' };
    expect(api.lifecycle.envelopes.at(-1)?.payload).toEqual({ revision: 0, settings: normalized, credentialId });
  });

  it('are refused for the time being while the key service is away, and change nothing', async () => {
    await steps.live();
    api.credentials.trouble = 'KEYS_UNAVAILABLE';
    const answer = await rotate();
    expect(answer).toMatchObject({ status: 503, body: { code: 'KEYS_UNAVAILABLE' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    const changed = await api.post(`${mailServerPath}/settings`, {
      as: 'org-admin',
      body: { revision: 1, settings: { ...settings, port: 465 }, password },
    });
    expect(changed).toMatchObject({ status: 503, body: { code: 'KEYS_UNAVAILABLE' } });
    api.credentials.trouble = null;
    expect(await rotate()).toMatchObject({ status: 200 });
  });

  it('may leave it out where only the sender’s name changes: it is carried over, and nobody sees it', async () => {
    await steps.live();
    const renamed = { ...settings, senderName: 'Renamed' };
    const send = async (body: object) =>
      await api.post(`${mailServerPath}/settings`, { as: 'org-admin', key: 'the-key', body });
    const accepted = await send({ revision: 1, settings: renamed });
    expect(accepted).toMatchObject({ status: 200, body: { draft: 'checking', revision: 2 } });
    const credentialId = credentialIdFor(ownOrganization, 'the-key');
    const carried = api.credentials.deposits.get(credentialId);
    expect(carried?.binding).toEqual({ organizationId: ownOrganization, revision: 2, credentialId });
    expect(carried?.password.reveal()).toBe(password);
    expect(api.lifecycle.envelopes.at(-1)?.payload).toMatchObject({ keepsPasswordOf: 1 });
    expect(await send({ revision: 1, settings: renamed })).toMatchObject({ status: 200, body: accepted.body });
  });

  it('are refused without it where it would go anywhere that it was not entered for', async () => {
    await steps.live();
    for (const change of [{ host: 'elsewhere.example' }, { port: 465 }, { senderAddress: 'other@customer.example' }]) {
      const body = { revision: 1, settings: { ...settings, ...change } };
      expect(await api.post(`${mailServerPath}/settings`, { as: 'org-admin', body })).toMatchObject({
        status: 422,
        body: { code: 'PASSWORD_REQUIRED', errors: [{ pointer: '/password' }] },
      });
    }
    expect(api.lifecycle.envelopes.at(-1)?.payload).not.toHaveProperty('settings');
    const unknown = { revision: 7, settings: { ...settings, senderName: 'Renamed' } };
    expect(await api.post(`${mailServerPath}/settings`, { as: 'org-admin', body: unknown })).toMatchObject({
      body: { code: 'STALE_REVISION' },
    });
  });

  it('keep every character of it', async () => {
    await steps.unlocked();
    const odd = '  pässwörd\t"\\ {{}} $ne \u0007 ';
    await api.post(`${mailServerPath}/settings`, {
      as: 'org-admin',
      key: 'the-key',
      body: { revision: 0, settings, password: odd },
    });
    const deposit = api.credentials.deposits.get(credentialIdFor(ownOrganization, 'the-key'));
    expect(deposit?.password.reveal()).toBe(odd);
  });

  it('deposit nothing new when repeated', async () => {
    await steps.unlocked();
    await steps.submit(0, 'the-key');
    await steps.submit(0, 'the-key');
    expect(api.credentials.deposits.size).toBe(1);
  });

  it.each([
    ['the past', 0],
    ['the future', 7],
  ])('are refused for a revision of %s, without a deposit', async (_name, revision) => {
    await steps.unlocked();
    await steps.submit();
    const deposits = api.credentials.depositCalls;
    expect(await steps.submit(revision)).toMatchObject({ status: 409, body: { code: 'STALE_REVISION' } });
    expect(api.credentials.depositCalls).toBe(deposits);
  });

  it('are refused when a repetition brings another password', async () => {
    await steps.live();
    const reused = { status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } };
    const [submission, rotation] = [`${mailServerPath}/settings`, `${mailServerPath}/rotate-password`];
    const send = async (path: string, body: object) => api.post(path, { as: 'org-admin', key: 'the-key', body });
    const accepted = await send(submission, { revision: 1, settings, password });
    expect(accepted).toMatchObject({ status: 200 });
    expect((await send(submission, { revision: 1, settings, password })).body).toEqual(accepted.body);
    expect(await send(submission, { revision: 1, settings, password: 'other' })).toMatchObject(reused);
    expect(await rotate()).toMatchObject({ status: 200 });
    const other = { as: 'org-admin', key: 'turn', body: { revision: 1, password: 'other' } } as const;
    expect(await api.post(rotation, other)).toMatchObject(reused);
  });

  it('leave their deposit to a repetition that is accepted when they are refused', async () => {
    await steps.unlocked();
    api.lifecycle.gatewayTrouble = 'DRAFT_IN_PROGRESS';
    expect(await steps.submit(0, 'the-key')).toMatchObject({ status: 409, body: { code: 'DRAFT_IN_PROGRESS' } });
    api.lifecycle.gatewayTrouble = null;
    expect(api.credentials.deposits.size).toBe(1);
    expect(await steps.submit(0, 'the-key')).toMatchObject({ status: 200 });
    expect(api.credentials.deposits.size).toBe(1);
  });

  it('keep the deposit of the first request when its key is reused', async () => {
    await steps.live();
    await rotate();
    const body = { revision: 1, password: 'other' };
    const token = await api.issuer.token({ subject: 'second', roles: ['org-admin'], organizations: [ownOrganization] });
    const answer = await api.post(`${mailServerPath}/rotate-password`, { token, key: 'turn', body });
    expect(answer).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    const deposit = api.credentials.deposits.get(credentialIdFor(ownOrganization, 'turn'));
    expect(deposit?.password.reveal()).toBe('new');
  });

  it('keep the deposit while nobody knows whether the command was carried out', async () => {
    await steps.unlocked();
    api.lifecycle.gatewayTrouble = 'WORKFLOW_UNAVAILABLE';
    expect(await steps.submit(0, 'the-key')).toMatchObject({ status: 503 });
    expect(api.credentials.deposits.size).toBe(1);
    api.lifecycle.gatewayTrouble = null;
    expect(await steps.submit(0, 'the-key')).toMatchObject({ status: 200 });
  });

  it('rotate the password of the live revision', async () => {
    await steps.live();
    expect(await rotate()).toMatchObject({ status: 200, body: { live: 'active' } });
    const deposit = api.credentials.deposits.get(credentialIdFor(ownOrganization, 'turn'));
    expect(deposit?.binding.revision).toBe(1);
  });

  it('have nothing to rotate while nothing is live', async () => {
    await steps.unlocked();
    expect(await rotate()).toMatchObject({ status: 409, body: { code: 'NO_LIVE_SERVER' } });
    expect(api.credentials.depositCalls).toBe(0);
  });

  it('name every faulty setting before anything is stored', async () => {
    await steps.unlocked();
    const faulty = { ...settings, host: 'not a host', port: 0, senderAddress: 'nobody', user: 'a\r\nb' };
    const body = { revision: 0, settings: faulty, password };
    const answer = await api.post(`${mailServerPath}/settings`, { as: 'org-admin', body });
    expect(answer).toMatchObject({
      status: 422,
      body: {
        code: 'SETTINGS_INVALID',
        errors: [
          { pointer: '/settings/host', code: 'NOT_A_HOST' },
          { pointer: '/settings/port', code: 'NOT_A_PORT' },
          { pointer: '/settings/user', code: 'CONTROL_CHARACTER' },
          { pointer: '/settings/senderAddress', code: 'NOT_AN_ADDRESS' },
        ],
      },
    });
    expect(api.credentials.depositCalls).toBe(0);
  });

  it('never show it again, in no answer and no log line, whatever goes wrong', async () => {
    await steps.unlocked();
    const path = `${mailServerPath}/settings`;
    const good = { revision: 0, settings, password };
    const answers = [
      await api.post(path, { as: 'org-admin', body: { ...good, extra: password } }),
      await api.post(path, { as: 'org-admin', body: { ...good, password: [password] } }),
      await api.post(path, { as: 'org-admin', body: { ...good, settings: { ...settings, port: password } } }),
      await api.post(path, { as: 'org-admin', rawBody: `{"revision":0,"password":"${password}" oops` }),
      await api.post(path, {
        as: 'org-admin',
        rawBody: JSON.stringify(good),
        headers: { 'content-type': 'text/plain' },
      }),
      await api.post(path, { as: 'sales', body: good }),
      await steps.submit(9),
      await steps.submit(),
      await steps.submit(1),
      await api.get(mailServerPath, { as: 'org-admin' }),
      await api.get(mailServerPath, { as: 'reviewer' }),
      await api.get(`/v1/organizations/${ownOrganization}/audit`, { as: 'ops' }),
    ];
    for (const trouble of ['INTERNAL', 'WORKFLOW_UNAVAILABLE'] as const) {
      api.lifecycle.gatewayTrouble = trouble;
      answers.push(await steps.submit(1));
    }
    expect(answers.map(({ status }) => status)).toEqual([
      400, 400, 400, 400, 415, 403, 409, 200, 409, 200, 200, 200, 500, 503,
    ]);
    for (const { text } of answers) expect(text).not.toContain(password);
    expect(api.log).not.toContain(password);
    expect(api.log).not.toContain('oops');
  });
});
