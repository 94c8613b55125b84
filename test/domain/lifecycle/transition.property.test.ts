import fc from 'fast-check';

import { isSamePerson, type Actor, type PersonActor } from '../../../domain/actor';
import { commandNames, isCommand, type LifecycleEvent } from '../../../domain/lifecycle/events';
import { initialState, type CheckSummary, type Decision, type LifecycleState } from '../../../domain/lifecycle/state';
import { approvalsNeeded } from '../../../domain/lifecycle/review-rules';
import { transition } from '../../../domain/lifecycle/transition';
import {
  approval,
  changeRequest,
  command,
  fact,
  failedAtAuth,
  passed,
  people,
  plan,
  profile,
  rejection,
  settings,
} from '../../support/lifecycle-builders';

/** A choice is an event once it is known what state it meets: most look at the present revision, some at a stale one. */
type Choice = (state: LifecycleState) => LifecycleEvent;

const anyone = fc.constantFrom<PersonActor>(...Object.values(people));
const mostly = (right: PersonActor) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: anyone });
const offset = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: -2, max: 2 }) },
);
const credentialId = fc.uuid();
const summary = fc.constantFrom(passed, failedAtAuth, { ...passed, verdict: 'warn' as const });
const decision = fc.constantFrom(approval, changeRequest, rejection);
const { sales, admin, reviewer, ops, sender } = people;
const past = '2026-11-01T00:00:00.000Z';
const later = '2027-11-01T00:00:00.000Z';
const reviewPlans = fc.constantFrom(null, plan, { ...plan, approvalsNeeded: 2 });

const drafted = (state: LifecycleState): number => state.draft?.revision.number ?? state.lastRevision;
const live = (state: LifecycleState): number => state.live?.revision.number ?? state.lastRevision;

