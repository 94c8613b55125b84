import type { LifecycleEvent } from '../../../domain/lifecycle/events';
import { decisionObstacle } from '../../../domain/lifecycle/review-rules';
import { statusesOf, type LifecycleState, type Task } from '../../../domain/lifecycle/state';
import { transition } from '../../../domain/lifecycle/transition';
import { checklistItems } from '../../../domain/review/checklist';
import {
  after,
  approval,
  changeRequest,
  command,
  fact,
  monday,
  passed,
  people,
  person,
  plan,
  rejection,
  settings,
  terms,
  way,
} from '../../support/lifecycle-builders';

const appealUntil = '2026-12-07T09:00:00.000Z';

function refusal(state: LifecycleState, event: LifecycleEvent): string {
  const outcome = transition(state, event);
  return outcome.kind === 'refused' ? outcome.error : outcome.kind;
}

const shredded = ({ tasks }: { tasks: readonly Task[] }) =>
  tasks.flatMap((task) => (task.kind === 'shred-credentials' ? task.credentialIds : []));

const decide = (decision = approval, by = people.reviewer, at = monday) =>
  command('decide', by, { revision: 1, decision, appealUntil }, at);

/** In review by a plan of its own. */
const inReview = (changes: Partial<typeof plan> = {}) =>
  after([
    ...way.awaitingConfirmation,
    command('confirmTestMail', people.admin, { revision: 1, plan: { ...plan, ...changes } }),
  ]);

describe('a decision', () => {
  it('is bound to the very report that the reviewer read', () => {
    expect(refusal(inReview(), decide({ ...approval, reportId: 'draft-1-2' }))).toBe('STALE_REPORT');
    expect(refusal(inReview(), decide())).toBe('accepted');
  });

  it('approves only with every required tick, and names the missing ones', () => {
    const risky = inReview({ risks: [{ code: 'FREE_MAIL_SENDER', fact: 'gmx.at' }] });
    const outcome = transition(risky, decide({ ...approval, checklist: ['REPORT_READ'] }));
    expect(outcome).toMatchObject({ kind: 'refused', error: 'DECISION_INCOMPLETE' });
    expect(outcome.kind === 'refused' && outcome.faults.map(({ pointer }) => pointer)).toEqual([
      '/checklist/SENDER_BELONGS_TO_ORGANIZATION',
      '/checklist/SERVER_BELONGS_TO_ORGANIZATION',
      '/checklist/RISKS_WEIGHED',
    ]);
    const enough = checklistItems.filter((item) => !['RISKS_WEIGHED', 'CHANGES_COMPARED'].includes(item));
    expect(refusal(inReview(), decide({ ...approval, checklist: enough }))).toBe('accepted');
  });

  it('asking for changes names fields; sending back and rejecting give a reason', () => {
    expect(refusal(inReview(), decide({ ...changeRequest, fields: [] }))).toBe('DECISION_INCOMPLETE');
    expect(refusal(inReview(), decide({ ...rejection, reason: ' ' }))).toBe('DECISION_INCOMPLETE');
    expect(refusal(inReview(), decide({ ...rejection, fields: [] }))).toBe('accepted');
  });

  it('that comes late or twice is told that the settings are decided, whatever the first decision was', () => {
    for (const decision of [approval, changeRequest, rejection]) {
      expect(refusal(after([decide(decision)], inReview()), decide(approval, people.secondReviewer))).toBe(
        'ALREADY_DECIDED',
      );
    }
  });

  it('never comes from the clock: what nobody decides expires', () => {
    const waited = after(
      [fact('reviewReminderDue', { revision: 1 }), fact('reviewEscalated', { revision: 1 })],
      inReview(),
    );
    expect(waited.draft).toMatchObject({ status: 'awaiting-review', called: 'escalated' });
    expect(statusesOf(after([fact('waitExpired', { revision: 1 })], waited))).toMatchObject({
      draft: 'expired',
      live: 'none',
    });
  });

  it('is refused to a second account of the submitter that the identity provider betrays', () => {
    const submitter = { ...people.dual, email: 'dora@work.example', personId: 'E-17' };
    const own = after([
      ...way.unlocked,
      command('submitSettings', submitter, { revision: 0, settings, credentialId: 'c' }),
      fact('checkFinished', { revision: 1, run: 1, summary: passed }),
      command('confirmTestMail', submitter, { revision: 1, plan }),
    ]);
    const accounts = [
      { ...person('other-account', 'reviewer'), personId: 'E-17' },
      { ...person('tagged', 'reviewer'), email: 'Dora+review@work.example' },
    ];
    for (const account of accounts) expect(refusal(own, decide(approval, account))).toBe('OWN_SUBMISSION');
    const colleague = { ...person('colleague', 'reviewer'), personId: 'E-18', email: 'd@work.example' };
    expect(refusal(own, decide(approval, colleague))).toBe('accepted');
  });

  it('counts the roles of its own moment: one taken away meanwhile decides nothing', () => {
    const claimed = after([command('claimReview', people.reviewer, { revision: 1 })], inReview());
    expect(refusal(claimed, decide(approval, { ...people.reviewer, roles: ['sales'] }))).toBe('FORBIDDEN');
    const released = after([command('releaseReview', people.ops, { revision: 1 })], claimed);
    expect(refusal(released, decide(approval, people.secondReviewer))).toBe('accepted');
  });
});

