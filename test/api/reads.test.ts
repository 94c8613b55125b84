import { checklistItems } from '../../domain/review/checklist';
import type { CheckReport } from '../../domain/check-report';
import { ApiUnderTest, ownOrganization, type Json } from '../support/api-under-test';
import { mailServerPath, OrganizationSteps, password } from '../support/organization-steps';

const report: CheckReport = {
  id: 'report-1',
  organizationId: ownOrganization,
  revision: 1,
  run: 1,
  verdict: 'fail',
  failingStage: 'auth',
  results: [
    {
      id: 'connect',
      stage: 'connect',
      verdict: 'pass',
      code: 'CONNECTED',
      facts: { addresses: ['192.0.2.1'] },
      durationMs: 3,
    },
    { id: 'auth', stage: 'auth', verdict: 'fail', code: 'AUTH_REFUSED', facts: { replyCode: 535 }, durationMs: 9 },
  ],
  transcript: [{ from: 'server', text: '535 5.7.8 go away' }],
  certificateExpiresAt: null,
  startedAt: '2026-11-02T09:30:00.000Z',
  finishedAt: '2026-11-02T09:30:01.000Z',
};

const organizationPath = `/v1/organizations/${ownOrganization}`;

describe('reading', () => {
  let api: ApiUnderTest;
  let steps: OrganizationSteps;

  beforeEach(async () => {
    api = await ApiUnderTest.start();
    steps = new OrganizationSteps(api);
  });

  afterEach(async () => {
    await api.stop();
  });

  describe('the mail server', () => {
    it('shows a draft with its settings, and never a password or a credential', async () => {
      await steps.inReview();
      const { status, body, text, headers } = await api.get(mailServerPath, { as: 'org-admin' });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        entitlement: 'unlocked',
        revision: 1,
        nextToAct: 'reviewer',
        live: null,
        draft: {
          status: 'awaiting-review',
          revision: {
            number: 1,
            settings: { host: 'smtp.customer.example', port: 587 },
            submittedBy: { kind: 'person', role: 'org-admin', isYou: true },
          },
          check: { verdict: 'pass', reportId: 'report-1' },
        },
      });
      expect(text).not.toMatch(/credential/i);
      expect(text).not.toContain(password);
      expect(headers.get('etag')).toBe(`"${String(body['version'])}"`);
    });

    it('answers 304 while nothing has changed', async () => {
      await steps.unlocked();
      const { headers } = await api.get(mailServerPath, { as: 'org-admin' });
      const tag = headers.get('etag') ?? '';
      const again = await api.get(mailServerPath, {
        as: 'org-admin',
        headers: { 'if-none-match': tag, 'cache-control': 'max-age=0' },
      });
      expect(again.status).toBe(304);
    });

    it('shows the internal note to reviewers and operations alone', async () => {
      await steps.live();
      const seen = await Promise.all(
        (['org-admin', 'sales', 'reviewer', 'ops'] as const).map(async (role) => {
          const { text } = await api.get(mailServerPath, { as: role });
          return [role, text.includes('seen on the phone')];
        }),
      );
      expect(seen).toEqual([
        ['org-admin', false],
        ['sales', false],
        ['reviewer', true],
        ['ops', true],
      ]);
    });

    it('shows who decided, by name, without subject or mail address', async () => {
      await steps.inReview();
      const token = await api.issuer.token({
        subject: 'rita-4711',
        roles: ['reviewer'],
        claims: { name: 'Rita', email: 'rita@platform.example' },
      });
      await api.post(`${mailServerPath}/decide`, {
        token,
        body: { revision: 1, reportId: 'report-1', verdict: 'approve', checklist: checklistItems },
      });
      const { body, text } = await api.get(mailServerPath, { as: 'org-admin' });
      expect(body).toMatchObject({ live: { decision: { by: { name: 'Rita', role: 'reviewer', isYou: false } } } });
      expect(text).not.toMatch(/rita-4711|rita@platform/);
    });

    it('does not exist for the admin while locked, but does for everybody who works on it', async () => {
      await steps.register();
      expect(await api.get(mailServerPath, { as: 'org-admin' })).toMatchObject({
        status: 403,
        body: { code: 'FEATURE_LOCKED' },
      });
      expect(await api.get(mailServerPath, { as: 'sales' })).toMatchObject({
        status: 200,
        body: { entitlement: 'locked', draft: null, live: null },
      });
    });
  });

  describe('a check report', () => {
    const path = `${mailServerPath}/reports/report-1`;

    beforeEach(async () => {
      await steps.unlocked();
      await api.reports.save(report);
    });

    it('tells its customer no more than that no mail server answers, and reviewers the rest', async () => {
      const refused = { id: 'connect', stage: 'connect', verdict: 'fail', code: 'CONNECTION_REFUSED' } as const;
      const results = [{ ...refused, facts: { host: 'mail.example' }, durationMs: 3 }];
      await api.reports.save({ ...report, id: 'closed', failingStage: 'connect', results });
      const closed = `${mailServerPath}/reports/closed`;
      const seen = await api.get(closed, { as: 'org-admin' });
      expect(seen.body).toMatchObject({
        verdict: 'inconclusive',
        failingStage: 'connect',
        results: expect.arrayContaining([
          expect.objectContaining({ code: 'SERVER_UNREACHABLE', durationMs: 0, facts: { host: 'mail.example' } }),
        ]),
      });
      const inside = await api.get(closed, { as: 'reviewer' });
      expect(inside.body).toMatchObject({ verdict: 'fail', results: [{ code: 'CONNECTION_REFUSED', durationMs: 3 }] });
    });

    it('says in the reader’s language what each finding means', async () => {
      const english = await api.get(path, { as: 'org-admin' });
      const german = await api.get(`${path}?locale=de`, { as: 'org-admin' });
      expect(english.body).toMatchObject({ locale: 'en', verdict: 'fail', failingStage: 'auth' });
      const [, finding] = english.body['results'] as Json[];
      const [, befund] = german.body['results'] as Json[];
      expect(finding).toMatchObject({ stage: 'auth', code: 'AUTH_REFUSED', facts: { replyCode: 535 } });
      expect(finding?.['title']).not.toBe(befund?.['title']);
      expect(befund?.['mend']).toEqual(expect.any(String));
    });

    it('shows the server’s own words to reviewers and operations alone', async () => {
      expect((await api.get(path, { as: 'org-admin' })).text).not.toContain('go away');
      expect((await api.get(path, { as: 'reviewer' })).text).toContain('go away');
      expect((await api.get(path, { as: 'ops' })).text).toContain('go away');
    });

    it('shows capabilities and the TLS chain, or null where they are not known', async () => {
      const tls = {
        verified: false,
        version: 'TLSv1.2',
        cipher: 'ECDHE',
        chain: [{ subject: 'mail', issuer: 'mail', names: ['mail'], expiresAt: '2027-01-01T00:00:00.000Z' }],
      };
      await api.reports.save({ ...report, id: 'report-2', tls });
      expect((await api.get(path, { as: 'org-admin' })).body).toMatchObject({ capabilities: null, tls: null });
      const second = await api.get(`${mailServerPath}/reports/report-2`, { as: 'org-admin' });
      expect(second.body).toMatchObject({ capabilities: null, tls });
    });

    it('is not found under another organization', async () => {
      await steps.register('org-2');
      expect(await api.get('/v1/organizations/org-2/mail-server/reports/report-1', { as: 'ops' })).toMatchObject({
        status: 404,
        body: { code: 'NOT_FOUND' },
      });
    });

    it('is one of a list of runs, by purpose, revision and time, which tells its customer no more than the report', async () => {
      const refused = { id: 'connect', stage: 'connect', verdict: 'fail', code: 'CONNECTION_REFUSED' } as const;
      const results = [{ ...refused, facts: {}, durationMs: 3 }];
      const closed = { ...report, id: 'health-2-1', revision: 2, failingStage: 'connect', results } as const;
      await api.reports.save({ ...closed, startedAt: '2027-01-01T00:00:00.000Z' });
      const list = `${mailServerPath}/reports`;
      const seen = await api.get(list, { as: 'org-admin' });
      expect(seen).toMatchObject({
        status: 200,
        body: {
          items: [
            { id: 'health-2-1', purpose: 'health', revision: 2, verdict: 'inconclusive', failingStage: 'connect' },
            { id: 'report-1', purpose: null, verdict: 'fail', failingStage: 'auth' },
          ],
          nextCursor: null,
        },
      });
      expect(seen.text).not.toContain('go away');
      const inside = await api.get(`${list}?purpose=health&revision=2&since=2026-12-31T00:00:00Z`, { as: 'reviewer' });
      expect(inside.body).toMatchObject({ items: [{ id: 'health-2-1', verdict: 'fail' }] });
      const first = await api.get(`${list}?limit=1`, { as: 'ops' });
      const rest = await api.get(`${list}?limit=1&cursor=${String(first.body['nextCursor'])}`, { as: 'ops' });
      expect(rest.body).toMatchObject({ items: [{ id: 'report-1' }], nextCursor: null });
      expect(await api.get(`${list}?purpose=guess`, { as: 'ops' })).toMatchObject({ status: 400 });
      expect(await api.get(list, { as: 'sales' })).toMatchObject({ status: 403 });
    });

    it('has no third language', async () => {
      expect(await api.get(`${path}?locale=fr`, { as: 'org-admin' })).toMatchObject({ status: 400 });
    });
  });

  it('shows the review queue with what a reviewer needs to choose', async () => {
    await steps.inReview();
    const { status, body } = await api.get('/v1/reviews', { as: 'reviewer' });
    expect(status).toBe(200);
    expect(body['items']).toMatchObject([
      {
        organizationId: ownOrganization,
        organizationName: 'Customer Ltd',
        revision: 1,
        host: 'smtp.customer.example',
        verdict: 'pass',
        claim: null,
      },
    ]);
  });

  describe('the audit trail', () => {
    it('tells what happened, the newest first, page by page', async () => {
      await steps.inReview();
      const path = `${organizationPath}/audit?limit=3`;
      const first = await api.get(path, { as: 'ops' });
      expect(first.body['items']).toMatchObject([
        { event: 'confirmTestMail', outcome: 'accepted', actor: { role: 'org-admin' } },
        { event: 'checkFinished', actor: { kind: 'system', role: 'check' } },
        { event: 'submitSettings', before: { draft: 'none' }, after: { draft: 'checking' } },
      ]);
      const second = await api.get(`${path}&cursor=${String(first.body['nextCursor'])}`, { as: 'ops' });
      expect(second.body).toMatchObject({ items: [{ event: 'unlock' }, { event: 'register' }], nextCursor: null });
    });

    it('does not exist for the admin while locked, but does for everybody who works on it', async () => {
      await steps.register();
      const path = `${organizationPath}/audit`;
      const refused = { status: 403, body: { code: 'FEATURE_LOCKED' } };
      expect(await api.get(path, { as: 'org-admin' })).toMatchObject(refused);
      for (const role of ['sales', 'reviewer', 'ops'] as const) {
        expect(await api.get(path, { as: role })).toMatchObject({ status: 200 });
      }
    });

    it('keeps the notes among our own people from the customer', async () => {
      await steps.unlocked();
      const path = `${organizationPath}/audit`;
      expect((await api.get(path, { as: 'sales' })).text).toContain('pilot customer');
      expect((await api.get(path, { as: 'org-admin' })).text).not.toContain('pilot customer');
    });
  });

  describe('organizations', () => {
    it('are listed page by page', async () => {
      for (const id of ['org-3', 'org-1', 'org-2']) await steps.register(id);
      const first = await api.get('/v1/organizations?limit=2', { as: 'reviewer' });
      expect(first.body['items']).toMatchObject([{ organizationId: 'org-1' }, { organizationId: 'org-2' }]);
      const second = await api.get(`/v1/organizations?limit=2&cursor=${String(first.body['nextCursor'])}`, {
        as: 'ops',
      });
      expect(second.body).toMatchObject({ items: [{ organizationId: 'org-3' }], nextCursor: null });
    });

    it('are listed by name, and found by parts of it, whatever the case and accents', async () => {
      for (const [id, name] of [
        ['org-1', 'Zeppelin AG'],
        ['org-2', 'Öztürk Bau'],
        ['org-3', 'acme'],
      ] as const) {
        const body = { name, adminAddress: 'admin@customer.example', locale: 'de' };
        await api.put(`/v1/organizations/${id}`, { as: 'sales', headers: { 'if-match': '*' }, body });
      }
      const idsOf = async (query: string) => {
        const { body } = await api.get(`/v1/organizations?${query}`, { as: 'ops' });
        return (body['items'] as Json[]).map(({ organizationId }) => organizationId);
      };
      expect(await idsOf('sort=name')).toEqual(['org-3', 'org-2', 'org-1']);
      expect(await idsOf('sort=-name')).toEqual(['org-1', 'org-2', 'org-3']);
      expect(await idsOf('text=OZTURK')).toEqual(['org-2']);
      expect(await idsOf('text=bau&entitlement=unlocked')).toEqual([]);
      const { body: first } = await api.get('/v1/organizations?sort=name&limit=1', { as: 'ops' });
      const cursor = first['nextCursor'] as string;
      expect(await idsOf(`sort=name&limit=5&cursor=${cursor}`)).toEqual(['org-2', 'org-1']);
      expect(await api.get(`/v1/organizations?cursor=${cursor}`, { as: 'ops' })).toMatchObject({
        status: 400,
        body: { code: 'INVALID_REQUEST', errors: [{ pointer: '/cursor', code: 'CURSOR_OF_OTHER_ORDER' }] },
      });
    });

    it('are listed by where their server stands, with who has suspended it', async () => {
      await steps.live();
      await steps.register('org-2');
      const suspended = '/v1/organizations?live=suspended';
      expect((await api.get(suspended, { as: 'ops' })).body['items']).toEqual([]);
      const reason = { reason: 'Complaints of recipients' };
      await api.post(`${organizationPath}/mail-server/suspend`, { as: 'ops', body: reason });
      const { body } = await api.get(suspended, { as: 'ops' });
      expect(body['items']).toMatchObject([
        { organizationId: ownOrganization, live: 'suspended', suspension: { cause: 'ops' } },
      ]);
      expect(JSON.stringify(body)).not.toContain(reason.reason);
    });

    it('show their profile, preferences and statuses', async () => {
      await steps.register();
      expect(await api.get(organizationPath, { as: 'org-admin' })).toMatchObject({
        status: 200,
        body: {
          organizationId: ownOrganization,
          profile: { name: 'Customer Ltd', adminAddress: 'admin@customer.example', locale: 'en' },
          preferences: { undeliverablesTo: 'admin', replyTo: null, branding: false },
          entitlement: 'locked',
          draft: 'none',
          live: 'none',
        },
      });
    });

    it('have a sending policy that ops set', async () => {
      await steps.register();
      const path = `${organizationPath}/sending-policy`;
      const body = { connections: 2, mailsPerMinute: 60, recipientsPerTransaction: 10, deduplication: null };
      expect(await api.put(path, { as: 'ops', body })).toMatchObject({ status: 200 });
      expect((await api.get(organizationPath, { as: 'ops' })).body).toMatchObject({ sendingPolicy: body });
      expect(await api.put(path, { as: 'sender', body })).toMatchObject({ status: 403 });
      const tooMany = await api.put(path, { as: 'ops', body: { ...body, connections: 11 } });
      expect(tooMany).toMatchObject({ status: 400, body: { errors: [{ pointer: '/connections' }] } });
    });

    it('refuse preferences that cannot be', async () => {
      await steps.register();
      const body = { undeliverablesTo: 'sender', replyTo: 'nobody', branding: 'yes' };
      const headers = { 'if-match': '*' };
      const answer = await api.put(`${organizationPath}/preferences`, { as: 'org-admin', body, headers });
      expect(answer.status).toBe(400);
      const places = (answer.body['errors'] as Json[]).map(({ pointer }) => pointer);
      expect(places).toEqual(['/undeliverablesTo', '/replyTo', '/branding']);
    });
  });
});