const choices: readonly fc.Arbitrary<Choice>[] = [
  mostly(sender).map((by) => () => command('register', by, { profile })),
  mostly(sales).map((by) => () => command('unlock', by, { note: null, contractReference: null })),
  mostly(sales).map((by) => () => command('closeOrganization', by, { reason: 'it leaves' })),
  fc.tuple(mostly(reviewer), fc.string()).map(
    ([by, reason]) =>
      () =>
        command('revoke', by, { reason }),
  ),
  fc.tuple(mostly(admin), offset, credentialId).map(
    ([by, off, id]) =>
      (state) =>
        command('submitSettings', by, { revision: state.lastRevision + off, settings, credentialId: id }),
  ),
  fc.tuple(mostly(admin), credentialId).map(([by, id]) => () => {
    return command('setWebhookEndpoint', by, { url: 'https://hooks.customer.example/', credentialId: id });
  }),
  fc.tuple(mostly(sender), credentialId, fc.constantFrom(0, 24)).map(([by, id, keepHours]) => () => {
    return command('rotateWebhookSecret', by, { credentialId: id, keepHours });
  }),
  mostly(ops).map((by) => () => command('reviveLifecycle', by, { reason: 'lost' })),
  mostly(ops).map((by) => () => command('removeWebhookEndpoint', by, { reason: null })),
  fc.tuple(mostly(admin), offset).map(
    ([by, off]) =>
      (state) =>
        command('recheck', by, { revision: drafted(state) + off }),
  ),
  fc.tuple(mostly(sales), fc.boolean(), fc.boolean()).map(
    ([by, secondApprover, isPast]) =>
      () =>
        command('changeTerms', by, {
          note: null,
          contractReference: null,
          secondApprover,
          endsAt: isPast ? past : later,
        }),
  ),
  fc.tuple(mostly(admin), offset, reviewPlans).map(
    ([by, off, reviewing]) =>
      (state) =>
        command('confirmTestMail', by, { revision: drafted(state) + off, plan: reviewing }),
  ),
  fc.tuple(mostly(admin), offset).map(
    ([by, off]) =>
      (state) =>
        command('appeal', by, { revision: drafted(state) + off, comment: 'It is ours', plan }),
  ),
  fc.tuple(mostly(reviewer), offset).map(
    ([by, off]) =>
      (state) =>
        command('rollBack', by, { revision: live(state) + off, reason: 'It loses mail' }),
  ),
  fc.tuple(mostly(reviewer), offset).map(
    ([by, off]) =>
      (state) =>
        command('withdraw', by, { revision: drafted(state) + off }),
  ),
  fc.tuple(mostly(admin), offset, credentialId).map(
    ([by, off, id]) =>
      (state) =>
        command('rotatePassword', by, { revision: live(state) + off, credentialId: id }),
  ),
  mostly(admin).map((by) => () => command('pause', by, { reason: 'p' })),
  mostly(admin).map((by) => () => command('continue', by, { note: null })),
  fc.tuple(mostly(reviewer), offset).map(
    ([by, off]) =>
      (state) =>
        command('claimReview', by, { revision: drafted(state) + off }),
  ),
  fc.tuple(mostly(reviewer), offset).map(
    ([by, off]) =>
      (state) =>
        command('releaseReview', by, { revision: drafted(state) + off }),
  ),
  fc.tuple(mostly(reviewer), offset, decision, fc.constantFrom(null, later)).map(
    ([by, off, verdict, appealUntil]) =>
      (state) =>
        command('decide', by, { revision: drafted(state) + off, decision: verdict, appealUntil }),
  ),
  mostly(ops).map((by) => () => command('suspend', by, { reason: 's' })),
  fc.tuple(mostly(ops), fc.boolean()).map(
    ([by, withoutCheck]) =>
      () =>
        command('resume', by, { note: 'mended', withoutCheck }),
  ),
  fc.tuple(offset, offset, summary).map(([off, nth, found]) => (state) => {
    const run = (state.live?.resumption?.run ?? 1) + nth;
    return fact('resumeChecked', { revision: live(state) + off, run, summary: found });
  }),
  fc.tuple(offset, offset, summary).map(
    ([off, nth, found]) =>
      (state) =>
        fact('checkFinished', { revision: drafted(state) + off, run: (state.draft?.run ?? 1) + nth, summary: found }),
  ),
  fc.tuple(offset, offset, summary).map(
    ([off, nth, found]) =>
      (state) =>
        fact('rotationChecked', {
          revision: live(state) + off,
          run: (state.live?.rotation?.run ?? 1) + nth,
          summary: found,
        }),
  ),
  fc.tuple(offset, offset).map(
    ([off, nth]) =>
      (state) =>
        fact('testMailReturned', { revision: drafted(state) + off, run: (state.draft?.run ?? 1) + nth }),
  ),
  offset.map((off) => (state) => fact('wrongCodeTyped', { revision: drafted(state) + off })),
  fc.integer({ min: -3, max: 0 }).map((off) => (state) => fact('waitExpired', { revision: drafted(state) + off })),
  offset.map((off) => (state) => fact('appealLapsed', { revision: drafted(state) + off })),
  offset.map((off) => (state) => fact('firstMailSent', { revision: live(state) + off })),
  fc.tuple(offset, fc.constantFrom('reviewReminderDue', 'reviewEscalated')).map(
    ([off, type]) =>
      (state) =>
        fact(type, { revision: drafted(state) + off }),
  ),
  fc.constantFrom(30, 7, 1).map((daysLeft) => () => fact('contractEnding', { daysLeft, endsAt: later })),
  fc.constantFrom(past, later).map((endsAt) => () => fact('contractEnded', { endsAt })),
  offset.map((off) => (state) => fact('healthCheckDue', { revision: live(state) + off })),
  fc.tuple(offset, fc.constantFrom(passed, failedAtAuth)).map(([off, found]) => (state) => {
    const run = (state.live?.health?.run ?? 0) + off;
    const used = state.live?.revision.credentialId ?? 'none';
    return fact('healthChecked', { revision: live(state), run, credentialId: used, summary: found, failureLimit: 2 });
  }),
  fc.tuple(offset, fc.constantFrom('platform' as const, 'fail' as const)).map(
    ([off, action]) =>
      (state) =>
        fact('suspensionLasted', { revision: live(state) + off, action }),
  ),
  fc.tuple(mostly(admin), fc.constantFrom('wait' as const, 'platform' as const)).map(([by, action]) => () => {
    const preferences = { undeliverablesTo: 'admin', replyTo: null, branding: false } as const;
    const whileSuspended = { action, afterHours: 1 };
    return command('setPreferences', by, { preferences: { ...preferences, whileSuspended } });
  }),
  fc.constantFrom(30, 7, 1).map((daysLeft) => (state) => {
    const expiresAt = state.live?.certificateExpiresAt ?? later;
    return fact('certificateExpiring', { revision: live(state), daysLeft, expiresAt });
  }),
  fc
    .tuple(offset, fc.constantFrom('AUTH_REFUSED', 'SENDER_REFUSED'), fc.constantFrom(1, 3))
    .map(([off, code, failureLimit]) => (state) => {
      const used = state.live?.revision.credentialId ?? 'none';
      return fact('sendingFailed', { revision: live(state) + off, credentialId: used, code, failureLimit });
    }),
  offset.map((off) => (state) => {
    const used = state.live?.revision.credentialId ?? 'none';
    return fact('sendingWorks', { revision: live(state) + off, credentialId: used });
  }),
];
const anyEvent = fc.oneof(...choices);

