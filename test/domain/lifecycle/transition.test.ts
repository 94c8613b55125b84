import type { ErrorCode } from '../../../domain/errors';
import type { LifecycleEvent } from '../../../domain/lifecycle/events';
import { initialState, statusesOf, type LifecycleState, type Task } from '../../../domain/lifecycle/state';
import { transition } from '../../../domain/lifecycle/transition';
import {
  after,
  approval,
  changeRequest,
  command,
  fact,
  failedAtAuth,
  monday,
  passed,
  people,
  person,
  profile,
  rejection,
  settings,
  way,
} from '../../support/lifecycle-builders';

function refusal(state: LifecycleState, event: LifecycleEvent): ErrorCode | 'accepted' | 'ignored' {
  const outcome = transition(state, event);
  return outcome.kind === 'refused' ? outcome.error : outcome.kind;
}

const shredded = (tasks: readonly Task[]) =>
  tasks.flatMap((task) => (task.kind === 'shred-credentials' ? task.credentialIds : []));

describe('entitlement', () => {
  it('is locked by default and only sales unlocks it', () => {
    const registered = after(way.registered);
    expect(statusesOf(registered)).toEqual({ entitlement: 'locked', draft: 'none', live: 'none' });
    for (const actor of [people.admin, people.reviewer, people.ops, people.sender]) {
      expect(refusal(registered, command('unlock', actor, { note: null, contractReference: null }))).toBe('FORBIDDEN');
    }
    expect(statusesOf(after(way.unlocked)).entitlement).toBe('unlocked');
  });

  it('cannot be unlocked before an admin address is on record, nor twice', () => {
    const unlock = command('unlock', people.sales, { note: null, contractReference: null });
    expect(refusal(initialState('acme'), unlock)).toBe('ORGANIZATION_UNKNOWN');
    expect(refusal(after(way.unlocked), unlock)).toBe('ALREADY_UNLOCKED');
  });

  it('refuses settings while locked', () => {
    const submit = command('submitSettings', people.admin, { revision: 0, settings, credentialId: 'c' });
    expect(refusal(after(way.registered), submit)).toBe('FEATURE_LOCKED');
  });

  it('revoked: the live server stops, the draft ends, all passwords are shredded, waiting mail goes on', () => {
    const drafting = after([
      ...way.live,
      command('submitSettings', people.admin, { revision: 1, settings, credentialId: 'credential-2' }),
    ]);
    const rotating = after(
      [command('rotatePassword', people.admin, { revision: 1, credentialId: 'credential-3' })],
      drafting,
    );
    const revoked = after([command('revoke', people.sales, { reason: 'contract ended' })], rotating);
    expect(statusesOf(revoked)).toEqual({ entitlement: 'locked', draft: 'none', live: 'none' });
    expect(shredded(revoked.tasks)).toEqual(['credential-2', 'credential-1', 'credential-3']);
    expect(revoked.tasks).toContainEqual({ kind: 'wake-dispatcher' });
    expect(refusal(revoked, command('revoke', people.sales, { reason: 'again' }))).toBe('ALREADY_LOCKED');
  });
});

