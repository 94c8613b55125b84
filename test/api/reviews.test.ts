import { checklistItems } from '../../domain/review/checklist';
import { plan } from '../support/lifecycle-builders';
import { ApiUnderTest, ownOrganization } from '../support/api-under-test';
import { mailServerPath, OrganizationSteps, password, settings } from '../support/organization-steps';

let api: ApiUnderTest;
let steps: OrganizationSteps;

beforeEach(async () => {
  api = await ApiUnderTest.start();
  steps = new OrganizationSteps(api);
});

afterEach(() => api.stop());

const reviewPath = `${mailServerPath}/review`;
const risk = { code: 'FREE_MAIL_SENDER', fact: 'gmx.at' } as const;

/** In review by a plan with a hint and, where asked for, two approvers. */
async function inReview(changes: Partial<typeof plan> = {}): Promise<void> {
  await steps.unlocked();
  await steps.submit();
  api.lifecycle.passChecks(ownOrganization);
  api.lifecycle.apply(ownOrganization, {
    type: 'testMailReturned',
    actor: { kind: 'system', part: 'check' },
    at: new Date().toISOString(),
    payload: { revision: 1, run: 1, plan: { ...plan, risks: [risk], ...changes } },
  });
}

const reviewer = (subject: string, claims: object = {}) =>
  api.issuer.token({ subject, roles: ['reviewer'], claims: { name: subject, ...claims } });

describe('the review of an organization', () => {
  it('shows what changes, hints and checklist in the reviewer’s language, and reasons in the customer’s', async () => {
    await inReview();
    const { status, body } = await api.get(`${reviewPath}?locale=de`, { as: 'reviewer' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      organizationId: ownOrganization,
      reportId: 'report-1',
      dueAt: plan.dueAt,
      called: 'none',
      approvalsNeeded: 1,
      obstacle: null,
      risks: [{ ...risk, title: 'Kostenloses Postfach als Absender' }],
      appeal: null,
    });
    expect(body['changes']).toContainEqual({ field: 'host', from: null, to: 'smtp.customer.example' });
    const items = (body['checklist'] as { item: string }[]).map(({ item }) => item);
    expect(items).toEqual(checklistItems.filter((item) => item !== 'CHANGES_COMPARED'));
    expect(body).toMatchObject({ locale: 'de', customerLocale: 'en' });
    expect(JSON.stringify(body['readyReasons'])).toContain('Please use an address of your own domain');
  });

  it('compares with the live revision, and asks to have compared', async () => {
    await steps.live();
    const changed = { ...settings, port: 465, security: 'tls' };
    await api.post(`${mailServerPath}/settings`, {
      as: 'org-admin',
      body: { revision: 1, settings: changed, password },
    });
    api.lifecycle.passChecks(ownOrganization, 'report-2');
    await steps.confirm(2);
    const { body } = await api.get(reviewPath, { as: 'reviewer' });
    expect(body['changes']).toEqual([
      { field: 'port', from: '587', to: '465' },
      { field: 'security', from: 'starttls', to: 'tls' },
    ]);
    expect(JSON.stringify(body['checklist'])).toContain('CHANGES_COMPARED');
  });

  it('tells beforehand why this caller may not decide', async () => {
    await inReview();
    await api.post(`${mailServerPath}/claim-review`, { token: await reviewer('rita'), body: { revision: 1 } });
    const obstacleFor = async (token: string) => (await api.get(reviewPath, { token })).body['obstacle'];
    expect(await obstacleFor(await reviewer('rita'))).toBeNull();
    expect(await obstacleFor(await reviewer('rolf'))).toBe('CLAIMED_BY_ANOTHER');
    const ops = await api.issuer.token({ subject: 'otto', roles: ['ops'] });
    expect(await obstacleFor(ops)).toBe('CLAIMED_BY_ANOTHER');
  });

  it('is there for reviewers and ops alone, and only while something waits', async () => {
    await steps.unlocked();
    expect(await api.get(reviewPath, { as: 'reviewer' })).toMatchObject({
      status: 409,
      body: { code: 'NOT_AWAITING_REVIEW' },
    });
    for (const role of ['org-admin', 'sales', 'sender'] as const) {
      expect(await api.get(reviewPath, { as: role })).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    }
    expect((await api.get('/v1/organizations/nobody/mail-server/review', { as: 'reviewer' })).status).toBe(404);
  });
});