/** The next event that a well-run organization would see, so that random sequences also reach the late states. */
function helpfulEvent(state: LifecycleState, found: CheckSummary, verdict: Decision): LifecycleEvent {
  const { entitlement, profile: known, draft, lastRevision } = state;
  if (!known || state.closure) return command('register', people.sender, { profile });
  if (entitlement === 'locked') return command('unlock', people.sales, { note: null, contractReference: null });
  const at = draft?.revision.number ?? 0;
  switch (draft?.status) {
    case 'checking':
      return fact('checkFinished', { revision: at, run: draft.run, summary: found });
    case 'awaiting-confirmation':
      return command('confirmTestMail', people.admin, { revision: at });
    case 'awaiting-review':
      return command('decide', people.reviewer, { revision: at, decision: verdict, appealUntil: later });
    case 'rejected':
      if (draft.appealUntil !== null) {
        return command('appeal', people.admin, { revision: at, comment: 'It is ours', plan });
      }
      return submission(lastRevision);
    default:
      return submission(lastRevision);
  }
}

function submission(revision: number): LifecycleEvent {
  return command('submitSettings', people.admin, { revision, settings, credentialId: `c-${revision}` });
}

interface History {
  readonly steps: { readonly before: LifecycleState; readonly event: LifecycleEvent; readonly after: LifecycleState }[];
}

function play(events: readonly Choice[]): History {
  let state = initialState('acme');
  const steps = events.map((choose) => {
    const before = state;
    const event = choose(state);
    const outcome = transition(state, event);
    if (outcome.kind === 'accepted') state = outcome.state;
    return { before, event, after: state };
  });
  return { steps };
}

const subjectOf = (actor: Actor): string => (actor.kind === 'person' ? actor.subject : actor.part);

const helpful = fc.tuple(summary, decision).map(
  ([found, verdict]): Choice =>
    (state) =>
      helpfulEvent(state, found, verdict),
);

const sequence = fc.array(fc.oneof({ weight: 1, arbitrary: helpful }, { weight: 2, arbitrary: anyEvent }), {
  minLength: 20,
  maxLength: 80,
  size: 'max',
});

const runs = { numRuns: 600 };

it('no sequence makes a revision live without passed checks and a decision by somebody else for exactly that revision', () => {
  fc.assert(
    fc.property(sequence, (events) => {
      const { steps } = play(events);
      for (const { before, event, after } of steps) {
        const { live: server } = after;
        if (!server || server.revision.number === before.live?.revision.number) continue;
        if (event.type === 'rollBack') {
          expect(server.revision).toEqual(before.live?.previous?.revision);
          continue;
        }
        expect(event.type).toBe('decide');
        expect(before.draft?.status).toBe('awaiting-review');
        expect(server.revision).toEqual(before.draft?.revision);
        expect(server.decision).toMatchObject({
          verdict: 'approve',
          revision: server.revision.number,
          by: event.actor,
        });
        expect(isSamePerson(server.revision.submittedBy, server.decision.by)).toBe(false);
        expect(server.approvals.length).toBe(before.draft ? approvalsNeeded(before, before.draft) : Number.NaN);
        expect(new Set(server.approvals.map(({ by }) => subjectOf(by))).size).toBe(server.approvals.length);
        const proof = steps.some(
          (step) =>
            step.event.type === 'checkFinished' &&
            step.event.payload.revision === server.revision.number &&
            ['pass', 'warn'].includes(step.event.payload.summary.verdict) &&
            step.after !== step.before,
        );
        expect(proof).toBe(true);
      }
    }),
    runs,
  );
});

