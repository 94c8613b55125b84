import type { MailRoute, OutboxCategory } from '../domain/mail-message';
import { sendingLimits } from '../domain/sending-limits';
import type { SendingPolicy } from '../domain/sending-policy';
import { deliverMail, type DeliveredMail } from './deliver-mail';
import { News } from './news';
import type { ArrivalHint, HintedMail } from './ports/mail-arrivals';
import type { SendingRoute } from './ports/mail-transport';
import type { ClaimedMail, LaneClaim } from './ports/outbox';
import type { RoundInProgress } from './round-in-progress';
import { categoriesOn, sendingWay } from './sending-way';

/** How long a server rests at least that could not be reached, or asked for less. */
const usualRestMs = 30_000;
/** How many mails a lane gets at a time, and how few are left when all lanes are filled up. */
const depth = { fill: 12, low: 2 } as const;
/**
 * From one claim to the next, at least, and twice as long as the last one took, so that mail that comes meanwhile shares one; but
 * never so long that lanes stand idle.
 */
const claimEvery = { leastMs: 12, mostMs: 50 } as const;
/**
 * A route that nobody tells anything looks for itself this often, where hints do not come through and where they do:
 * thousands of organizations may be waiting for mail.
 */
const lookAnyway = { deafMs: 5_000, hearingMs: 20_000 } as const;
/** Beyond so many mails that were told of, looking for them costs less than remembering them. */
const mostHinted = 1_000;

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
  /** Grows by one with each mail that the server took: a server that is slow or refuses meets few connections. */
  #openLanes = 1;
  /** Whether the last claim left nothing that is due. */
  #isDry = false;
  #isMoreDue = false;
  #nextDueAt: string | null = null;
  #isClosed = false;
  #isClaiming = false;
  #claimedAt = -Infinity;
  #lookedAt = -Infinity;
  #claimEveryMs: number = claimEvery.leastMs;
  /** Mail that is known to be due, while there is no other. */
  #hinted: HintedMail[] = [];
  /** Those of the last claim; null before the first. */
  #categories: readonly OutboxCategory[] | null = null;

  /** With `hinted`, the route begins with this mail, and without a look for any other. */
  constructor(
    round: RoundInProgress,
    route: MailRoute,
    { lanes, firstNumber, hinted }: { lanes: number; firstNumber: number; hinted?: readonly HintedMail[] },
  ) {
    this.#round = round;
    this.route = route;
    this.#lanes = Array.from({ length: lanes }, (_, index) => ({
      number: firstNumber + index,
      queue: [],
      isBusy: false,
    }));
    if (hinted === undefined) return;
    this.#hinted = [...hinted];
    this.#isDry = true;
    this.#lookedAt = performance.now();
  }

  /** Whether a mail is on its way, or may be due without having been looked for. */
  get isBusy(): boolean {
    const isLooking = !this.#isClosed && (!this.#isDry || this.#isClaiming || this.#hinted.length > 0);
    return isLooking || this.#lanes.some(({ isBusy }) => isBusy);
  }

  /** Whether there is mail, or may be, that no lane has begun. */
  get hasMoreToBegin(): boolean {
    const mayBeMore = !this.#isDry || this.#isClaiming || this.#hinted.length > 0;
    return !this.#isClosed && (mayBeMore || this.#lanes.some(({ queue }) => queue.length > 0));
  }

  /** Something has changed; `mayBeDue` says that there may be mail now where there was none. */
  tell(mayBeDue: boolean): void {
    if (mayBeDue) this.#isDry = false;
    this.#news.tell();
  }

  /** Mail has come. A route that looks for mail anyway finds what it was told of, too. */
  hint({ categories, mails }: ArrivalHint): void {
    if (mails === null) {
      if (categories === null || [...categories].some((category) => this.#mayCarry(category))) this.tell(true);
      return;
    }
    const mine = mails.filter(({ category }) => this.#mayCarry(category));
    if (mine.length === 0) return;
    if (this.#hinted.length + mine.length > mostHinted) return this.tell(true);
    this.#hinted.push(...mine);
    this.#news.tell();
  }

  /** Whether mail of this category may leave by this route, as far as it has looked. */
  #mayCarry(category: OutboxCategory): boolean {
    return this.#categories?.includes(category) ?? true;
  }

  /** Works until the round ends, or the route is of no use any more. */
  async work(): Promise<void> {
    await this.#closeWhileResting();
    try {
      while (!this.#round.isOver && !this.#isClosed) await this.#turn();
    } finally {
      await Promise.all(this.#running);
      for (const lane of this.#lanes) this.#giveBack(lane, lane.queue.splice(0));
    }
  }

  /** A server that has refused us is asked again when its rest is over, and with one mail. */
  async #closeWhileResting(): Promise<void> {
    const state = await this.#round.deps.lifecycles.find(this.#round.organizationId);
    const [category] = categoriesOn(state, this.route);
    const way = category === undefined ? null : sendingWay(state, category);
    const restMs = way === null ? 0 : this.#round.deps.transport.restMs(way);
    if (restMs > 0) this.#close(restMs);
  }

  #close(restMs: number): void {
    this.#isClosed = true;
    this.#round.close(this.route, restMs);
    this.#news.tell();
  }

  async #turn(): Promise<void> {
    const open = this.#lanes.slice(0, this.#openLanes);
    const isHungry = open.some(({ queue }) => queue.length <= depth.low);
    const mayClaim = isHungry && (!this.#isDry || this.#mayClaimHinted);
    const restMs = mayClaim ? this.#claimedAt + this.#claimEveryMs - performance.now() : 0;
    // All are filled up together, so that they share one claim.
    if (restMs > 0) await this.#news.wait(restMs);
    else if (mayClaim) await this.#claimFor(open.filter(({ queue }) => queue.length <= depth.fill / 2));
    else if (!(await this.#news.wait(this.#round.patienceMs(this.#nextDueAt))) && this.#isLookDue) this.#isDry = false;
  }

  /** As long as one lane tries the server, the others' mail stays where it is. */
  get #mayClaimHinted(): boolean {
    return this.#hinted.length > 0 && (this.#openLanes > 1 || this.#lanes[0]?.isBusy === false);
  }

  /** Whether there may be mail although nobody told: it has become due, or a hint was lost. */
  get #isLookDue(): boolean {
    const now = performance.now();
    const hasBecomeDue = this.#nextDueAt !== null && Date.parse(this.#nextDueAt) <= Date.now();
    const isHearing = this.#round.deps.arrivals?.isHearing === true;
    const lookAnywayMs = isHearing ? lookAnyway.hearingMs : lookAnyway.deafMs;
    return hasBecomeDue || now - this.#lookedAt >= lookAnywayMs;
  }

  async #claimFor(hungry: readonly Lane[]): Promise<void> {
    const hinted = this.#isDry ? this.#hinted.splice(0) : null;
    // Mail that comes while this looks for it must not be overlooked.
    this.#isDry = true;
    if (hinted === null) this.#hinted = [];
    this.#isClaiming = true;
    this.#claimedAt = performance.now();
    try {
      await (hinted === null ? this.#claimDue(hungry) : this.#claimHinted(hungry, hinted));
    } finally {
      this.#isClaiming = false;
      const tookMs = performance.now() - this.#claimedAt;
      this.#claimEveryMs = Math.min(Math.max(claimEvery.leastMs, tookMs * 2), claimEvery.mostMs);
    }
    if (!this.isBusy) this.#round.routeIsIdle();
  }

  async #claimDue(hungry: readonly Lane[]): Promise<void> {
    this.#lookedAt = performance.now();
    const claim = await this.#claimOf(hungry);
    const claimed = await this.#round.run.claim(claim);
    if (claimed === null) return this.#round.fencedOut();
    this.#noteDue(claimed.nextDueAt ?? null, claim.now);
    for (const lane of hungry) this.#feed(lane, claimed.mails.get(lane.number) ?? []);
  }

  /** Claims mail that was told of, as much of it as the lanes have room for. */
  async #claimHinted(hungry: readonly Lane[], mails: readonly HintedMail[]): Promise<void> {
    const claim = await this.#claimOf(hungry);
    const mine = mails.filter(({ category }) => claim.categories.includes(category));
    // The route has changed meanwhile: who may carry the others finds them by looking.
    if (mine.length < mails.length) this.#round.tellAll(true);
    const room = claim.lanes.length * claim.mailsPerLane;
    this.#hinted.unshift(...mine.slice(room));
    const hinted = mine.slice(0, room).map(({ mailId }) => mailId);
    if (hinted.length === 0) return;
    const claimed = await this.#round.run.claim({ ...claim, hinted });
    if (claimed === null) return this.#round.fencedOut();
    // Some of it was left, for want of memory.
    if (claimed.nextDueAt !== undefined) this.#noteDue(claimed.nextDueAt, claim.now);
    for (const lane of hungry) this.#feed(lane, claimed.mails.get(lane.number) ?? []);
  }

  #noteDue(nextDueAt: string | null, now: string): void {
    this.#nextDueAt = nextDueAt;
    this.#isMoreDue = nextDueAt !== null && nextDueAt <= now;
    if (this.#isMoreDue && this.#openLanes > 1) this.#isDry = false;
  }

  async #claimOf(hungry: readonly Lane[]): Promise<LaneClaim> {
    const { organizationId, deps } = this.#round;
    const categories = categoriesOn(await deps.lifecycles.find(organizationId), this.route);
    this.#categories = categories;
    const lanes = hungry.map(({ number }) => number);
    const mailsPerLane = this.#openLanes > 1 ? depth.fill : 1;
    return { route: this.route, categories, lanes, mailsPerLane, now: new Date().toISOString() };
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
        if (this.#hinted.length > 0) this.#news.tell();
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
    const { organizationId, deps } = this.#round;
    const state = await deps.lifecycles.find(organizationId);
    const way = sendingWay(state, claimed.mail.category);
    // Nothing of it has been started, nor of those behind it: all of them go back.
    if (way?.route !== this.route) return this.#returnAll(lane, claimed);
    if (!(await this.#isItsTurn(way, state?.sendingPolicy))) return this.#returnAll(lane, claimed);
    const delivered = await deliverMail(this.#round, { lane: lane.number, claimed, way, state });
    this.#round.handledOne(delivered);
    this.#learn(delivered, way);
  }

  /** Waits for the next place in the server's minute; false when the round ends before. */
  async #isItsTurn(way: SendingRoute, policy: SendingPolicy | undefined): Promise<boolean> {
    if (way.route === 'platform') return true;
    const { settings, credential } = way.server;
    const { mailsPerMinute } = sendingLimits(settings.host, policy);
    if (mailsPerMinute === null) return !this.#round.isOver;
    const waitMs = this.#round.pace.reserve(JSON.stringify([settings.host, settings.user, credential]), mailsPerMinute);
    if (waitMs > 0) await this.#round.sleep(waitMs);
    return !this.#round.isOver;
  }

  #learn({ isRecorded, isRouteUsable, isWithdrawn, retryAt }: DeliveredMail, way: SendingRoute): void {
    if (!isRecorded) return this.#round.fencedOut();
    // Nobody tells of a mail that becomes due again.
    if (retryAt !== null && retryAt < (this.#nextDueAt ?? '~')) this.#nextDueAt = retryAt;
    if (!isRouteUsable) {
      const { transport, restMs = usualRestMs } = this.#round.deps;
      this.#close(Math.max(transport.restMs(way), restMs));
    } else if (isWithdrawn) {
      this.#round.tellAll(true);
    } else if (this.#openLanes < this.#lanes.length) {
      this.#openLanes += 1;
      if (this.#isMoreDue) this.tell(true);
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