describe('the queue', () => {
  it('shows hints, approvals and calls, and pages by cursor', async () => {
    await inReview({ approvalsNeeded: 2 });
    await steps.decide('approve');
    const { body } = await api.get('/v1/reviews?limit=1', { as: 'ops' });
    expect(body).toMatchObject({
      items: [{ risks: ['FREE_MAIL_SENDER'], approvals: 1, approvalsNeeded: 2, called: 'none', isAppeal: false }],
      nextCursor: null,
    });
    expect(await api.get('/v1/reviews?cursor=bm9uc2Vuc2U', { as: 'ops' })).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST' },
    });
  });
});

describe('ready-made reasons', () => {
  it('are listed in both languages', async () => {
    const german = await api.get('/v1/review-reasons?locale=de', { as: 'reviewer' });
    expect(german.text).toContain('Bitte erneuern Sie es');
    const english = await api.get('/v1/review-reasons', { as: 'ops' });
    expect(english.text).toContain('Please renew it');
    expect((await api.get('/v1/review-reasons', { as: 'org-admin' })).status).toBe(403);
  });

  it('speak for themselves in a decision, with their fields, in the customer’s language', async () => {
    await inReview();
    await steps.decide('request-changes', 1, { reasonId: 'FREE_MAIL_SENDER', reason: '', fields: [] });
    const { body } = await api.get(mailServerPath, { as: 'org-admin' });
    expect(body).toMatchObject({
      draft: {
        status: 'changes-requested',
        decision: { fields: ['senderAddress'], reason: expect.stringContaining('belongs to a free mailbox') },
      },
    });
  });

  it('do not fit another verdict', async () => {
    await inReview();
    expect(await steps.decide('reject', 1, { reasonId: 'FREE_MAIL_SENDER' })).toMatchObject({
      status: 422,
      body: { code: 'DECISION_INCOMPLETE', errors: [{ pointer: '/reasonId', code: 'OTHER_VERDICT' }] },
    });
  });
});

describe('a decision', () => {
  it('on an earlier report is refused', async () => {
    await inReview();
    expect(await steps.decide('approve', 1, { reportId: 'report-0' })).toMatchObject({
      status: 409,
      body: { code: 'STALE_REPORT' },
    });
  });

  it('that comes second is told so, whoever it comes from', async () => {
    await steps.live();
    expect(await steps.decide('reject')).toMatchObject({ status: 409, body: { code: 'ALREADY_DECIDED' } });
  });

  it('of a second account of the submitter is refused where the provider names the person', async () => {
    await steps.unlocked();
    const admin = await api.issuer.token({
      subject: 'dora-admin',
      roles: ['org-admin'],
      organizations: [ownOrganization],
      claims: { employee: 4711 },
    });
    await api.post(`${mailServerPath}/settings`, { token: admin, body: { revision: 0, settings, password } });
    api.lifecycle.passChecks(ownOrganization);
    await steps.confirm();
    const body = { revision: 1, reportId: 'report-1', verdict: 'approve', checklist: checklistItems };
    const decide = async (employee: unknown) =>
      api.post(`${mailServerPath}/decide`, { token: await reviewer(`r-${String(employee)}`, { employee }), body });
    expect(await decide('4711')).toMatchObject({ status: 403, body: { code: 'OWN_SUBMISSION' } });
    expect(await decide(4712)).toMatchObject({ status: 200, body: { live: 'active' } });
  });

  it('keeps ticks and internal notes from the customer', async () => {
    await inReview();
    await steps.decide('reject');
    const customer = await api.get(mailServerPath, { as: 'org-admin' });
    expect(customer.text).not.toMatch(/seen on the phone|REPORT_READ/);
    const ours = await api.get(mailServerPath, { as: 'reviewer' });
    expect(ours.body).toMatchObject({
      draft: { decision: { internalNote: 'seen on the phone', checklist: checklistItems } },
    });
  });
});

