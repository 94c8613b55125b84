import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

import type { MailRoute } from '../domain/mail-message';
import type { DeliveredMail, DeliverySetting } from './deliver-mail';
import type { DeliveryActivityDeps, DeliveryRound } from './delivery-activities';
import { MailRate } from './mail-rate';
import type { DispatchRun } from './ports/outbox';
import type { RoundContext } from './round-context';
import type { SendingPace } from './sending-pace';
import type { RouteLanes } from './route-lanes';

/** A round claims no mail after this time, so that it ends long before its activity's time is up. */
const defaultRoundMs = 120_000;
/** What the workflow has to act on is reported after this time at the latest. */
const reportWithinMs = 5_000;
/** A route that waits looks up this often, and notices that the process is about to end. */
const longestWaitMs = 1_000;

/** Routes that carry no more mail in this round, and until when their servers are left alone. ISO 8601. */
export type ClosedRoutes = ReadonlyMap<MailRoute, string>;

/** Every lane listens to the end of the round, some of its steps once more: far more than this would be a leak. */
const mostListeners = 100;

export interface RoundParts extends DeliverySetting {
  readonly deps: DeliveryActivityDeps;
  readonly organizationId: string;
  readonly run: DispatchRun;
  readonly context: RoundContext;
  readonly pace: SendingPace;
  /** Whether this dispatcher is shared by organizations with little mail: what asks for more is left to a workflow. */
  readonly isShared?: boolean;
}

/** What the lanes of a round share: when it ends, and what it came to. */
export class RoundInProgress implements RoundParts {
  readonly deps: DeliveryActivityDeps;
  readonly organizationId: string;
  readonly run: DispatchRun;
  readonly context: RoundContext;
  readonly pace: SendingPace;
  readonly isShared: boolean;
  handled = 0;
  hasMore = false;
  customerTrouble: DeliveryRound['customerTrouble'] = null;
  firstSentBy: number | null = null;
  worksAgain: NonNullable<DeliveryRound['worksAgain']> | null = null;
  readonly #closed = new Map<MailRoute, string>();
  readonly #startedAt = performance.now();
  readonly #rate = new MailRate(this.#startedAt);
  #routes: readonly RouteLanes[] = [];
  #idleSince = performance.now();
  #reportBy = Infinity;
  /** When a notice is due that nobody has begun to route. */
  #noticeBy = Infinity;
  #isEnded = false;
  #isMoreLeft = false;
  #failure: { readonly error: unknown } | null = null;

  constructor({ deps, organizationId, run, context, pace, isShared = false }: RoundParts) {
    this.isShared = isShared;
    this.pace = pace;
    this.deps = deps;
    this.organizationId = organizationId;
    this.run = run;
    this.context = context;
  }

  get closed(): ClosedRoutes {
    return this.#closed;
  }

  /** Whether a shared dispatcher leaves something to do that it is not for: mail that waits, news, lasting work. */
  get isMoreLeft(): boolean {
    return this.#isMoreLeft || this.#closed.size > 0;
  }