describe('draft', () => {
  it('is checked after submission, with its password adopted first', () => {
    const state = after(way.checking);
    expect(statusesOf(state).draft).toBe('checking');
    expect(state.tasks).toEqual([
      { kind: 'adopt-credential', credentialId: 'credential-1' },
      { kind: 'check-draft', revision: 1, run: 1 },
    ]);
  });

  it('refuses a stale revision, settings that are not valid, and a second draft on its way', () => {
    const submit = (revision: number, changed = {}) =>
      command('submitSettings', people.admin, { revision, settings: { ...settings, ...changed }, credentialId: 'c' });
    expect(refusal(after(way.unlocked), submit(1))).toBe('STALE_REVISION');
    expect(refusal(after(way.unlocked), submit(0, { host: 'mail host' }))).toBe('SETTINGS_INVALID');
    for (const events of [way.checking, way.awaitingConfirmation, way.awaitingReview]) {
      expect(refusal(after(events), submit(1))).toBe('DRAFT_IN_PROGRESS');
    }
  });

  it('normalises the settings that it keeps', () => {
    const shouting = { ...settings, host: ' MAIL.Customer.Example. ' };
    const submit = command('submitSettings', people.admin, { revision: 0, settings: shouting, credentialId: 'c' });
    expect(after([...way.unlocked, submit]).draft?.revision.settings.host).toBe('mail.customer.example');
  });

  it('fails its check, can be checked again, and can be corrected by a new revision that shreds the old password', () => {
    const failed = after([...way.checking, fact('checkFinished', { revision: 1, run: 1, summary: failedAtAuth })]);
    expect(statusesOf(failed).draft).toBe('check-failed');
    const again = after([command('recheck', people.admin, { revision: 1 })], failed);
    expect(again.draft).toMatchObject({ status: 'checking', run: 2, check: null });
    const corrected = after(
      [command('submitSettings', people.admin, { revision: 1, settings, credentialId: 'credential-2' })],
      failed,
    );
    expect(corrected.draft?.revision.number).toBe(2);
    expect(shredded(corrected.tasks)).toEqual(['credential-1']);
  });

  it('takes an inconclusive check for no proof', () => {
    const summary = { ...passed, verdict: 'inconclusive' as const };
    const state = after([...way.checking, fact('checkFinished', { revision: 1, run: 1, summary })]);
    expect(statusesOf(state).draft).toBe('check-failed');
  });

  it('ignores the result of a run that nobody waits for any more', () => {
    const result = fact('checkFinished', { revision: 1, run: 1, summary: passed });
    expect(refusal(after(way.awaitingReview), result)).toBe('ignored');
    const second = after([...way.awaitingConfirmation, command('recheck', people.admin, { revision: 1 })]);
    expect(refusal(second, result)).toBe('ignored');
  });

  it('accepts a code only while the test mail waits, and no more after five wrong ones', () => {
    const confirm = command('confirmTestMail', people.admin, { revision: 1 });
    expect(refusal(after(way.checking), confirm)).toBe('NOT_AWAITING_CONFIRMATION');
    const wrong = Array.from({ length: 5 }, () => fact('wrongCodeTyped', { revision: 1 }));
    const exhausted = after([...way.awaitingConfirmation, ...wrong]);
    expect(refusal(exhausted, confirm)).toBe('CONFIRMATION_ATTEMPTS_EXCEEDED');
    const rechecked = after([
      ...way.awaitingConfirmation,
      ...wrong,
      command('recheck', people.admin, { revision: 1 }),
      fact('checkFinished', { revision: 1, run: 2, summary: passed }),
    ]);
    expect(refusal(rechecked, confirm)).toBe('accepted');
  });

  it('goes to review when the test mail comes back by itself', () => {
    const returned = fact('testMailReturned', { revision: 1, run: 1 });
    expect(statusesOf(after([...way.awaitingConfirmation, returned])).draft).toBe('awaiting-review');
  });

  it('is due for review one working day later, over a weekend', () => {
    const friday = '2026-11-27T15:00:00.000Z';
    const state = after([
      ...way.awaitingConfirmation,
      command('confirmTestMail', people.admin, { revision: 1 }, friday),
    ]);
    expect(state.draft?.reviewDueAt).toBe('2026-11-30T15:00:00.000Z');
  });

  it.each(['withdrawn', 'expired', 'rejected'])('%s ends it and shreds its password once', (end) => {
    const events = {
      withdrawn: command('withdraw', people.admin, { revision: 1 }),
      expired: fact('waitExpired', { revision: 1 }),
      rejected: command('decide', people.reviewer, { revision: 1, decision: rejection }),
    };
    const ended = after([...way.awaitingReview, events[end as keyof typeof events]]);
    expect(statusesOf(ended).draft).toBe(end);
    expect(shredded(ended.tasks)).toEqual(['credential-1']);
    const revoked = after([command('revoke', people.sales, { reason: 'over' })], ended);
    expect(shredded(revoked.tasks)).toEqual(['credential-1']);
  });
});

