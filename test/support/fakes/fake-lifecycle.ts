import type { LifecycleGateway, StartingPoint } from '../../../activities/ports/lifecycle-gateway';
import type { LifecycleReader, OrganizationFilter, ReviewFilter } from '../../../activities/ports/lifecycle-store';
import type { AuditArchive } from '../../../activities/ports/audit-archive';
import type { AuditFilter, AuditSearch, AuditSearchFilter } from '../../../activities/ports/audit-search';
import { sha256 } from '../../../adapters/crypto/audit-seal';
import { entryHash } from '../../../domain/audit-chain';
import type { PersonActor } from '../../../domain/actor';
import type { ChainedAuditEntry } from '../../../domain/audit-entry';
import { projectionOf, sortNameOf } from '../../../domain/lifecycle/projection';
import type { ListPage } from '../../../domain/list-order';
import { searchForm } from '../../../domain/search-text';

import { CatalogueError, type ErrorCode } from '../../../domain/errors';
import type { CommandEnvelope, CommandReceipt } from '../../../domain/lifecycle/command';
import { auditEntry } from '../../../domain/lifecycle/audit';
import type { Command, CommandName, LifecycleEvent } from '../../../domain/lifecycle/events';
import {
  initialState,
  statusesOf,
  type CheckSummary,
  type Draft,
  type LifecycleState,
} from '../../../domain/lifecycle/state';
import { transition } from '../../../domain/lifecycle/transition';
import { hasAll, isWithin, pageInMemory } from './page-in-memory';

const startingCommands: readonly CommandName[] = ['register', 'unlock'];

/** Lifecycles in memory: the domain's own rules behind the gateway, and their projections behind the reader. */
export class FakeLifecycle implements LifecycleGateway, LifecycleReader, AuditArchive, AuditSearch {
  readonly #states = new Map<string, LifecycleState>();
  readonly #trail: ChainedAuditEntry[] = [];
  readonly #receipts = new Map<string, CommandReceipt>();
  /** The code that a test mail would carry. */
  confirmationCode = 'GOODC0DE';
  gatewayTrouble: ErrorCode | null = null;
  readerTrouble: ErrorCode | null = null;
  readonly envelopes: CommandEnvelope[] = [];
  /** Organizations whose lifecycles do not run any more, while their projections stand. */
  readonly lost = new Set<string>();

  async execute<Name extends CommandName>(
    organizationId: string,
    name: Name,
    envelope: CommandEnvelope<Name>,
    { isKnown = false, carried }: StartingPoint = {},
  ): Promise<CommandReceipt> {
    if (this.gatewayTrouble) throw new CatalogueError(this.gatewayTrouble);
    this.envelopes.push(envelope);
    const known = this.#receipts.get(`${organizationId}/${envelope.commandId}`);
    if (known && known.fingerprint !== envelope.fingerprint) throw new CatalogueError('IDEMPOTENCY_KEY_REUSED');
    if (known) return known;
    this.#startWhereNoneRuns(organizationId, startingCommands.includes(name) && !isKnown, carried);
    const { expectedVersion } = envelope;
    if (expectedVersion !== undefined && expectedVersion !== this.#states.get(organizationId)?.version) {
      throw new CatalogueError('PRECONDITION_FAILED');
    }
    const at = new Date().toISOString();
    const command = { type: name, actor: envelope.actor, at, payload: envelope.payload } as unknown as Command;
    this.#judge(organizationId, command);
    this.#compareCode(organizationId, envelope.payload);
    const state = this.apply(organizationId, command, envelope.commandId, envelope.requestId ?? null);
    return this.#keep(state, name, envelope, at);
  }

  async state(organizationId: string): Promise<LifecycleState> {
    const state = this.#states.get(organizationId);
    if (!state) throw new CatalogueError('ORGANIZATION_UNKNOWN');
    return state;
  }

  async ping(): Promise<void> {
    if (this.gatewayTrouble) throw new CatalogueError(this.gatewayTrouble);
  }

  /** Lets an event come about that no request brings: check results, timers, delivery facts. */
  apply(
    organizationId: string,
    event: LifecycleEvent,
    causedBy = 'fact',
    requestId: string | null = null,
  ): LifecycleState {
    const before = this.#states.get(organizationId) ?? initialState(organizationId);
    const outcome = transition(before, event);
    if (outcome.kind === 'refused') throw new CatalogueError(outcome.error);
    if (outcome.kind === 'ignored') return before;
    this.#states.set(organizationId, outcome.state);
    const entry = auditEntry(before, outcome.state, event, { causedBy, requestId });
    const previousHash = this.#trail.findLast((other) => other.organizationId === organizationId)?.hash ?? null;
    this.#trail.push({ ...entry, previousHash, hash: entryHash(entry, previousHash, sha256) });
    return outcome.state;
  }

  /** The checks of the newest draft pass. */
  passChecks(
    organizationId: string,
    reportId = 'report-1',
    found: Pick<CheckSummary, 'returnPaths'> = {},
  ): LifecycleState {
    return this.#finishChecks(organizationId, { reportId, verdict: 'pass', failingStage: null, ...found });
  }

  failChecks(organizationId: string, reportId = 'report-1'): LifecycleState {
    return this.#finishChecks(organizationId, { reportId, verdict: 'fail', failingStage: 'auth' });
  }

  async find(organizationId: string): Promise<LifecycleState | null> {
    this.#checkReader();
    return this.#states.get(organizationId) ?? null;
  }

