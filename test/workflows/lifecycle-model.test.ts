import { randomUUID } from 'node:crypto';

import type { TestWorkflowEnvironment } from '@temporalio/testing';
import fc from 'fast-check';

import type { PersonActor } from '../../domain/actor';
import type { WirePayloads } from '../../domain/lifecycle/command';
import type { Command, CommandName, Fact } from '../../domain/lifecycle/events';
import { initialState, type Decision, type LifecycleState } from '../../domain/lifecycle/state';
import { suspendedMailActions, type SuspendedMailPolicy } from '../../domain/suspended-mail';
import { isConfirmed } from '../../domain/lifecycle/draft-rules';
import { transition } from '../../domain/lifecycle/transition';
import { firstMailSentSignal, sendingFailedSignal, sendingWorksSignal, stateQuery } from '../../workflows/contract';
import {
  approval,
  changeRequest,
  people,
  plan as usualPlan,
  profile,
  rejection,
  settings,
  terms,
} from '../support/lifecycle-builders';
import { LifecycleClient } from '../support/lifecycle-client';
import { RecordedLifecycle, result } from '../support/recorded-lifecycle';
import { devServerEnvironment, startWorkflowWorker, type WorkflowWorker } from '../support/workflow-worker';

/**
 * Random commands, given to a real workflow on a real server and to the pure table. They must agree after every one: on
 * the answer, and on the state but for what only the clock can know.
 */

let environment: TestWorkflowEnvironment;
let worker: WorkflowWorker;
const world = new RecordedLifecycle();

beforeAll(async () => {
  environment = await devServerEnvironment();
  world.plan = () => plan;
  world.policy = { healthFailures: failureLimit, sendingFailureSpacingMs: 0 };
  worker = await startWorkflowWorker(environment.nativeConnection, world.activities());
});

afterAll(async () => {
  await worker.stop();
  await environment.teardown();
});

/** No clock rings during these sequences. */
const never = '2099-01-01T00:00:00.000Z';
const timelessPlan = { ...usualPlan, dueAt: never, remindAt: never, escalateAt: never };
/** How every review of the present sequence is planned. */
let plan = timelessPlan;

interface Model {
  state: LifecycleState;
}

const failureLimit = 2;
const moment = '2026-11-23T09:00:00.000Z';
const drafted = ({ state }: Model) => state.draft?.revision.number ?? state.lastRevision;
const reportOf = ({ state }: Model) => state.draft?.check?.reportId ?? 'draft-1-1';
const live = ({ state }: Model) => state.live?.revision.number ?? state.lastRevision;

/** A state without moments: those of the model and those of the server's clock can never be the same. */
function timeless(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(timeless);
  if (typeof value !== 'object' || value === null) return isMoment(value) ? 'moment' : value;
  const members = Object.entries(value).filter(([name]) => name !== 'tasks');
  return Object.fromEntries(members.map(([name, member]) => [name, timeless(member)]));
}

const isMoment = (value: unknown): boolean => typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value);

/** Judges a command as the workflow does, adding what the workflow adds. */
function judge(model: Model, name: CommandName, actor: PersonActor, payload: object): string {
  const added = { plan, appealUntil: '2026-12-07T09:00:00.000Z' };
  const extras = {
    confirmTestMail: { plan: added.plan },
    appeal: { plan: added.plan },
    decide: { appealUntil: added.appealUntil },
  };
  const extra = name in extras ? extras[name as keyof typeof extras] : {};
  const command = { type: name, actor, at: moment, payload: { ...payload, ...extra } } as unknown as Command;
  const outcome = transition(model.state, command);
  if (outcome.kind === 'accepted') model.state = outcome.state;
  if (outcome.kind !== 'refused') return 'accepted';
  const isLateCode = command.type === 'confirmTestMail' && outcome.error === 'NOT_AWAITING_CONFIRMATION';
  return isLateCode && isConfirmed(model.state, command.payload.revision) ? 'accepted' : outcome.error;
}

function note(model: Model, fact: Omit<Fact, 'actor' | 'at'>, part: 'check' | 'delivery'): void {
  const outcome = transition(model.state, { ...fact, actor: { kind: 'system', part }, at: moment } as Fact);
  if (outcome.kind === 'accepted') model.state = outcome.state;
}

