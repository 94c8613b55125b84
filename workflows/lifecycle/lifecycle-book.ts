import { condition, log, setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';

import type { AuditEntry } from '../../domain/audit-entry';
import type { ErrorCode } from '../../domain/errors';
import { auditEntry, type AuditCause } from '../../domain/lifecycle/audit';
import type { CommandReceipt } from '../../domain/lifecycle/command';
import { currentDetails } from '../../domain/lifecycle/display';
import { isCommand, type LifecycleEvent } from '../../domain/lifecycle/events';
import { ignored, refused, type Outcome } from '../../domain/lifecycle/outcome';
import { initialState, statusesOf, type LifecycleState, type Task } from '../../domain/lifecycle/state';
import { transition } from '../../domain/lifecycle/transition';
import { upgradeState } from '../../domain/lifecycle/upgrade-state';
import type { Origin } from '../../domain/origin';
import { lifecycle } from '../activity-proxies';
import { defaultLifecycleLimits, type CarriedLifecycle, type LifecycleInput, type LifecycleLimits } from '../contract';
import { currentOrigin } from '../origin-scope';
import {
  certificateExpiresAtKey,
  draftStatusKey,
  entitlementKey,
  liveStatusKey,
  reviewDueAtKey,
} from '../search-attributes';
import { isDefect } from './defects';

/** So many answers are remembered for repeated commands; older ones are far beyond any client's patience. */
const receiptLimit = 200;

/** The lifecycle's state with its audit entries and receipts, and the one place that writes them to the store. */
export class LifecycleBook {
  #state: LifecycleState;
  #savedVersion: number;
  #saving = false;
  #unsaved: AuditEntry[] = [];
  readonly #receipts: Map<string, CommandReceipt>;
  readonly #origins = new WeakMap<Task, Origin>();
  #limits: LifecycleLimits;

  constructor(input: LifecycleInput) {
    this.#limits = { ...defaultLifecycleLimits, ...input.limits };
    this.#state = upgradeState(input.carried?.state ?? initialState(input.organizationId));
    this.#savedVersion = this.#state.version;
    this.#receipts = new Map(input.carried?.receipts.map((receipt) => [receipt.commandId, receipt]));
  }

  get state(): LifecycleState {
    return this.#state;
  }

  /** The policy as the last write answered, or as the execution was started with. */
  get limits(): LifecycleLimits {
    return this.#limits;
  }

  get isSaved(): boolean {
    return this.#savedVersion === this.#state.version;
  }

  /** What the rules say about an event, without applying it. */
  judge(event: LifecycleEvent): Outcome {
    return withoutDefects(event, () => transition(this.#state, event));
  }

  /** Applies an event as far as the rules allow, and tells what they said. */
  apply(event: LifecycleEvent, causedBy: string, requestId: string | null = null): Outcome {
    return withoutDefects(event, () => {
      const outcome = transition(this.#state, event);
      if (outcome.kind === 'accepted') this.#enter(outcome.state, event, { causedBy, requestId }, null);
      return outcome;
    });
  }

  /** Notes an event that was refused and that nobody waits for: it changes nothing but the audit trail. */
  noteRefusal(event: LifecycleEvent, causedBy: string, error: ErrorCode): void {
    const next = { ...this.#state, version: this.#state.version + 1 };
    this.#enter(next, event, { causedBy, requestId: null }, error);
  }

  receipt(commandId: string): CommandReceipt | undefined {
    return this.#receipts.get(commandId);
  }

  keepReceipt(
    receipt: Omit<CommandReceipt, 'organizationId' | 'version' | 'revision' | 'entitlement' | 'draft' | 'live'>,
  ) {
    const { organizationId, version, lastRevision } = this.#state;
    const kept = { ...receipt, organizationId, version, revision: lastRevision, ...statusesOf(this.#state) };
    this.#receipts.set(kept.commandId, kept);
    const oldest = this.#receipts.keys().next().value;
    if (this.#receipts.size > receiptLimit && oldest !== undefined) this.#receipts.delete(oldest);
    return kept;
  }

  nextTask(): Task | undefined {
    return this.#state.tasks[0];
  }

  /** What brought a task about, as far as this run of the workflow has seen it. */
  originOf(task: Task): Origin | undefined {
    return this.#origins.get(task);
  }

  finishTask(): void {
    this.#state = { ...this.#state, tasks: this.#state.tasks.slice(1) };
  }

  /** Resolves when the store shows at least this version. One write at a time, each taking all that has come up. */
  async saved(version: number): Promise<void> {
    while (this.#savedVersion < version) await this.#saveNext();
  }

  /** Resolves when the store shows everything, also what came up meanwhile and nobody else waits for. */
  async allSaved(): Promise<void> {
    while (!this.isSaved) await this.#saveNext();
  }

  /** What the next run of the workflow needs to go on as if nothing had happened. */
  carry(): CarriedLifecycle {
    return { state: this.#state, receipts: [...this.#receipts.values()] };
  }

  /** Puts the state before the eyes of those who look at the Temporal UI. */
  show(): void {
    show(displayOf(this.#state));
  }

  #enter(next: LifecycleState, event: LifecycleEvent, cause: AuditCause, error: ErrorCode | null): void {
    // What can throw comes first: an event is entered as a whole or not at all.
    const entry = auditEntry(this.#state, next, event, cause, error);
    const display = displayOf(next);
    this.#unsaved.push(entry);
    this.#noteOrigin(next.tasks);
    this.#state = next;
    show(display);
  }

  #noteOrigin(tasks: readonly Task[]): void {
    const origin = currentOrigin();
    if (!origin) return;
    const known = new Set(this.#state.tasks);
    for (const task of tasks) if (!known.has(task)) this.#origins.set(task, origin);
  }

  async #saveNext(): Promise<void> {
    await (this.#saving ? condition(() => !this.#saving) : this.#save());
  }

  async #save(): Promise<void> {
    const state = this.#state;
    const entries = this.#unsaved;
    this.#unsaved = [];
    this.#saving = true;
    try {
      const summary = `Save version ${state.version}: ${entries.map(eventLabel).join(', ')}`;
      const policy = await lifecycle.saveLifecycle.executeWithOptions({ summary }, [{ state, entries }]);
      // Earlier versions answered with nothing.
      if (policy) this.#limits = { ...this.#limits, ...policy };
      this.#savedVersion = state.version;
    } catch (error) {
      this.#unsaved = [...entries, ...this.#unsaved];
      throw error;
    } finally {
      this.#saving = false;
    }
  }
}

/** A rule that throws is a defect; a command is then refused, and a fact is without effect. */
function withoutDefects(event: LifecycleEvent, judge: () => Outcome): Outcome {
  try {
    return judge();
  } catch (error) {
    if (!isDefect(error)) throw error;
    log.error('A defect: a rule of the lifecycle threw', { event: event.type, error });
    return isCommand(event) ? refused('INTERNAL') : ignored;
  }
}

/** What people see of a state in the Temporal UI, and what they can search for. */
function displayOf(state: LifecycleState) {
  const statuses = statusesOf(state);
  return {
    details: currentDetails(state),
    attributes: [
      { key: entitlementKey, value: statuses.entitlement },
      { key: draftStatusKey, value: statuses.draft },
      { key: liveStatusKey, value: statuses.live },
      { key: reviewDueAtKey, value: dateOrNull(state.draft?.reviewDueAt) },
      { key: certificateExpiresAtKey, value: dateOrNull(state.live?.certificateExpiresAt) },
    ],
  };
}

function show({ details, attributes }: ReturnType<typeof displayOf>): void {
  setCurrentDetails(details);
  upsertSearchAttributes(attributes);
}

function eventLabel({ event, outcome }: AuditEntry): string {
  return outcome === 'refused' ? `${event} (refused)` : event;
}

function dateOrNull(text: string | null | undefined): Date | null {
  return text ? new Date(text) : null;
}
