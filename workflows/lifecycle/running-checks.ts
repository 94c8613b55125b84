import {
  CancellationScope,
  ParentClosePolicy,
  executeChild,
  isCancellation,
  log,
  workflowInfo,
} from '@temporalio/workflow';

import type { CheckSummary, LifecycleState, Task } from '../../domain/lifecycle/state';
import { returnPathInForce } from '../../domain/return-path';
import { checkReportId } from '../../domain/check-report';
import { organizationIdKey } from '../search-attributes';
import { checkWorkflowId, workflowTypes, type CheckInput, type CheckLimits } from '../contract';
import type { checkMailServer } from '../check-mail-server';
import type { LifecycleBook } from './lifecycle-book';

type CheckTask = Extract<Task, { kind: 'check-draft' | 'check-rotation' | 'check-resume' | 'check-health' }>;

/** The check runs that are under way, each a child workflow in a scope of its own, beside everything else that happens. */
export class RunningChecks {
  readonly #book: LifecycleBook;
  readonly #limits: CheckLimits;
  readonly #running = new Map<string, { readonly task: CheckTask; readonly scope: CancellationScope }>();

  constructor(book: LifecycleBook, limits: CheckLimits) {
    this.#book = book;
    this.#limits = limits;
  }

  get isIdle(): boolean {
    return this.#running.size === 0;
  }

  /** Starts a check unless nobody wants its result any more. */
  start(task: CheckTask): void {
    const input = checkInput(this.#book.state, task, this.#limits);
    if (!input) return;
    const scope = new CancellationScope();
    const id = checkWorkflowId(input.organizationId, input.revision, input.purpose, input.run);
    this.#running.set(id, { task, scope });
    void scope
      .run(() => runCheck(id, input))
      .then((summary) => this.#conclude(task, summary))
      .catch((error: unknown) => {
        if (!isCancellation(error)) this.#conclude(task, interrupted(input));
        log.info('A check run ended without a report', { id, cancelled: isCancellation(error) });
      })
      .finally(() => this.#running.delete(id));
  }

  /** Cancels the checks whose draft or rotation has ended meanwhile. */
  cancelUnwanted(): void {
    for (const { task, scope } of this.#running.values()) {
      if (!isWanted(this.#book.state, task)) scope.cancel();
    }
  }

  #conclude(task: CheckTask, summary: CheckSummary): void {
    const actor = { kind: 'system', part: 'check' } as const;
    const issued = { actor, at: new Date().toISOString() };
    const { revision, run } = task;
    const payload = { revision, run, summary };
    if (task.kind === 'check-health') {
      const { credentialId } = task;
      const watched = { ...payload, credentialId, failureLimit: this.#book.limits.healthFailures };
      this.#book.apply({ ...issued, type: 'healthChecked', payload: watched }, 'check');
    } else {
      this.#book.apply({ ...issued, type: concluding[task.kind], payload }, 'check');
    }
  }
}

function runCheck(workflowId: string, input: CheckInput): Promise<CheckSummary> {
  const { host, port } = input.settings;
  return executeChild<typeof checkMailServer>(workflowTypes.check, {
    workflowId,
    args: [input],
    taskQueue: workflowInfo().taskQueue,
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    typedSearchAttributes: [{ key: organizationIdKey, value: input.organizationId }],
    staticSummary: `Check ${host}:${port}, revision ${input.revision}, run ${input.run}`,
  });
}

const purposes = {
  'check-draft': 'draft',
  'check-rotation': 'rotation',
  'check-resume': 'health',
  'check-health': 'health',
} as const;

const concluding = {
  'check-draft': 'checkFinished',
  'check-rotation': 'rotationChecked',
  'check-resume': 'resumeChecked',
} as const;

function isWanted({ live, draft }: LifecycleState, task: CheckTask): boolean {
  switch (task.kind) {
    case 'check-rotation':
      return live?.revision.number === task.revision && live.rotation?.run === task.run;
    case 'check-resume':
      return live?.revision.number === task.revision && live.resumption?.run === task.run;
    case 'check-health':
      return live?.revision.number === task.revision && live.health?.run === task.run && live.health.isChecking;
    case 'check-draft':
      return draft?.status === 'checking' && draft.revision.number === task.revision && draft.run === task.run;
  }
}

function checkInput(state: LifecycleState, task: CheckTask, limits: CheckLimits): CheckInput | null {
  const { profile, organizationId, live, draft } = state;
  if (!profile || !isWanted(state, task)) return null;
  const revision = task.kind === 'check-draft' ? draft?.revision : live?.revision;
  const credentialId = task.kind === 'check-rotation' ? live?.rotation?.credentialId : revision?.credentialId;
  if (!revision || !credentialId) return null;
  return {
    organizationId,
    organizationName: profile.name,
    locale: profile.locale,
    adminAddress: profile.adminAddress,
    revision: task.revision,
    run: task.run,
    settings: revision.settings,
    credentialId,
    returnPath: returnPathInForce(state.preferences, null),
    replyTo: state.preferences.replyTo ?? profile.adminAddress,
    purpose: purposes[task.kind],
    limits,
  };
}

function interrupted(input: CheckInput): CheckSummary {
  const reportId = checkReportId(input.purpose, input.revision, input.run);
  return { reportId, verdict: 'inconclusive', failingStage: null, certificateExpiresAt: null };
}