describe('an answer to a rejection', () => {
  it('takes the settings back to the reviewers, who read it', async () => {
    await inReview();
    api.lifecycle.apply(ownOrganization, {
      type: 'decide',
      actor: { kind: 'person', subject: 'rita', roles: ['reviewer'] },
      at: new Date().toISOString(),
      payload: {
        revision: 1,
        appealUntil: new Date(Date.now() + 60_000).toISOString(),
        decision: {
          verdict: 'reject',
          reportId: 'report-1',
          checklist: [],
          reason: 'no',
          internalNote: null,
          fields: [],
        },
      },
    });
    const body = { revision: 1, comment: 'The domain is ours' };
    expect((await api.post(`${mailServerPath}/appeal`, { as: 'reviewer', body })).status).toBe(403);
    expect(await api.post(`${mailServerPath}/appeal`, { as: 'org-admin', body })).toMatchObject({
      status: 200,
      body: { draft: 'awaiting-review' },
    });
    const review = await api.get(reviewPath, { as: 'reviewer' });
    expect(review.body).toMatchObject({ appeal: { comment: 'The domain is ours' }, lastDecision: { reason: 'no' } });
    expect(await api.post(`${mailServerPath}/appeal`, { as: 'org-admin', body })).toMatchObject({
      status: 409,
      body: { code: 'APPEAL_NOT_POSSIBLE' },
    });
  });
});

describe('terms', () => {
  it('are set by sales at unlocking and replaced as a whole; the customer sees all but the note', async () => {
    await steps.register();
    const endsAt = '2099-12-31T23:00:00.000Z';
    const terms = { note: 'pilot', contractReference: 'C-7', endsAt, secondApprover: true };
    expect((await api.post(`${mailServerPath}/unlock`, { as: 'sales', body: terms })).status).toBe(200);
    const shown = { contractReference: 'C-7', endsAt, secondApprover: true };
    expect((await api.get(mailServerPath, { as: 'sales' })).body).toMatchObject({ terms: { ...shown, note: 'pilot' } });
    expect((await api.get(mailServerPath, { as: 'org-admin' })).body['terms']).toEqual(shown);
    const changed = await api.put(`${mailServerPath}/terms`, { as: 'sales', body: { contractReference: 'C-8' } });
    expect(changed.status).toBe(200);
    expect((await api.get(mailServerPath, { as: 'org-admin' })).body['terms']).toEqual({
      contractReference: 'C-8',
      endsAt: null,
      secondApprover: false,
    });
  });

  it.each([
    ['an end in the past', { endsAt: '2020-01-01T00:00:00Z' }, 422, 'TERMS_INVALID'],
    ['an end that is no moment', { endsAt: '31.12.2099' }, 400, 'INVALID_REQUEST'],
    ['an unknown member', { ends: 'never' }, 400, 'INVALID_REQUEST'],
  ])('refuse %s', async (_what, body, status, code) => {
    await steps.unlocked();
    expect(await api.put(`${mailServerPath}/terms`, { as: 'sales', body })).toMatchObject({ status, body: { code } });
    expect((await api.put(`${mailServerPath}/terms`, { as: 'org-admin', body })).status).toBe(403);
  });
});