describe('review', () => {
  it('refuses the decision of the submitter, also from a second account with the same mail address', () => {
    const own = after([
      ...way.unlocked,
      command('submitSettings', people.dual, { revision: 0, settings, credentialId: 'c' }),
      fact('checkFinished', { revision: 1, run: 1, summary: passed }),
      command('confirmTestMail', people.dual, { revision: 1 }),
    ]);
    const secondAccount = { ...person('dora-2', 'reviewer'), email: 'DORA@people.example' };
    for (const actor of [people.dual, secondAccount]) {
      expect(refusal(own, command('decide', actor, { revision: 1, decision: approval }))).toBe('OWN_SUBMISSION');
      expect(refusal(own, command('claimReview', actor, { revision: 1 }))).toBe('OWN_SUBMISSION');
    }
  });

  it('decides only on the very revision that awaits review', () => {
    const decide = (revision: number) => command('decide', people.reviewer, { revision, decision: approval });
    expect(refusal(after(way.awaitingReview), decide(2))).toBe('STALE_REVISION');
    expect(refusal(after(way.awaitingConfirmation), decide(1))).toBe('NOT_AWAITING_REVIEW');
    expect(refusal(after(way.unlocked), decide(1))).toBe('NOT_AWAITING_REVIEW');
  });

  it('keeps a claimed review from other reviewers until it is released', () => {
    const claimed = after([...way.awaitingReview, command('claimReview', people.reviewer, { revision: 1 })]);
    const other = people.secondReviewer;
    expect(refusal(claimed, command('decide', other, { revision: 1, decision: approval }))).toBe('CLAIMED_BY_ANOTHER');
    expect(refusal(claimed, command('releaseReview', other, { revision: 1 }))).toBe('CLAIMED_BY_ANOTHER');
    const released = after([command('releaseReview', people.reviewer, { revision: 1 })], claimed);
    expect(refusal(released, command('decide', other, { revision: 1, decision: approval }))).toBe('accepted');
    expect(refusal(released, command('releaseReview', people.reviewer, { revision: 1 }))).toBe('NOT_CLAIMED');
  });

  it('opens a claimed review to others after one working day', () => {
    const claimed = after([...way.awaitingReview, command('claimReview', people.reviewer, { revision: 1 })]);
    const decide = (at: string) => command('decide', people.secondReviewer, { revision: 1, decision: approval }, at);
    expect(refusal(claimed, decide('2026-11-24T08:59:59.000Z'))).toBe('CLAIMED_BY_ANOTHER');
    expect(refusal(claimed, decide('2026-11-24T09:00:00.000Z'))).toBe('accepted');
  });

  it('wants a reason for sending back and for rejecting', () => {
    const state = after(way.awaitingReview);
    for (const decision of [changeRequest, rejection]) {
      const silent = { ...decision, reason: '  ' };
      expect(refusal(state, command('decide', people.reviewer, { revision: 1, decision: silent }))).toBe(
        'DECISION_INCOMPLETE',
      );
    }
  });

  it('keeps what was decided, by whom, on which report', () => {
    const { live } = after(way.live);
    expect(live?.decision).toMatchObject({
      verdict: 'approve',
      revision: 1,
      reportId: 'draft-1-1',
      by: people.reviewer,
      at: monday,
    });
  });
});

