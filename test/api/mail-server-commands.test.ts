import { ApiUnderTest, ownOrganization } from '../support/api-under-test';
import { mailServerPath, OrganizationSteps, password, settings } from '../support/organization-steps';

describe('commands', () => {
  let api: ApiUnderTest;
  let steps: OrganizationSteps;

  beforeEach(async () => {
    api = await ApiUnderTest.start();
    steps = new OrganizationSteps(api);
  });

  afterEach(async () => {
    await api.stop();
  });

  it('carry an organization from registration to a live server', async () => {
    expect(await steps.register()).toMatchObject({ status: 200, body: { command: 'register', version: 1 } });
    expect(await steps.unlock()).toMatchObject({ status: 200, body: { entitlement: 'unlocked' } });
    expect(await steps.submit()).toMatchObject({ status: 200, body: { draft: 'checking', revision: 1 } });
    api.lifecycle.passChecks(ownOrganization);
    expect(await steps.confirm()).toMatchObject({ status: 200, body: { draft: 'awaiting-review' } });
    expect(await steps.decide('approve')).toMatchObject({ status: 200, body: { draft: 'none', live: 'active' } });
  });

  it('answer with a receipt that shows no fingerprint, and with the version as entity tag', async () => {
    const answer = await steps.register();
    expect(Object.keys(answer.body).toSorted()).toEqual(
      [
        'at',
        'command',
        'commandId',
        'draft',
        'entitlement',
        'live',
        'organizationId',
        'revision',
        'version',
      ].toSorted(),
    );
    expect(answer.headers.get('etag')).toBe('"1"');
  });

  it.each([
    ['pause', 'org-admin', { reason: 'maintenance' }, { live: 'suspended' }],
    ['suspend', 'ops', { reason: 'abuse report' }, { live: 'suspended' }],
    ['revoke', 'sales', { reason: 'contract ended' }, { entitlement: 'locked', live: 'none' }],
  ] as const)('let a live server be stopped: %s by %s', async (command, role, body, expected) => {
    await steps.live();
    expect(await api.post(`${mailServerPath}/${command}`, { as: role, body })).toMatchObject({
      status: 200,
      body: expected,
    });
  });

  it('let the customer continue after a pause, without a body', async () => {
    await steps.live();
    await api.post(`${mailServerPath}/pause`, { as: 'org-admin', body: { reason: 'maintenance' } });
    const answer = await api.post(`${mailServerPath}/continue`, { as: 'org-admin' });
    expect(answer).toMatchObject({ status: 200, body: { live: 'active' } });
  });

  it('let operations lift their suspension, and nobody else', async () => {
    await steps.live();
    await api.post(`${mailServerPath}/suspend`, { as: 'ops', body: { reason: 'abuse report' } });
    const byCustomer = await api.post(`${mailServerPath}/continue`, { as: 'org-admin' });
    expect(byCustomer).toMatchObject({ status: 409, body: { code: 'LIVE_SERVER_NOT_SUSPENDED' } });
    expect(await api.post(`${mailServerPath}/resume`, { as: 'ops' })).toMatchObject({ body: { live: 'suspended' } });
    const shown = await api.get(mailServerPath, { as: 'org-admin' });
    expect(shown.body).toMatchObject({ live: { resumption: { run: 1, by: { role: 'ops', name: null } } } });
    expect(await api.post(`${mailServerPath}/resume`, { as: 'ops' })).toMatchObject({
      status: 409,
      body: { code: 'CHECK_RUNNING' },
    });
    const silently = await api.post(`${mailServerPath}/resume`, { as: 'ops', body: { withoutCheck: true } });
    expect(silently).toMatchObject({ status: 400, body: { errors: [{ pointer: '/note' }] } });
    const body = { withoutCheck: true, note: 'Our own resolver is down' };
    expect(await api.post(`${mailServerPath}/resume`, { as: 'ops', body })).toMatchObject({ body: { live: 'active' } });
  });

  it('let a reviewer claim and give back a review', async () => {
    await steps.inReview();
    const body = { revision: 1 };
    expect(await api.post(`${mailServerPath}/claim-review`, { as: 'reviewer', body })).toMatchObject({ status: 200 });
    const other = await api.issuer.token({ subject: 'another', roles: ['reviewer'] });
    expect(await api.post(`${mailServerPath}/claim-review`, { token: other, body })).toMatchObject({
      status: 409,
      body: { code: 'CLAIMED_BY_ANOTHER' },
    });
    expect(await api.post(`${mailServerPath}/release-review`, { as: 'reviewer', body })).toMatchObject({ status: 200 });
  });

  it('refuse a decision by whoever submitted', async () => {
    const dual = await api.issuer.token({
      subject: 'dora',
      roles: ['org-admin', 'reviewer'],
      organizations: [ownOrganization],
    });
    await steps.unlocked();
    await api.post(`${mailServerPath}/settings`, { token: dual, body: { revision: 0, settings, password } });
    api.lifecycle.passChecks(ownOrganization);
    await steps.confirm();
    const body = { revision: 1, reportId: 'report-1', verdict: 'approve' };
    expect(await api.post(`${mailServerPath}/decide`, { token: dual, body })).toMatchObject({
      status: 403,
      body: { code: 'OWN_SUBMISSION' },
    });
  });

  it('hand the decision over whole', async () => {
    await steps.inReview();
    const seen = { revision: 1, reportId: 'report-1' };
    const body = { ...seen, verdict: 'request-changes', reason: 'Wrong sender', fields: ['senderAddress'] };
    await api.post(`${mailServerPath}/decide`, { as: 'reviewer', body });
    const decision = {
      verdict: 'request-changes',
      reportId: 'report-1',
      checklist: [],
      reason: 'Wrong sender',
      internalNote: null,
      fields: ['senderAddress'],
    };
    expect(api.lifecycle.envelopes.at(-1)?.payload).toEqual({ revision: 1, decision });
  });

  it('tell the lifecycle who acts, by which roles', async () => {
    const token = await api.issuer.token({
      subject: 'sally',
      roles: ['sales', 'janitor'],
      claims: { email: 'sally@people.example', name: 'Sally' },
    });
    await steps.register();
    await api.post(`${mailServerPath}/unlock`, { token });
    expect(api.lifecycle.envelopes.at(-1)?.actor).toEqual({
      kind: 'person',
      subject: 'sally',
      roles: ['sales'],
      email: 'sally@people.example',
      name: 'Sally',
    });
  });

  describe('for their Idempotency-Key', () => {
    it('give the first answer to a repetition', async () => {
      await steps.unlocked();
      const first = await steps.submit(0, 'the-key');
      const again = await steps.submit(0, 'the-key');
      expect(again).toMatchObject({ status: 200, body: first.body });
    });

    it('refuse another body under the same key', async () => {
      await steps.unlocked();
      await steps.submit(0, 'the-key');
      const body = { revision: 0, settings: { ...settings, port: 465 }, password };
      const other = await api.post(`${mailServerPath}/settings`, { as: 'org-admin', key: 'the-key', body });
      expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    });

    it('refuse another command, and another person, under the same key', async () => {
      await steps.register();
      const path = `${mailServerPath}/unlock`;
      await api.post(path, { as: 'sales', key: 'the-key' });
      const revoke = { as: 'sales', key: 'the-key', body: { reason: 'x' } } as const;
      expect(await api.post(`${mailServerPath}/revoke`, revoke)).toMatchObject({
        body: { code: 'IDEMPOTENCY_KEY_REUSED' },
      });
      const token = await api.tokenFor('sales', 'somebody-else');
      expect(await api.post(path, { token, key: 'the-key' })).toMatchObject({
        body: { code: 'IDEMPOTENCY_KEY_REUSED' },
      });
    });

    it.each([null, 'ümlaut', 'x'.repeat(201)])('refuse to go without a sane one: %j', async (key) => {
      const answer = await api.post(`${mailServerPath}/unlock`, { as: 'sales', key });
      expect(answer).toMatchObject({
        status: 400,
        body: {
          code: 'IDEMPOTENCY_KEY_MISSING',
          errors: [{ in: 'header', pointer: '/idempotency-key' }],
        },
      });
    });
  });

  it('refuse what is out of order, and change nothing', async () => {
    await steps.unlocked();
    const before = await api.lifecycle.state(ownOrganization);
    const outOfOrder = await Promise.all([
      api.post(`${mailServerPath}/recheck`, { as: 'org-admin', body: { revision: 1 } }),
      api.post(`${mailServerPath}/withdraw`, { as: 'org-admin', body: { revision: 1 } }),
      api.post(`${mailServerPath}/confirm-test-mail`, { as: 'org-admin', body: { revision: 1, code: 'X' } }),
      api.post(`${mailServerPath}/pause`, { as: 'org-admin', body: { reason: 'x' } }),
      api.post(`${mailServerPath}/unlock`, { as: 'sales' }),
      steps.decide('approve'),
    ]);
    expect(outOfOrder.map(({ status, body }) => [status, body['code']])).toEqual([
      [409, 'NO_DRAFT'],
      [409, 'NO_DRAFT'],
      [409, 'NOT_AWAITING_CONFIRMATION'],
      [409, 'NO_LIVE_SERVER'],
      [409, 'ALREADY_UNLOCKED'],
      [409, 'NOT_AWAITING_REVIEW'],
    ]);
    expect(await api.lifecycle.state(ownOrganization)).toEqual(before);
  });

  it('tell a wrong code from a right one', async () => {
    await steps.unlocked();
    await steps.submit();
    api.lifecycle.passChecks(ownOrganization);
    const body = { revision: 1, code: 'WRONG' };
    const answer = await api.post(`${mailServerPath}/confirm-test-mail`, { as: 'org-admin', body });
    expect(answer).toMatchObject({ status: 422, body: { code: 'CONFIRMATION_CODE_WRONG' } });
    expect(await steps.confirm()).toMatchObject({ status: 200 });
  });

  it.each(['settings', 'recheck', 'confirm-test-mail', 'withdraw', 'rotate-password', 'pause', 'continue'])(
    'do not exist for the admin of a locked organization: %s',
    async (command) => {
      await steps.register();
      const bodies: Record<string, object> = {
        settings: { revision: 0, settings, password },
        recheck: { revision: 1 },
        withdraw: { revision: 1 },
        'confirm-test-mail': { revision: 1, code: 'X' },
        'rotate-password': { revision: 1, password },
        pause: { reason: 'x' },
        continue: {},
      };
      const answer = await api.post(`${mailServerPath}/${command}`, { as: 'org-admin', body: bodies[command] });
      expect(answer).toMatchObject({ status: 403, body: { code: 'FEATURE_LOCKED' } });
      expect(api.credentials.depositCalls).toBe(0);
    },
  );
});
