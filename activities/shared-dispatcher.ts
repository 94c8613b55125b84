import { setTimeout as pause } from 'node:timers/promises';

import type { LifecycleState } from '../domain/lifecycle/state';
import type { MailRoute } from '../domain/mail-message';
import type { SendingNews } from '../domain/sending-news';
import type { DeliveryActivityDeps } from './delivery-activities';
import { muchMail } from './mail-rate';
import type { ArrivalHint, HintedMail, MailArrivals } from './ports/mail-arrivals';
import type { DispatchRun } from './ports/outbox';
import type { RoundContext } from './round-context';
import { RoundInProgress } from './round-in-progress';
import { RouteLanes } from './route-lanes';
import type { SendingPace } from './sending-pace';
import { categoriesOn, connectionsOf } from './sending-way';

export interface SharedDispatcherDeps extends DeliveryActivityDeps {
  readonly arrivals: MailArrivals;
  readonly pace: SendingPace;
  readonly log: RoundContext['log'];
}

/** An organization whose mail has no end for so long gets a dispatcher of its own: that one also looks for what was not told of. */
const usualRoundMs = 20_000;
/** From one mail to the next it stays in hand: taking it again costs more than keeping it. */
const lingerMs = 2_000;
const mostOrganizations = 1_000;
/** The platform's own relay is asked for one connection at most by each of so many organizations. */
const platformLanes = 1;

/**
 * Sends what comes for organizations that have no dispatcher awake, straight away and without a workflow: a worker takes many of
 * them in hand in one write. Whoever has more than a few mails, or any trouble, is left to a workflow of its own, which is woken
 * for it; what this overlooks is found by the API's alarm and the sweep.
 */
export class SharedDispatcher {
  readonly #deps: SharedDispatcherDeps;
  /** What came meanwhile for the organizations in hand. */
  readonly #inHand = new Map<string, ArrivalHint[]>();
  readonly #running = new Set<Promise<void>>();
  readonly #rounds = new Set<{ readonly round: RoundInProgress; readonly end: AbortController }>();
  #unsubscribe: (() => void) | null = null;
  #isClosed = false;

  constructor(deps: SharedDispatcherDeps) {
    this.#deps = { ...deps, roundMs: deps.roundMs ?? usualRoundMs, lingerMs };
  }

  /** Begins to listen for mail. */
  listen(): void {
    this.#unsubscribe ??= this.#deps.arrivals.subscribeToRest((organizationId, hint) =>
      this.#hear(organizationId, hint),
    );
  }

  /** Begins nothing more; resolves when what is on its way has come to an end, which it is made to after so many milliseconds. */
  async close(patienceMs: number): Promise<void> {
    this.#isClosed = true;
    this.#unsubscribe?.();
    for (const { round } of this.#rounds) round.stop();
    const over = Promise.all(this.#running);
    await Promise.race([over, pause(patienceMs, undefined, { ref: false })]);
    for (const { end } of this.#rounds) end.abort();
    await over;
  }

  /** What is not about new mail (a resume, a notice) has its own way to a workflow. */
  #hear(organizationId: string, hint: ArrivalHint): void {
    if (hint.categories === null || this.#deps.isStopping?.() === true) return;
    const come = this.#inHand.get(organizationId);
    if (come !== undefined) return void come.push(hint);
    this.#inHand.set(organizationId, []);
    const running = this.#serve(organizationId, hint.mails)
      .catch((error: unknown) => {
        this.#deps.log.warn('A shared dispatcher could not send the mail of an organization', {
          organizationId,
          error,
        });
      })
      .finally(() => {
        this.#running.delete(running);
        this.#hearAgain(organizationId);
      });
    this.#running.add(running);
  }

  #hearAgain(organizationId: string): void {
    const [first, ...others] = this.#inHand.get(organizationId) ?? [];
    this.#inHand.delete(organizationId);
    if (first !== undefined && !this.#isClosed) this.#hear(organizationId, others.reduce(bothOf, first));
  }

  async #serve(organizationId: string, mails: readonly HintedMail[] | null): Promise<void> {
    const { lifecycles, dispatcher, outbox } = this.#deps;
    const isMuch = mails === null || mails.length > muchMail.mails || this.#inHand.size > mostOrganizations;
    const state = isMuch ? null : await lifecycles.find(organizationId);
    if (isMuch || !isOrdinary(state, mails)) return await dispatcher.wake(organizationId);
    await this.#send({ organizationId, run: outbox.whenFree(organizationId), state, mails });
  }

  async #send(order: Order): Promise<void> {
    const { organizationId, run } = order;
    const end = new AbortController();
    const context = { cancellationSignal: end.signal, log: this.#deps.log };
    const { pace } = this.#deps;
    const round = new RoundInProgress({ deps: this.#deps, organizationId, pace, run, context, isShared: true });
    const inProgress = { round, end };
    this.#rounds.add(inProgress);
    try {
      await round.work(routesOf(round, order));
    } finally {
      this.#rounds.delete(inProgress);
      await run.close();
    }
    if (round.isMoreLeft) await this.#deps.dispatcher.wake(organizationId, newsOf(round));
  }
}

interface Order {
  readonly organizationId: string;
  readonly run: DispatchRun;
  readonly state: LifecycleState | null;
  readonly mails: readonly HintedMail[];
}

/** All of the mail can leave now, and nothing but its going out will be worth telling. */
function isOrdinary(state: LifecycleState | null, mails: readonly HintedMail[]): boolean {
  const live = state?.live ?? null;
  const isAwaited = live !== null && (live.firstMailAt === null || (live.sendingTrouble ?? null) !== null);
  const sent = [...categoriesOn(state, 'customer'), ...categoriesOn(state, 'platform')];
  return !isAwaited && mails.every(({ category }) => sent.includes(category));
}

function routesOf(round: RoundInProgress, { state, mails }: Order): RouteLanes[] {
  const hintedOf = (route: MailRoute): HintedMail[] => {
    const carried = categoriesOn(state, route);
    return mails.filter(({ category }) => carried.includes(category));
  };
  const connections = connectionsOf(state);
  return [
    new RouteLanes(round, 'customer', { lanes: connections, firstNumber: 0, hinted: hintedOf('customer') }),
    new RouteLanes(round, 'platform', { lanes: platformLanes, firstNumber: connections, hinted: hintedOf('platform') }),
  ];
}

function bothOf(one: ArrivalHint, other: ArrivalHint): ArrivalHint {
  const categories = new Set([...(one.categories ?? []), ...(other.categories ?? [])]);
  return { categories, mails: one.mails && other.mails && [...one.mails, ...other.mails] };
}

function newsOf({ customerTrouble, worksAgain, firstSentBy }: RoundInProgress): SendingNews | undefined {
  const isAny = [customerTrouble, worksAgain, firstSentBy].some((each) => each !== null);
  return isAny ? { customerTrouble, worksAgain, firstSentBy } : undefined;
}