it('the sequences of these properties do reach a live server, a rotation, a revocation and every draft status', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(sequence, (events) => {
      for (const { before, event, after } of play(events).steps) {
        seen.add(after.draft?.status ?? 'none');
        if (after.live) seen.add(`live ${after.live.status}`);
        if (after.live?.rotation) seen.add('rotation');
        if (before.live && !after.live) seen.add('revoked while live');
        if (event.type === 'rollBack' && after !== before) seen.add('rolled back');
        if (after.draft?.appeal) seen.add('appeal');
        if (after.draft?.approvals.length === 1) seen.add('first of two approvals');
        if (event.type === 'contractEnded' && after !== before) seen.add('contract ended');
        if (before.closure && !after.closure) seen.add('closed and back');
      }
    }),
    { ...runs, seed: 7 },
  );
  for (const state of ['checking', 'check-failed', 'awaiting-confirmation', 'awaiting-review', 'changes-requested']) {
    expect(seen).toContain(state);
  }
  for (const state of [
    'rejected',
    'withdrawn',
    'expired',
    'live active',
    'live suspended',
    'rotation',
    'revoked while live',
    'rolled back',
    'appeal',
    'first of two approvals',
    'contract ended',
    'closed and back',
  ]) {
    expect(seen).toContain(state);
  }
});

it('a closed organization has nothing that could send or be told, and nothing but its return changes it', () => {
  fc.assert(
    fc.property(sequence, (events) => {
      for (const { before, event, after } of play(events).steps) {
        if (after.closure) {
          expect(after).toMatchObject({ entitlement: 'locked', terms: null, draft: null, live: null, webhook: null });
        }
        if (before.closure && isCommand(event) && after !== before) expect(event.type).toBe('register');
      }
    }),
    runs,
  );
});

it('a locked organization has neither a draft nor a live server', () => {
  fc.assert(
    fc.property(sequence, (events) => {
      const wrong = play(events).steps.filter(
        ({ after: { entitlement, draft, live: server } }) => entitlement === 'locked' && (draft ?? server) !== null,
      );
      expect(wrong).toEqual([]);
    }),
    runs,
  );
});

it('the version counts accepted events, and what is refused changes nothing', () => {
  fc.assert(
    fc.property(sequence, (events) => {
      const wrong = play(events).steps.filter(({ before, event, after }) => {
        const isAccepted = transition(before, event).kind === 'accepted';
        return isAccepted ? after.version !== before.version + 1 : after !== before;
      });
      expect(wrong).toEqual([]);
    }),
    runs,
  );
});

it('every password is adopted once and, when nothing uses it any more, shredded', () => {
  fc.assert(
    fc.property(sequence, (events) => {
      const { steps } = play(events);
      const state = steps.at(-1)?.after ?? initialState('acme');
      const adopted = state.tasks.flatMap((task) => (task.kind === 'adopt-credential' ? [task.credentialId] : []));
      const shredded = new Set(
        state.tasks.flatMap((task) => (task.kind === 'shred-credentials' ? task.credentialIds : [])),
      );
      const { live: server } = state;
      const inUse = [server?.revision, server?.rotation, server?.previous?.revision].map((user) => user?.credentialId);
      const isFinal = ['rejected', 'withdrawn', 'expired'].includes(state.draft?.status ?? '');
      const ended = isFinal && state.draft?.appealUntil === null;
      if (state.draft && !ended) inUse.push(state.draft.revision.credentialId);
      inUse.push(...(state.webhook?.secrets ?? []).map((secret) => secret.credentialId));
      for (const id of adopted) expect(shredded.has(id)).toBe(!inUse.includes(id));
    }),
    runs,
  );
});

it('the sequences of these properties try every command', () => {
  const tried = new Set<string>();
  fc.assert(
    fc.property(anyEvent, (choose) => {
      tried.add(choose(initialState('acme')).type);
    }),
    { ...runs, seed: 7 },
  );
  expect(
    commandNames.filter((name) => !['setPreferences', 'setSendingPolicy'].includes(name) && !tried.has(name)),
  ).toEqual([]);
});