  async list(page: ListPage<'organizations'>, filter: OrganizationFilter = {}): Promise<readonly LifecycleState[]> {
    this.#checkReader();
    const { text = '', ...statuses } = filter;
    const found = [...this.#states.values()]
      .filter((state) => projectionOf(state).searchText.includes(searchForm(text)))
      .filter((state) => hasAll(statusesOf(state), statuses));
    return pageInMemory('organizations', found, page, (state, by) => ({
      value: by === 'name' ? sortNameOf(state) : state.organizationId,
      id: state.organizationId,
    }));
  }

  async reviewQueue(page: ListPage<'reviews'>, filter: ReviewFilter = {}): Promise<readonly LifecycleState[]> {
    this.#checkReader();
    const found = [...this.#states.values()].filter(
      ({ draft }) => draft?.status === 'awaiting-review' && isMeant(draft, filter),
    );
    return pageInMemory('reviews', found, page, (state, by) => {
      const values = { since: state.draft!.since, dueAt: state.draft!.reviewDueAt, name: sortNameOf(state) };
      return { value: values[by], id: state.organizationId };
    });
  }

  async auditTrail(
    organizationId: string,
    page: ListPage<'auditTrail'>,
    filter: AuditFilter = {},
  ): Promise<readonly ChainedAuditEntry[]> {
    this.#checkReader();
    const own = this.#trail.filter((entry) => entry.organizationId === organizationId && isSought(entry, filter));
    return pageInMemory('auditTrail', own, page, ({ sequence }) => ({
      value: sequence,
      id: `${organizationId}/${sequence}`,
    }));
  }

  async search(filter: AuditSearchFilter, page: ListPage<'auditSearch'>): Promise<readonly ChainedAuditEntry[]> {
    this.#checkReader();
    const { organizationId, actor, part } = filter;
    const sought = this.#trail
      .filter((entry) => isSought(entry, filter) && (organizationId ?? entry.organizationId) === entry.organizationId)
      .filter((entry) => actor === undefined || (entry.actor.kind === 'person' && names(entry.actor, actor)))
      .filter((entry) => part === undefined || (entry.actor.kind === 'system' && entry.actor.part === part));
    return pageInMemory('auditSearch', sought, page, ({ organizationId: id, sequence, at }) => ({
      value: at,
      id: `${id}/${sequence}`,
    }));
  }

  async *entries(organizationId: string | null): AsyncGenerator<ChainedAuditEntry> {
    this.#checkReader();
    for (const entry of this.#trail) if ((organizationId ?? entry.organizationId) === entry.organizationId) yield entry;
  }

  #finishChecks(
    organizationId: string,
    found: { reportId: string; verdict: 'pass' | 'fail'; failingStage: 'auth' | null },
  ): LifecycleState {
    const draft = this.#states.get(organizationId)?.draft;
    const { number = 0 } = draft?.revision ?? {};
    return this.apply(organizationId, {
      type: 'checkFinished',
      actor: { kind: 'system', part: 'check' },
      at: new Date().toISOString(),
      payload: { revision: number, run: draft?.run ?? 0, summary: { ...found, certificateExpiresAt: null } },
    });
  }

  #startWhereNoneRuns(organizationId: string, isStarting: boolean, carried: LifecycleState | undefined): void {
    const isRunning = this.#states.has(organizationId) && !this.lost.has(organizationId);
    if (isRunning) return;
    if (carried) this.#states.set(organizationId, carried);
    else if (!isStarting) throw new CatalogueError('ORGANIZATION_UNKNOWN');
    this.lost.delete(organizationId);
  }

  /** Refuses as the workflow's validators do, before anything has happened. */
  #judge(organizationId: string, command: Command): void {
    const outcome = transition(this.#states.get(organizationId) ?? initialState(organizationId), command);
    if (outcome.kind === 'refused') throw new CatalogueError(outcome.error);
  }

  #compareCode(organizationId: string, payload: object): void {
    if (!('code' in payload) || payload.code === this.confirmationCode) return;
    const revision = this.#states.get(organizationId)?.draft?.revision.number ?? 0;
    const actor = { kind: 'system', part: 'check' } as const;
    this.apply(organizationId, { type: 'wrongCodeTyped', actor, at: new Date().toISOString(), payload: { revision } });
    throw new CatalogueError('CONFIRMATION_CODE_WRONG');
  }

  #keep(state: LifecycleState, command: CommandName, envelope: CommandEnvelope, at: string): CommandReceipt {
    const { organizationId, version, lastRevision } = state;
    const { commandId, fingerprint } = envelope;
    const place = { organizationId, version, revision: lastRevision };
    const receipt = { ...statusesOf(state), ...place, commandId, command, fingerprint, at };
    this.#receipts.set(`${organizationId}/${commandId}`, receipt);
    return receipt;
  }

  #checkReader(): void {
    if (this.readerTrouble) throw new CatalogueError(this.readerTrouble);
  }
}

function isMeant(draft: Draft, { dueBefore, claim, risk, awaitsSecondApproval }: ReviewFilter): boolean {
  const holder = claim && draft.claim && draft.claim.expiresAt > claim.at ? draft.claim.by : null;
  const subject = holder?.kind === 'person' ? holder.subject : null;
  return (
    (dueBefore === undefined || (draft.reviewDueAt ?? '') < dueBefore) &&
    (claim === undefined || subject === claim.by) &&
    (risk === undefined || draft.plan?.risks.some(({ code }) => code === risk) === true) &&
    (awaitsSecondApproval !== true || draft.approvals.length > 0)
  );
}

function isSought(entry: ChainedAuditEntry, { event, outcome, requestId, since, until }: AuditFilter): boolean {
  return hasAll(entry, { event, outcome, requestId }) && isWithin(entry.at, { since, until });
}

function names({ subject, email }: PersonActor, sought: string): boolean {
  return subject === sought || email === sought;
}
