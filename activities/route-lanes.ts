import type { MailRoute } from '../domain/mail-message';
import { deliverMail, type DeliveredMail } from './deliver-mail';
import { News } from './news';
import type { ClaimedMail } from './ports/outbox';
import type { RoundInProgress } from './round-in-progress';
import { categoriesOn, sendingWay } from './sending-way';

/** How many mails a lane has in hand at most, and how few make it ask for more. */
const depth = { full: 8, low: 3 } as const;

interface Lane {
  readonly number: number;
  queue: ClaimedMail[];
  isBusy: boolean;
}

/**
 * All of a round's mail over one route: some lanes, each sending one mail after the other, fed from shared claims. Until
 * the route has carried its first mail there is one lane, so that a server that cannot be reached costs one mail.
 */
export class RouteLanes {
  readonly route: MailRoute;
  readonly #round: RoundInProgress;
  readonly #lanes: readonly Lane[];
  readonly #news = new News();
  readonly #running = new Set<Promise<void>>();
  #isProven = false;
  /** Whether the last claim left nothing that is due. */
  #isDry = false;
  #nextDueAt: string | null = null;
  #isClosed = false;
  #isClaiming = false;

  constructor(round: RoundInProgress, route: MailRoute, lanes: number, firstNumber: number) {
    this.#round = round;
    this.route = route;
    this.#lanes = Array.from({ length: lanes }, (_, index) => ({
      number: firstNumber + index,
      queue: [],
      isBusy: false,
    }));
  }

  /** Whether a mail is on its way, or may be due without having been looked for. */
  get isBusy(): boolean {
    const isLooking = !this.#isClosed && (!this.#isDry || this.#isClaiming);
    return isLooking || this.#lanes.some(({ isBusy }) => isBusy);
  }

  /** Something has changed; `mayBeDue` says that there may be mail now where there was none. */
  tell(mayBeDue: boolean): void {
    if (mayBeDue) this.#isDry = false;
    this.#news.tell();
  }

  /** Works until the round ends, or the route is of no use any more. */
  async work(): Promise<void> {
    try {
      while (!this.#round.isOver && !this.#isClosed) await this.#turn();
    } finally {
      await Promise.all(this.#running);
      for (const lane of this.#lanes) this.#giveBack(lane, lane.queue.splice(0));
    }
  }

  async #turn(): Promise<void> {
    const hungry = this.#lanes
      .slice(0, this.#isProven ? undefined : 1)
      .filter(({ queue }) => queue.length <= depth.low);
    if (!this.#isDry && hungry.length > 0) await this.#claimFor(hungry);
    else if (!(await this.#news.wait(this.#round.patienceMs(this.#nextDueAt)))) this.#isDry = false;
  }

  async #claimFor(hungry: readonly Lane[]): Promise<void> {
    // Mail that comes while this looks for it must not be overlooked.
    this.#isDry = true;
    this.#isClaiming = true;
    try {
      await this.#claim(hungry);
    } finally {
      this.#isClaiming = false;
    }
    if (!this.isBusy) this.#round.routeIsIdle();
  }

  async #claim(hungry: readonly Lane[]): Promise<void> {
    const { run, organizationId, lifecycles } = this.#round;
    const categories = categoriesOn(await lifecycles.now(organizationId), this.route);
    const lanes = hungry.map(({ number }) => number);
    const mailsPerLane = this.#isProven ? depth.full - depth.low : 1;
    const now = new Date().toISOString();
    const claimed = await run.claim({ route: this.route, categories, lanes, mailsPerLane, now });
    if (claimed === null) return this.#round.fencedOut();
    this.#nextDueAt = claimed.nextDueAt;
    if (claimed.nextDueAt !== null && claimed.nextDueAt <= now && this.#isProven) this.#isDry = false;
    for (const lane of hungry) this.#feed(lane, claimed.mails.get(lane.number) ?? []);
  }

  #feed(lane: Lane, mails: readonly ClaimedMail[]): void {
    lane.queue.push(...mails);
    if (lane.isBusy || lane.queue.length === 0) return;
    lane.isBusy = true;
    const running = this.#run(lane)
      .catch((error: unknown) => this.#round.fail(error))
      .finally(() => {
        lane.isBusy = false;
        this.#running.delete(running);
        if (!this.isBusy) this.#round.routeIsIdle();
      });
    this.#running.add(running);
  }

  async #run(lane: Lane): Promise<void> {
    while (!this.#round.isOver && !this.#isClosed) {
      const claimed = lane.queue.shift();
      if (claimed === undefined) return;
      if (lane.queue.length <= depth.low) this.#news.tell();
      await this.#deliver(lane, claimed);
    }
  }

  async #deliver(lane: Lane, claimed: ClaimedMail): Promise<void> {
    const { organizationId, lifecycles } = this.#round;
    const state = await lifecycles.recent(organizationId);
    const way = sendingWay(state, claimed.mail.category);
    // Nothing of it has been started, nor of those behind it: all of them go back.
    if (way?.route !== this.route) return this.#returnAll(lane, claimed);
    const delivered = await deliverMail(this.#round, { lane: lane.number, claimed, way, state });
    this.#round.handledOne(delivered);
    this.#learn(delivered);
  }

  #learn({ isRecorded, isRouteUsable, customerTrouble, isWithdrawn }: DeliveredMail): void {
    if (!isRecorded) return this.#round.fencedOut();
    if (!isRouteUsable) {
      this.#isClosed = true;
      this.#round.close(this.route, customerTrouble ? 'troubled' : 'resting');
      this.#news.tell();
    } else if (isWithdrawn) {
      this.#round.tellAll(true);
    } else if (!this.#isProven) {
      this.#isProven = true;
      this.tell(true);
    }
  }

  #returnAll(lane: Lane, claimed: ClaimedMail): void {
    this.#giveBack(lane, [claimed, ...lane.queue.splice(0)]);
    this.#round.tellAll(true);
  }

  #giveBack(lane: Lane, mails: readonly ClaimedMail[]): void {
    if (mails.length > 0) this.#round.run.giveBack(lane.number, mails);
  }
}
