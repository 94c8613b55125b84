import type { CheckReport, CheckResult } from '../../domain/check-report';
import { defaultLifecyclePolicy, type LifecyclePolicy } from '../../domain/lifecycle/lifecycle-policy';
import type { LifecycleState } from '../../domain/lifecycle/state';
import type { AuditEntry } from '../../domain/audit-entry';
import type { ReviewPlan } from '../../domain/review/review-plan';
import { reviewPlan } from '../../domain/review/review-policy';
import type { ReviewSubject } from '../../domain/review/review-subject';
import { usualReviewPolicy } from './review-policies';
import { eventually } from './eventually';
import type { AllActivities } from './workflow-worker';

/** Activities that remember what the workflows asked for, and answer checks as a test wants them answered. */
export class RecordedLifecycle {
  readonly saved: LifecycleState[] = [];
  readonly audit: AuditEntry[] = [];
  readonly reports: CheckReport[] = [];
  readonly adopted: string[] = [];
  readonly shredded: string[] = [];
  readonly woken: string[] = [];
  /** What the session stages find, one entry for each attempt; the last one goes on for ever. */
  sessions: CheckResult[][] = [[result('auth', 'pass', 'AUTH_ACCEPTED')]];
  rightCode = 'RIGHT';
  /** The deployment's policy; null: the lifecycle goes on with the one that it was started with. */
  policy: Partial<LifecyclePolicy> | null = null;
  /** How reviews go; by default as a deployment without any settings of its own has them. */
  plan: (subject: ReviewSubject) => ReviewPlan | Promise<ReviewPlan> = (subject) =>
    reviewPlan(usualReviewPolicy, { ...subject, results: [] });
  /** Thrown by the session stages, as trouble of our own. */
  sessionFailure: Error | undefined;
  #beforeSession: Promise<void> | undefined;
  /** Resolves when the first check has come as far as its session. */
  readonly sessionReached: Promise<void>;
  #reachSession = (): void => undefined;
  #sessionsStarted = 0;
  readonly #waiting: { isReached: (state: LifecycleState) => boolean; resolve: (state: LifecycleState) => void }[] = [];

  constructor() {
    this.sessionReached = new Promise((resolve) => {
      this.#reachSession = resolve;
    });
  }

  /** Lets checks hang at their session until the answer is called. */
  holdSessions(): () => void {
    let release = (): void => undefined;
    this.#beforeSession = new Promise((resolve) => {
      release = resolve;
    });
    return () => {
      this.#beforeSession = undefined;
      release();
    };
  }

  /** Resolves once so many checks have come as far as their session. */
  async sessionStarted(count: number): Promise<void> {
    await eventually('a check reaches its session', async () => this.#sessionsStarted >= count);
  }

  /** Resolves once the dispatcher has been woken more often than that. */
  async wokenMoreOftenThan(count: number): Promise<void> {
    await eventually('the dispatcher is woken', async () => this.woken.length > count);
  }

  /** Resolves with the first saved state, past or future, that satisfies the condition. */
  savedState(isReached: (state: LifecycleState) => boolean): Promise<LifecycleState> {
    const found = this.saved.find(isReached);
    if (found) return Promise.resolve(found);
    return new Promise((resolve) => this.#waiting.push({ isReached, resolve }));
  }

  draft(status: string, revision = 1): Promise<LifecycleState> {
    return this.savedState(({ draft }) => draft?.status === status && draft.revision.number === revision);
  }

  activities(): Partial<AllActivities> {
    return {
      saveLifecycle: async ({ state, entries }) => this.#save(state, entries),
      adoptCredential: async ({ credentialId }) => void this.adopted.push(credentialId),
      shredCredentials: async ({ credentialIds }) => void this.shredded.push(...credentialIds),
      matchConfirmationCode: async ({ code }) => code === this.rightCode,
      wakeDispatcher: async ({ organizationId }) => void this.woken.push(organizationId),
      resolveHost: async () => ({ results: [result('dns', 'pass', 'DNS_RESOLVED')], transcript: [] }),
      openSession: async () => {
        this.#sessionsStarted += 1;
        this.#reachSession();
        await this.#beforeSession;
        if (this.sessionFailure) throw this.sessionFailure;
        const results = (this.sessions.length > 1 ? this.sessions.shift() : this.sessions[0]) ?? [];
        return { results, transcript: [], certificateExpiresAt: '2027-06-01T00:00:00.000Z' };
      },
      sendTestMail: async () => ({ results: [result('data', 'pass', 'TEST_MAIL_ACCEPTED')], transcript: [] }),
      saveReport: async (report) => void this.reports.push(report),
      planReview: async (subject) => this.plan(subject),
    };
  }

  #save(state: LifecycleState, entries: readonly AuditEntry[]): LifecyclePolicy | null {
    this.saved.push(state);
    this.audit.push(...entries);
    for (const { isReached, resolve } of this.#waiting) if (isReached(state)) resolve(state);
    return this.policy && { ...defaultLifecyclePolicy, ...this.policy };
  }
}

export function result(
  stage: CheckResult['stage'],
  verdict: CheckResult['verdict'],
  code: CheckResult['code'],
): CheckResult {
  return { id: stage, stage, verdict, code, facts: {}, durationMs: 1 };
}