describe('a claim', () => {
  const claimed = after([command('claimReview', people.reviewer, { revision: 1 })], inReview());

  it('keeps others away exactly as long as the plan says', () => {
    const at = (time: string) => refusal(claimed, decide(approval, people.secondReviewer, time));
    expect(at('2026-11-23T16:59:59.999Z')).toBe('CLAIMED_BY_ANOTHER');
    expect(at('2026-11-23T17:00:00.000Z')).toBe('accepted');
  });

  it('is renewed by claiming again, and is no obstacle to its own holder', () => {
    const again = after(
      [command('claimReview', people.reviewer, { revision: 1 }, '2026-11-23T16:00:00.000Z')],
      claimed,
    );
    expect(again.draft?.claim?.expiresAt).toBe('2026-11-24T00:00:00.000Z');
    expect(decisionObstacle(claimed, people.reviewer, 1, monday)).toBeNull();
    expect(decisionObstacle(claimed, people.secondReviewer, 1, monday)).toBe('CLAIMED_BY_ANOTHER');
    expect(decisionObstacle(claimed, people.ops, 1, '2026-11-24T09:00:00.000Z')).toBe('FORBIDDEN');
  });
});

describe('two approvers', () => {
  it.each([
    ['by the plan of a risky review', inReview({ approvalsNeeded: 2 })],
    [
      'by the terms of the organization',
      after([command('changeTerms', people.sales, { ...terms, secondApprover: true })], inReview()),
    ],
  ])('%s: the first approval is kept, the second of somebody else activates', (_why, state) => {
    const once = after([command('claimReview', people.reviewer, { revision: 1 }), decide()], state);
    expect(statusesOf(once)).toMatchObject({ draft: 'awaiting-review', live: 'none' });
    expect(once.draft).toMatchObject({ claim: null, approvals: [{ by: people.reviewer }] });
    expect(refusal(once, decide())).toBe('SECOND_APPROVER_NEEDED');
    expect(decisionObstacle(once, people.reviewer, 1, monday)).toBe('SECOND_APPROVER_NEEDED');
    const twice = after([decide(approval, people.secondReviewer)], once);
    expect(twice.live?.approvals.map(({ by }) => by)).toEqual([people.reviewer, people.secondReviewer]);
  });

  it('a second reviewer who sends back or rejects ends it, and the first approval counts no more', () => {
    const once = after([decide()], inReview({ approvalsNeeded: 2 }));
    const sentBack = after([decide(changeRequest, people.secondReviewer)], once);
    expect(sentBack.draft).toMatchObject({ status: 'changes-requested', approvals: [] });
  });
});

describe('an appeal', () => {
  const rejected = after([decide(rejection)], inReview());
  const appeal = (at = monday) =>
    command('appeal', people.admin, { revision: 1, comment: 'The domain is ours', plan }, at);

  it('keeps the password while the rejection can be answered, and takes the same settings back to review', () => {
    expect(rejected.draft).toMatchObject({ status: 'rejected', appealUntil });
    expect(shredded(rejected)).toEqual([]);
    const again = after([appeal()], rejected);
    expect(again.draft).toMatchObject({
      status: 'awaiting-review',
      appeal: { comment: 'The domain is ours', by: people.admin },
      decision: { verdict: 'reject' },
      reviewDueAt: plan.dueAt,
      revision: { number: 1 },
    });
    expect(statusesOf(after([decide()], again)).live).toBe('active');
  });

  it('is possible once: the second rejection is final and shreds the password', () => {
    const twice = after([appeal(), decide(rejection)], rejected);
    expect(twice.draft).toMatchObject({ status: 'rejected', appealUntil: null });
    expect(shredded(twice)).toEqual(['credential-1']);
    expect(refusal(twice, appeal())).toBe('APPEAL_NOT_POSSIBLE');
  });

  it('is too late after its time, which the clock ends by shredding the password', () => {
    expect(refusal(rejected, appeal(appealUntil))).toBe('APPEAL_NOT_POSSIBLE');
    const lapsed = after([fact('appealLapsed', { revision: 1 })], rejected);
    expect(shredded(lapsed)).toEqual(['credential-1']);
    expect(statusesOf(lapsed).draft).toBe('rejected');
    expect(refusal(lapsed, fact('appealLapsed', { revision: 1 }))).toBe('ignored');
  });

  it('is a submission: whoever appeals does not decide', () => {
    const byDual = command('appeal', people.dual, { revision: 1, comment: 'mine', plan });
    const again = after([byDual], rejected);
    expect(refusal(again, decide(approval, people.dual))).toBe('OWN_SUBMISSION');
  });

  it('is not possible for what was not rejected; new settings need none', () => {
    expect(refusal(inReview(), appeal())).toBe('APPEAL_NOT_POSSIBLE');
    const submit = command('submitSettings', people.admin, { revision: 1, settings, credentialId: 'credential-2' });
    expect(shredded(after([submit], rejected))).toEqual(['credential-1']);
  });
});
