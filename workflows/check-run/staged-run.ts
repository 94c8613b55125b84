import { ActivityFailure, ApplicationFailure, isCancellation, sleep } from '@temporalio/workflow';

import { checkDeadlineMs } from '../../domain/check-deadline';
import { isStopped, type CheckFindings } from '../../domain/check-findings';
import { overallVerdict, type CheckResult, type CheckStage } from '../../domain/check-report';
import { customerResults } from '../../domain/customer-results';
import type { ErrorCode } from '../../domain/errors';
import { check } from '../activity-proxies';
import type { CheckInput } from '../contract';

const unreadable: ErrorCode = 'CREDENTIAL_UNREADABLE';
const nothing = { facts: {}, durationMs: 0 };

/** A group of stages that run together, as one activity. */
interface StageGroup {
  /** The first of its stages: where trouble of our own is reported. */
  readonly stage: CheckStage;
  readonly run: () => Promise<CheckFindings>;
}

/** The groups of one run, one after the other, and what each of them has found so far. */
export class StagedRun {
  readonly #input: CheckInput;
  readonly #isBounded: boolean;
  readonly #startedAt = Date.now();
  readonly #findings: CheckFindings[] = [];
  #latest: CheckFindings | null = null;
  #group: StageGroup | null = null;

  /** `isBounded` is false for runs from before there was a deadline: they retry as they always did. */
  constructor(input: CheckInput, isBounded: boolean) {
    this.#input = input;
    this.#isBounded = isBounded;
  }

  /** What was found, also where the run was cut off: then the group that was running says that it took too long. */
  get findings(): readonly CheckFindings[] {
    if (this.#group === null) return this.#findings;
    const { stage } = this.#group;
    const tooSlow: CheckResult = { id: stage, stage, verdict: 'inconclusive', code: 'SERVER_TOO_SLOW', ...nothing };
    return [...this.#findings, this.#latest ?? { results: [tooSlow], transcript: [] }];
  }

  async run(): Promise<void> {
    for (const group of groupsOf(this.#input)) {
      this.#group = group;
      this.#latest = null;
      const findings = await this.#patiently(group);
      this.#findings.push(findings);
      this.#group = null;
      if (isStopped(findings)) return;
    }
  }

  async #patiently(group: StageGroup): Promise<CheckFindings> {
    const { attempts, pauseMs } = this.#input.limits;
    for (let attempt = 1; ; attempt += 1) {
      const before = Date.now();
      const findings = await attemptOnce(group);
      this.#latest = findings;
      const tookMs = Date.now() - before;
      if (attempt >= attempts || !this.#mayPass(findings) || !this.#hasTimeFor(pauseMs + tookMs)) return findings;
      await sleep(pauseMs, { summary: 'Before another attempt: the trouble may pass' });
    }
  }

  /** Judged by what the customer sees: whether something is tried again must not tell more than that. */
  #mayPass({ results }: CheckFindings): boolean {
    return overallVerdict(this.#isBounded ? customerResults(results) : results) === 'inconclusive';
  }

  #hasTimeFor(ms: number): boolean {
    return !this.#isBounded || Date.now() - this.#startedAt + ms <= deadlineOf(this.#input);
  }
}

/** Milliseconds from the start after which a run is cut off. */
export function deadlineOf({ limits }: CheckInput): number {
  return limits.deadlineMs ?? checkDeadlineMs;
}

function groupsOf(input: CheckInput): readonly StageGroup[] {
  const session: StageGroup = {
    stage: 'connect',
    run: () => check.openSession.executeWithOptions({ summary: 'Stages connect to auth' }, [input]),
  };
  const resolution: StageGroup = {
    stage: 'egress',
    run: () => check.resolveHost.executeWithOptions({ summary: 'Stages egress to dns' }, [input]),
  };
  if (input.purpose !== 'draft') return [resolution, session];
  const mail: StageGroup = {
    stage: 'mail-from',
    run: () => check.sendTestMail.executeWithOptions({ summary: 'Stages mail-from to data' }, [input]),
  };
  return [resolution, session, mail];
}

/** An activity that fails has had trouble of our own; the report says so, and the customer can go on from there. */
async function attemptOnce({ stage, run }: StageGroup): Promise<CheckFindings> {
  try {
    return await run();
  } catch (error) {
    if (isCancellation(error)) throw error;
    return { results: [ownTrouble(stage, error)], transcript: [] };
  }
}

function ownTrouble(stage: CheckStage, error: unknown): CheckResult {
  const cause = error instanceof ActivityFailure ? error.cause : undefined;
  const isUnreadable = cause instanceof ApplicationFailure && cause.type === unreadable;
  if (isUnreadable) return { id: 'auth', stage: 'auth', verdict: 'fail', code: 'AUTH_PASSWORD_UNUSABLE', ...nothing };
  return { id: stage, stage, verdict: 'inconclusive', code: 'CHECK_INTERRUPTED', ...nothing };
}