class Send<Name extends CommandName> implements fc.AsyncCommand<Model, LifecycleClient> {
  readonly #name: Name;
  readonly #actor: PersonActor;
  readonly #payloadFor: (model: Model) => WirePayloads[Name];

  constructor(name: Name, actor: PersonActor, payloadFor: (model: Model) => WirePayloads[Name]) {
    this.#name = name;
    this.#actor = actor;
    this.#payloadFor = payloadFor;
  }

  check(): boolean {
    return true;
  }

  async run(model: Model, real: LifecycleClient): Promise<void> {
    const payload = this.#payloadFor(model);
    const expected = judge(model, this.#name, this.#actor, payload);
    same(await real.refusal(this.#name, this.#actor, payload), expected);
    await settle(model, real);
    await agree(model, real);
  }

  toString(): string {
    return `${this.#name} by ${this.#actor.subject}`;
  }
}

/** A fact by Signal: nobody answers, so that a query behind it tells what came of it. */
class Tell implements fc.AsyncCommand<Model, LifecycleClient> {
  readonly #fact: 'firstMailSent' | 'sendingFailed' | 'sendingWorks';
  readonly #off: number;

  constructor(fact: 'firstMailSent' | 'sendingFailed' | 'sendingWorks', off: number) {
    this.#fact = fact;
    this.#off = off;
  }

  check(): boolean {
    return true;
  }

  async run(model: Model, real: LifecycleClient): Promise<void> {
    const revision = Math.max(live(model) + this.#off, 0);
    const credentialId = model.state.live?.revision.credentialId ?? 'none';
    if (this.#fact === 'firstMailSent') {
      note(model, { type: 'firstMailSent', payload: { revision } }, 'delivery');
      await real.handle.signal(firstMailSentSignal, { revision });
    } else if (this.#fact === 'sendingWorks') {
      note(model, { type: 'sendingWorks', payload: { revision, credentialId } }, 'delivery');
      await real.handle.signal(sendingWorksSignal, { revision, credentialId });
    } else {
      const payload = { revision, credentialId, code: 'SENDER_REFUSED' };
      note(model, { type: 'sendingFailed', payload: { ...payload, failureLimit, spacingMs: 0 } }, 'delivery');
      await real.handle.signal(sendingFailedSignal, payload);
    }
    await agree(model, real);
  }

  toString(): string {
    return `${this.#fact} (${this.#off})`;
  }
}

/** Waits for the checks that a command has started, and lets the model know of their results. */
async function settle(model: Model, real: LifecycleClient): Promise<void> {
  const { draft, live: server } = model.state;
  if (draft?.status === 'checking') {
    const { number: revision } = draft.revision;
    const isDone = ({ draft: now }: LifecycleState) =>
      now?.revision.number === revision && now.run === draft.run && now.status !== 'checking';
    const done = await reached(real, isDone);
    note(model, { type: 'checkFinished', payload: { revision, run: draft.run, summary: done.draft!.check! } }, 'check');
  }
  if (server?.resumption) {
    const { run } = server.resumption;
    const { number: revision } = server.revision;
    const isDone = ({ live: now }: LifecycleState) =>
      now?.revision.number === revision && !now.resumption && now.lastResumption?.run === run;
    const done = await reached(real, isDone);
    const { check: summary } = done.live!.lastResumption!;
    note(model, { type: 'resumeChecked', payload: { revision, run, summary } }, 'check');
  }
  if (server?.rotation) {
    const { run } = server.rotation;
    const { number: revision } = server.revision;
    const isDone = ({ live: now }: LifecycleState) =>
      now?.revision.number === revision && now.rotation === null && now.lastRotation?.run === run;
    const done = await reached(real, isDone);
    note(
      model,
      { type: 'rotationChecked', payload: { revision, run, summary: done.live!.lastRotation!.check } },
      'check',
    );
  }
}

function reached(real: LifecycleClient, isReached: (state: LifecycleState) => boolean): Promise<LifecycleState> {
  return world.savedState((state) => state.organizationId === real.organizationId && isReached(state));
}

function same(actual: unknown, expected: unknown): void {
  expect(actual).toEqual(expected);
}

async function agree(model: Model, real: LifecycleClient): Promise<void> {
  same(timeless(await real.handle.query(stateQuery)), timeless(model.state));
}

const mostly = (right: PersonActor) =>
  fc.oneof(
    { weight: 5, arbitrary: fc.constant(right) },
    { weight: 1, arbitrary: fc.constantFrom(...Object.values(people)) },
  );
const offset = fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constantFrom(-1, 1) });
const whole = (number: number) => Math.max(number, 0);
const { admin, reviewer, secondReviewer, sales, ops, sender } = people;
const preferences = { undeliverablesTo: 'admin', replyTo: null, branding: false } as const;

const submit = mostly(admin).map(
  (by) =>
    new Send('submitSettings', by, ({ state }) => ({
      revision: state.lastRevision,
      settings,
      credentialId: `credential-${state.lastRevision + 1}-${randomUUID()}`,
    })),
);
const decideOn = (by: PersonActor, off: number, decision: Decision) =>
  new Send('decide', by, (model) => ({
    revision: whole(drafted(model) + off),
    decision: { ...decision, reportId: reportOf(model) },
  }));
const decisions = fc.constantFrom(approval, approval, changeRequest, rejection);
const decide = fc
  .tuple(fc.oneof(mostly(reviewer), mostly(secondReviewer)), offset, decisions)
  .map(([by, off, decision]) => decideOn(by, off, decision));
const whileSuspended = (by: PersonActor, policy: SuspendedMailPolicy) =>
  new Send('setPreferences', by, () => ({ preferences: { ...preferences, whileSuspended: policy } }));
const confirm = fc
  .tuple(mostly(admin), offset)
  .map(
    ([by, off]) =>
      new Send('confirmTestMail', by, (model) => ({ revision: whole(drafted(model) + off), code: 'RIGHT' })),
  );

const commands = [
  submit,
  submit,
  confirm,
  confirm,
  decide,
  decide,
  fc.constant(new Send('register', sender, () => ({ profile }))),
  fc
    .tuple(mostly(admin), fc.constantFrom(...suspendedMailActions), fc.constantFrom(1, 24))
    .map(([by, action, afterHours]) => whileSuspended(by, { action, afterHours })),
  mostly(admin).map(
    (by) =>
      new Send('setWebhookEndpoint', by, () => ({
        url: 'https://hooks.customer.example/events',
        credentialId: `credential-w-${randomUUID()}`,
      })),
  ),
  fc
    .tuple(mostly(sender), fc.constantFrom(0, 24))
    .map(
      ([by, keepHours]) =>
        new Send('rotateWebhookSecret', by, () => ({ credentialId: `credential-w-${randomUUID()}`, keepHours })),
    ),
  mostly(ops).map((by) => new Send('reviveLifecycle', by, () => ({ reason: 'lost' }))),
  mostly(ops).map((by) => new Send('removeWebhookEndpoint', by, () => ({ reason: null }))),
  mostly(sales).map((by) => new Send('unlock', by, () => terms)),
  fc
    .tuple(mostly(sales), fc.boolean())
    .map(([by, secondApprover]) => new Send('changeTerms', by, () => ({ ...terms, secondApprover }))),
  mostly(sales).map((by) => new Send('closeOrganization', by, () => ({ reason: 'it leaves' }))),
  mostly(sales).map((by) => new Send('revoke', by, () => ({ reason: 'over' }))),
  fc
    .tuple(mostly(admin), offset)
    .map(([by, off]) => new Send('recheck', by, (model) => ({ revision: whole(drafted(model) + off) }))),
  fc
    .tuple(mostly(admin), offset)
    .map(([by, off]) => new Send('withdraw', by, (model) => ({ revision: whole(drafted(model) + off) }))),
  mostly(admin).map((by) => new Send('appeal', by, (model) => ({ revision: drafted(model), comment: 'It is ours' }))),
  mostly(reviewer).map((by) => new Send('claimReview', by, (model) => ({ revision: drafted(model) }))),
  mostly(ops).map((by) => new Send('releaseReview', by, (model) => ({ revision: drafted(model) }))),
  fc.tuple(mostly(admin), offset).map(
    ([by, off]) =>
      new Send('rotatePassword', by, (model) => ({
        revision: whole(live(model) + off),
        credentialId: `credential-r-${randomUUID()}`,
      })),
  ),
  fc
    .tuple(mostly(ops), offset)
    .map(
      ([by, off]) =>
        new Send('rollBack', by, (model) => ({ revision: whole(live(model) + off), reason: 'It loses mail' })),
    ),
  mostly(ops).map((by) => new Send('suspend', by, () => ({ reason: 'abuse' }))),
  fc
    .tuple(mostly(ops), fc.boolean())
    .map(([by, withoutCheck]) => new Send('resume', by, () => ({ note: 'mended', withoutCheck }))),
  mostly(admin).map((by) => new Send('pause', by, () => ({ reason: 'maintenance' }))),
  mostly(admin).map((by) => new Send('continue', by, () => ({ note: null }))),
  fc
    .tuple(fc.constantFrom('firstMailSent' as const, 'sendingFailed' as const, 'sendingWorks' as const), offset)
    .map(([fact, off]) => new Tell(fact, off)),
];

const untilReview = (secondApprover: boolean) => [
  new Send('register', sender, () => ({ profile })),
  new Send('unlock', sales, () => ({ ...terms, secondApprover })),
  new Send('submitSettings', admin, () => ({ revision: 0, settings, credentialId: 'credential-1' })),
  new Send('confirmTestMail', admin, () => ({ revision: 1, code: 'RIGHT' })),
];
const approve = (by: PersonActor) => decideOn(by, 0, approval);

/** Every sequence begins where something can happen; what happens then is chance. */
const openings: readonly {
  readonly from: string;
  readonly approvalsNeeded: number;
  readonly steps: readonly fc.AsyncCommand<Model, LifecycleClient>[];
  readonly reached: object;
}[] = [
  {
    from: 'a draft that awaits its review',
    approvalsNeeded: 1,
    steps: untilReview(false),
    reached: { draft: { status: 'awaiting-review', approvals: [] }, live: null },
  },
  {
    from: 'a draft that one of two approvers has approved, and tries to approve again',
    approvalsNeeded: 1,
    steps: [...untilReview(true), approve(reviewer), approve(reviewer)],
    reached: { draft: { status: 'awaiting-review', approvals: [{ by: { subject: reviewer.subject } }] }, live: null },
  },
  {
    from: 'a server that two people approved, suspended, with mail that may leave another way',
    approvalsNeeded: 2,
    steps: [
      ...untilReview(false),
      approve(reviewer),
      approve(secondReviewer),
      whileSuspended(admin, { action: 'platform', afterHours: 1 }),
      new Send('suspend', ops, () => ({ reason: 'abuse' })),
    ],
    reached: {
      draft: null,
      live: { status: 'suspended', approvals: [{}, {}] },
      preferences: { whileSuspended: { action: 'platform', afterHours: 1 } },
    },
  },
];

const passing = [result('auth', 'pass', 'AUTH_ACCEPTED')];
const failing = [result('auth', 'fail', 'AUTH_REFUSED')];
const sequence = fc.commands(commands, { maxCommands: 25, size: 'max' });

it.each(openings)(
  'the workflow and the pure table agree on every command of any sequence that begins with $from',
  async ({ approvalsNeeded, steps, reached: expected }) => {
    plan = { ...timelessPlan, approvalsNeeded };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(passing, passing, failing), sequence, async (session, random) => {
        world.sessions = [passing];
        const real = new LifecycleClient(environment.client, worker.taskQueue);
        await real.start();
        try {
          const model: Model = { state: initialState(real.organizationId) };
          for (const step of steps) await step.run(model, real);
          expect(model.state).toMatchObject(expected);
          world.sessions = [session];
          await fc.asyncModelRun(() => ({ model, real }), random);
        } finally {
          await real.handle.terminate();
        }
      }),
      { numRuns: 6, interruptAfterTimeLimit: 25_000, markInterruptAsFailure: false },
    );
  },
  90_000,
);