describe('going back', () => {
  it('to the revision before is possible for reviewers and ops until the first mail', async () => {
    await steps.live();
    await steps.submit(1);
    api.lifecycle.passChecks(ownOrganization, 'report-2');
    await steps.confirm(2);
    await steps.decide('approve', 2, { reportId: 'report-2' });
    expect((await api.get(mailServerPath, { as: 'ops' })).body).toMatchObject({
      live: { revision: { number: 2 }, previousRevision: 1, firstMailAt: null },
    });
    const body = { revision: 2, reason: 'It loses mail' };
    expect((await api.post(`${mailServerPath}/roll-back`, { as: 'org-admin', body })).status).toBe(403);
    expect((await api.post(`${mailServerPath}/roll-back`, { as: 'ops', body })).status).toBe(200);
    expect((await api.get(mailServerPath, { as: 'ops' })).body).toMatchObject({
      live: { revision: { number: 1 }, previousRevision: null },
    });
    expect(await api.post(`${mailServerPath}/roll-back`, { as: 'ops', body: { ...body, revision: 1 } })).toMatchObject({
      status: 409,
      body: { code: 'NOTHING_TO_ROLL_BACK_TO' },
    });
  });
});

describe('the mask of a password', () => {
  it.each(['********', '••••••••'])('%s never becomes one, neither at submission nor at rotation', async (mask) => {
    await steps.live();
    const deposits = api.credentials.depositCalls;
    const submission = { revision: 1, settings, password: mask };
    const expected = {
      status: 422,
      body: { code: 'PASSWORD_MASKED', errors: [{ pointer: '/password', code: 'MASKED' }] },
    };
    expect(await api.post(`${mailServerPath}/settings`, { as: 'org-admin', body: submission })).toMatchObject(expected);
    const rotation = { revision: 1, password: mask };
    expect(await api.post(`${mailServerPath}/rotate-password`, { as: 'org-admin', body: rotation })).toMatchObject(
      expected,
    );
    expect(api.credentials.depositCalls).toBe(deposits);
  });
});

describe('the queue of reviews', () => {
  it('shows what is asked for: mine, overdue, by hint, or with one approval', async () => {
    await inReview({ approvalsNeeded: 2 });
    const count = async (query: string, as: 'reviewer' | 'ops' = 'reviewer') => {
      const { status, body } = await api.get(`/v1/reviews?${query}`, { as });
      expect(status).toBe(200);
      return (body['items'] as unknown[]).length;
    };
    expect(await count('risk=FREE_MAIL_SENDER')).toBe(1);
    expect(await count('risk=CONSUMER_ADDRESS')).toBe(0);
    expect(await count('approval=second')).toBe(0);
    expect(await count('claim=none')).toBe(1);
    await api.post(`${mailServerPath}/claim-review`, { as: 'reviewer', body: { revision: 1 } });
    expect(await count('claim=mine')).toBe(1);
    expect(await count('claim=mine', 'ops')).toBe(0);
    expect(await count('claim=none')).toBe(0);
    const { body } = await api.get('/v1/reviews?due=yesterday', { as: 'reviewer' });
    expect(body).toMatchObject({ code: 'INVALID_REQUEST', errors: [{ pointer: '/due' }] });
  });
});

describe('who else looks at a review', () => {
  const presencePath = `${reviewPath}/presence`;
  const lookAs = async (subject: string) => await api.put(presencePath, { token: await reviewer(subject) });

  it('is told by name to everybody who says that they look, and to nobody for long', async () => {
    await inReview();
    expect((await lookAs('Rita')).body).toEqual({ againAfterSeconds: 10, others: [] });
    const { status, body } = await lookAs('Rolf');
    expect(status).toBe(200);
    expect(body['others']).toEqual([
      { by: { kind: 'person', role: 'reviewer', name: 'Rita', isYou: false }, since: expect.any(String) as string },
    ]);
    api.aheadMs = 31_000;
    expect((await lookAs('Rolf')).body['others']).toEqual([]);
  });

  it('is nothing for the organization’s own people, nor where nothing is to be reviewed', async () => {
    await steps.unlocked();
    expect(await api.put(presencePath, { as: 'reviewer' })).toMatchObject({
      status: 409,
      body: { code: 'NOT_AWAITING_REVIEW' },
    });
    expect(await api.put(presencePath, { as: 'org-admin' })).toMatchObject({
      status: 403,
      body: { code: 'FORBIDDEN' },
    });
  });
});