  /** Works through all routes until the round ends. Throws what stopped a lane. */
  async work(routes: readonly RouteLanes[]): Promise<void> {
    this.#routes = routes;
    setMaxListeners(mostListeners, this.context.cancellationSignal);
    const { arrivals } = this.deps;
    const onAbort = (): void => this.tellAll(false);
    const unsubscribe = arrivals?.subscribe(this.organizationId, (hint) => {
      for (const route of routes) route.hint(hint);
      if (hint.categories === null) this.#hearOfOther();
    });
    this.context.cancellationSignal.addEventListener('abort', onAbort);
    try {
      if (!this.isShared) await this.#lookForNotices();
      await Promise.all(routes.map(async (route) => await this.#workOn(route)));
    } finally {
      unsubscribe?.();
      this.context.cancellationSignal.removeEventListener('abort', onAbort);
    }
    if (this.#failure) throw this.#failure.error;
  }

  /** True once nothing more may be started. */
  get isOver(): boolean {
    if (this.#isEnded) return true;
    const now = performance.now();
    const isTimeUp = this.handled > 0 && now >= this.#endsAt;
    const isMuch = this.isShared && this.#rate.isMuch;
    if (!isTimeUp && !isMuch && now < this.#reportsBy && !this.#isToldToStop) return false;
    this.hasMore = true;
    if (this.#routes.some(({ hasMoreToBegin }) => hasMoreToBegin)) this.#isMoreLeft = true;
    this.#end();
    return true;
  }

  /** How long a route that has nothing to do may wait for news, in milliseconds. */
  patienceMs(nextDueAt: string | null): number {
    return Math.min(this.#patienceMs(nextDueAt), longestWaitMs);
  }

  #patienceMs(nextDueAt: string | null): number {
    const now = performance.now();
    const untilDue = nextDueAt === null ? Infinity : Math.max(Date.parse(nextDueAt) - Date.now(), 0);
    const untilEnd = Math.min(this.#endsAt, this.#reportsBy) - now;
    if (this.#routes.some(({ isBusy }) => isBusy)) return Math.min(untilDue, Math.max(untilEnd, 1));
    const untilLeft = this.#idleSince + this.#lingerMs - now;
    const untilNotice = this.#noticeBy - now;
    if (Math.min(untilLeft, untilNotice) <= 0) this.#end();
    return Math.min(untilDue, Math.max(Math.min(untilLeft, untilNotice), 0));
  }

  /** A notice may be owed, or the organization may have been resumed. */
  #hearOfOther(): void {
    if (!this.isShared) return void this.#lookForNotices();
    this.#isMoreLeft = true;
    this.#end();
  }

  /**
   * A round that lingers ends when a notice is due, and one that sends soon afterwards, so that the workflow can route it.
   * What cannot be asked now is found later.
   */
  async #lookForNotices(): Promise<void> {
    const due = await this.deps.outbox.nextNoticeDueAt(this.organizationId).catch(() => null);
    if (due === null) return;
    this.#noticeBy = performance.now() + Math.max(Date.parse(due) - Date.now(), 0);
    this.tellAll(false);
  }

  /** Sleeps for so long, or until the round has to end. */
  async sleep(milliseconds: number): Promise<void> {
    const until = performance.now() + milliseconds;
    while (!this.isOver && performance.now() < until) {
      await pause(Math.min(until - performance.now(), longestWaitMs));
    }
  }

  tellAll(mayBeDue: boolean): void {
    for (const route of this.#routes) route.tell(mayBeDue);
  }

  /** A route has nothing to do any more; when all have none, the round may end. */
  routeIsIdle(): void {
    this.tellAll(false);
  }

  handledOne({ owesNotice, customerTrouble, worksAgain, firstSentBy, isSettled }: DeliveredMail): void {
    this.handled += 1;
    this.#rate.count(performance.now());
    if (!isSettled) this.#isMoreLeft = true;
    this.#idleSince = performance.now();
    this.customerTrouble ??= customerTrouble;
    this.firstSentBy ??= firstSentBy;
    this.worksAgain ??= worksAgain ?? null;
    const isNews = owesNotice || [customerTrouble, worksAgain, firstSentBy].some((news) => (news ?? null) !== null);
    if (isNews) this.#reportBy = Math.min(this.#reportBy, performance.now() + reportWithinMs);
  }

  /** The route's server is left alone for so many milliseconds. */
  close(route: MailRoute, milliseconds: number): void {
    this.#closed.set(route, new Date(Date.now() + milliseconds).toISOString());
  }

  /** Begins no more mail. */
  stop(): void {
    this.#end();
  }

  /** Another dispatcher has this organization now; what is left is its business. */
  fencedOut(): void {
    this.#end();
  }

  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#end();
  }

  get #reportsBy(): number {
    return Math.min(this.#reportBy, this.#noticeBy + reportWithinMs);
  }

  get #isToldToStop(): boolean {
    return this.context.cancellationSignal.aborted || this.deps.isStopping?.() === true;
  }

  get #endsAt(): number {
    return this.#startedAt + (this.deps.roundMs ?? defaultRoundMs);
  }

  /** Nobody lingers who has something to report. */
  get #lingerMs(): number {
    return this.#reportBy === Infinity && this.#closed.size === 0 ? (this.deps.lingerMs ?? 0) : 0;
  }

  async #workOn(route: RouteLanes): Promise<void> {
    try {
      await route.work();
    } catch (error) {
      this.fail(error);
    }
    this.routeIsIdle();
  }

  #end(): void {
    this.#isEnded = true;
    this.tellAll(false);
  }
}