describe('live server', () => {
  const secondDraft = [
    command('submitSettings', people.admin, { revision: 1, settings, credentialId: 'credential-2' }),
    fact('checkFinished', { revision: 2, run: 1, summary: passed }),
    command('confirmTestMail', people.admin, { revision: 2 }),
  ];
  const approveSecond = command('decide', people.reviewer, { revision: 2, decision: approval });

  it('keeps sending with the approved revision while a new draft is on its way, and swaps at approval', () => {
    const drafting = after([...way.live, ...secondDraft]);
    expect(drafting.live).toMatchObject({ status: 'active', revision: { number: 1 } });
    const swapped = after([approveSecond], drafting);
    expect(swapped.live?.revision.number).toBe(2);
    expect(swapped.live).toMatchObject({ firstMailAt: null, previous: { revision: { number: 1 } } });
    expect(shredded(swapped.tasks)).toEqual([]);
  });

  it('stays suspended by ops when a new revision is approved, but a health suspension is mended by it', () => {
    const byOps = after([
      ...way.live,
      command('suspend', people.ops, { reason: 'abuse' }),
      ...secondDraft,
      approveSecond,
    ]);
    expect(statusesOf(byOps).live).toBe('suspended');
    const byHealth = after([
      ...way.live,
      fact('sendingFailed', { revision: 1, credentialId: 'credential-1', code: 'AUTH_REFUSED' }),
      ...secondDraft,
      approveSecond,
    ]);
    expect(statusesOf(byHealth).live).toBe('active');
  });

  it('is paused and continued by the customer; only ops lift what ops suspended', () => {
    const paused = after([...way.live, command('pause', people.admin, { reason: 'maintenance' })]);
    expect(refusal(paused, command('resume', people.ops, { note: null }))).toBe('LIVE_SERVER_NOT_SUSPENDED');
    expect(statusesOf(after([command('continue', people.admin, { note: null })], paused)).live).toBe('active');
    const taken = after([command('suspend', people.ops, { reason: 'abuse' })], paused);
    expect(refusal(taken, command('continue', people.admin, { note: null }))).toBe('LIVE_SERVER_NOT_SUSPENDED');
    expect(statusesOf(after([command('resume', people.ops, { note: null })], taken)).live).toBe('suspended');
  });

  it('is suspended by trouble that the customer must mend, for the revision that is live only', () => {
    const trouble = (revision: number) =>
      fact('sendingFailed', { revision, credentialId: 'credential-1', code: 'AUTH_REFUSED' });
    expect(after([...way.live, trouble(1)]).live?.suspension).toMatchObject({
      cause: 'health',
      reason: 'AUTH_REFUSED',
    });
    expect(refusal(after(way.live), trouble(2))).toBe('ignored');
  });

  it('is not suspended by late trouble with a password that has been rotated meanwhile', () => {
    const rotated = after([
      ...way.live,
      command('rotatePassword', people.admin, { revision: 1, credentialId: 'credential-2' }),
      fact('rotationChecked', { revision: 1, run: 1, summary: passed }),
    ]);
    const trouble = (credentialId: string) =>
      fact('sendingFailed', { revision: 1, credentialId, code: 'AUTH_REFUSED' });
    expect(refusal(rotated, trouble('credential-1'))).toBe('ignored');
    expect(refusal(rotated, trouble('credential-2'))).toBe('accepted');
    const again = command('rotatePassword', people.admin, { revision: 1, credentialId: 'credential-2' });
    expect(refusal(rotated, again)).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('goes back to the customer’s own pause when ops lift a suspension that covered it', () => {
    const covered = after([
      ...way.live,
      command('pause', people.admin, { reason: 'maintenance' }),
      command('suspend', people.ops, { reason: 'abuse' }),
    ]);
    const resumed = after([command('resume', people.ops, { note: null })], covered);
    expect(resumed.live).toMatchObject({
      status: 'suspended',
      suspension: { cause: 'customer', reason: 'maintenance' },
    });
    const continued = after([command('continue', people.admin, { note: null })], resumed);
    expect(continued.live).toMatchObject({ status: 'active', suspension: null });
  });

  it('swaps a rotated password after its check, without a gap, and drops one that does not open the server', () => {
    const rotating = after([
      ...way.live,
      command('rotatePassword', people.admin, { revision: 1, credentialId: 'credential-2' }),
    ]);
    expect(rotating.live?.revision.credentialId).toBe('credential-1');
    expect(refusal(rotating, command('rotatePassword', people.admin, { revision: 1, credentialId: 'x' }))).toBe(
      'ROTATION_RUNNING',
    );
    const swapped = after([fact('rotationChecked', { revision: 1, run: 1, summary: passed })], rotating);
    expect(swapped.live).toMatchObject({ rotation: null, revision: { credentialId: 'credential-2' } });
    expect(shredded(swapped.tasks)).toEqual(['credential-1']);
    const kept = after([fact('rotationChecked', { revision: 1, run: 1, summary: failedAtAuth })], rotating);
    expect(kept.live?.revision.credentialId).toBe('credential-1');
    expect(shredded(kept.tasks)).toEqual(['credential-2']);
  });

  it('notes a renewed certificate as a fact', () => {
    const seen = fact('certificateSeen', { revision: 1, expiresAt: '2028-01-01T00:00:00.000Z' });
    const state = after([...way.live, seen]);
    expect(state.live?.certificateExpiresAt).toBe('2028-01-01T00:00:00.000Z');
    expect(refusal(state, seen)).toBe('ignored');
  });
});

it('leaves the profile to the product and to sales', () => {
  const register = (actor: ReturnType<typeof person>) =>
    refusal(initialState('acme'), command('register', actor, { profile }));
  expect([people.sender, people.sales, people.admin, people.reviewer].map(register)).toEqual([
    'accepted',
    'accepted',
    'FORBIDDEN',
    'FORBIDDEN',
  ]);
});

describe('the return path', () => {
  const checked = { ...passed, returnPaths: ['direct', 'reply-to'] } as const;
  const live = () =>
    after([
      ...way.checking,
      fact('checkFinished', { revision: 1, run: 1, summary: checked }),
      command('confirmTestMail', people.admin, { revision: 1 }),
      command('decide', people.reviewer, { revision: 1, decision: approval }),
    ]);
  const choose = (returnPath: 'direct' | 'tracked' | 'reply-to' | null) =>
    command('setPreferences', people.admin, {
      preferences: { undeliverablesTo: 'admin', replyTo: null, branding: false, returnPath },
    });

  it('is chosen among those that the live server accepts, without another approval', () => {
    const chosen = transition(live(), choose('reply-to'));
    expect(chosen).toMatchObject({ kind: 'accepted', state: { preferences: { returnPath: 'reply-to' }, draft: null } });
    expect(refusal(live(), choose('tracked'))).toBe('RETURN_PATH_NOT_ACCEPTED');
    expect(refusal(live(), choose(null))).toBe('accepted');
  });

  it('may be any before a server was checked: the check then uses what was chosen', () => {
    expect(refusal(after(way.registered), choose('tracked'))).toBe('accepted');
  });
});

describe('a bounce that was not to be believed', () => {
  const rejected = (inboundMailId: string) => fact('bounceRejected', { reason: 'foreign-address', inboundMailId });

  it('is noted once, and changes nothing else', () => {
    const before = after(way.live);
    const state = after([...way.live, rejected('i-1')]);
    const rejectedBounce = { inboundMailId: 'i-1', reason: 'foreign-address' };
    expect(state).toEqual({ ...before, version: before.version + 1, rejectedBounce });
    expect(transition(state, rejected('i-1')).kind).toBe('ignored');
    expect(transition(state, rejected('i-2')).kind).toBe('accepted');
  });

  it('says nothing where nobody is registered', () => {
    expect(transition(after([]), rejected('i-1')).kind).toBe('ignored');
  });
});

describe('a pattern of refusals', () => {
  const seen = (recipients: number, reason = 'blocked', at = monday) =>
    fact('refusalPatternSeen', { revision: 1, reason, recipients }, at);

  it('is remembered for the live revision, and stops nothing', () => {
    const state = after([...way.live, seen(12)]);
    expect(state.live).toMatchObject({ status: 'active', refusals: { reason: 'blocked', recipients: 12, at: monday } });
  });

  it('is news once a day, for another reason, or when it has grown tenfold', () => {
    const state = after([...way.live, seen(12)]);
    expect(transition(state, seen(100)).kind).toBe('ignored');
    expect(transition(state, seen(120)).kind).toBe('accepted');
    expect(transition(state, seen(12, 'userunknown')).kind).toBe('accepted');
    expect(transition(state, seen(12, 'blocked', '2026-11-24T09:00:00.000Z')).kind).toBe('accepted');
  });

  it('of an earlier revision says nothing about this one', () => {
    const old = fact('refusalPatternSeen', { revision: 9, reason: 'blocked', recipients: 12 });
    expect(transition(after(way.live), old).kind).toBe('ignored');
  });
});
