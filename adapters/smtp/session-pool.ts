import { defaultCircuitPauses, type CircuitPauses } from '../../domain/circuit-breaker';
import { endKind, withDeadline } from './deadline';
import { ServerGate } from './server-gate';
import { SmtpDialogue } from './smtp-dialogue';
import type { SmtpSession } from './smtp-session';
import { troubleError } from './smtp-trouble-error';

export interface PoolLimits {
  /** Connections to one server under one login at the same time; one organization's lanes are fewer where its provider says so. */
  readonly connectionsPerServer: number;
  /** Mails over one connection before it is replaced. */
  readonly mailsPerConnection: number;
  /** How long an unused connection is kept, in milliseconds. */
  readonly idleMs: number;
  /** How long a mail waits for a free connection before it is deferred, in milliseconds. */
  readonly waitMs: number;
  /** How long a server that refuses us is left alone. Default a minute at first, a quarter of an hour at most. */
  readonly pauses?: CircuitPauses;
}

export const defaultPoolLimits: PoolLimits = {
  connectionsPerServer: 10,
  mailsPerConnection: 100,
  idleMs: 20_000,
  waitMs: 5 * 60_000,
};

/** Where sessions of one kind come from. Two sources with the same key are interchangeable. */
export interface SessionSource {
  readonly key: string;
  /** When somebody put the server back into use; null or missing where nobody had to. */
  readonly resumedAt?: string | null;
  open(dialogue: SmtpDialogue, signal: AbortSignal): Promise<SmtpSession>;
}

/** A session that its holder alone uses until it is released. */
export interface Lease {
  readonly session: SmtpSession;
  /** Mails sent over this session before; a session that has been idle may have been closed unnoticed. */
  readonly mails: number;
}

interface IdleSession extends Lease {
  readonly timer: NodeJS.Timeout;
}

interface Shelf {
  readonly idle: IdleSession[];
  readonly waiting: (() => void)[];
  busy: number;
}

/** How many servers are remembered that refused us. */
const mostGates = 5_000;

/** Keeps open sessions for the next mail, bounded for each server. */
export class SessionPool {
  readonly #limits: PoolLimits;
  readonly #shelves = new Map<string, Shelf>();
  readonly #gates = new Map<string, ServerGate>();
  #keeping = true;

  constructor(limits: PoolLimits) {
    this.#limits = limits;
  }

  /** The way into a server, which all sessions with it pass. */
  gate({ key, resumedAt = null }: SessionSource): ServerGate {
    const gate = this.#gates.get(key) ?? this.#newGate(key);
    gate.resumedAt(resumedAt);
    return gate;
  }

  /**
   * An open session, waiting for a free place where the limit is reached. Throws what opening throws, and NotAskedError
   * where the server has just refused somebody else.
   */
  async acquire(source: SessionSource, signal: AbortSignal, fresh = false): Promise<Lease> {
    const shelf = this.#takeFreePlace(source.key) ?? (await this.#takePlaceInTime(source.key, signal));
    const kept = fresh ? undefined : takeOpen(shelf);
    if (kept !== undefined) return kept;
    try {
      const open = async () => await source.open(new SmtpDialogue(undefined, false), signal);
      const session = await this.gate(source).pass(open, signal);
      return { session, mails: 0 };
    } catch (error) {
      this.#freePlace(source.key, shelf);
      throw error;
    }
  }

  /** Gives a session back after a mail. `reusable` says that the dialogue is between two mails. */
  release(key: string, lease: Lease, reusable: boolean): void {
    const shelf = this.#shelf(key);
    const mails = lease.mails + 1;
    const worthKeeping = this.#keeping && mails < this.#limits.mailsPerConnection;
    if (reusable && worthKeeping && lease.session.isOpen) {
      this.#keep(key, shelf, { session: lease.session, mails });
    } else {
      lease.session.close();
    }
    this.#freePlace(key, shelf);
  }

  /** Closes what is idle, and from now on every session when it is released. */
  close(): void {
    this.#keeping = false;
    for (const [key, shelf] of this.#shelves) {
      for (const { session, timer } of shelf.idle.splice(0)) {
        clearTimeout(timer);
        session.close();
      }
      this.#forgetEmpty(key, shelf);
    }
  }

  #takeFreePlace(key: string): Shelf | null {
    const shelf = this.#shelf(key);
    if (shelf.busy >= this.#limits.connectionsPerServer) return null;
    shelf.busy += 1;
    return shelf;
  }

  async #takePlaceInTime(key: string, signal: AbortSignal): Promise<Shelf> {
    return await withDeadline(this.#limits.waitMs, signal, (bounded) => this.#takePlace(key, bounded));
  }

  /** A shelf that became empty while somebody waited is forgotten, so that it is looked up anew. */
  async #takePlace(key: string, signal: AbortSignal): Promise<Shelf> {
    let taken = this.#takeFreePlace(key);
    while (taken === null) {
      await waitForPlace(this.#shelf(key), signal);
      taken = this.#takeFreePlace(key);
    }
    return taken;
  }

  #newGate(key: string): ServerGate {
    if (this.#gates.size >= mostGates) {
      for (const [known, { isForgettable }] of this.#gates) if (isForgettable) this.#gates.delete(known);
    }
    const [oldest] = this.#gates.keys();
    if (this.#gates.size >= mostGates && oldest !== undefined) this.#gates.delete(oldest);
    const gate = new ServerGate(this.#limits.pauses ?? defaultCircuitPauses);
    this.#gates.set(key, gate);
    return gate;
  }

  #keep(key: string, shelf: Shelf, lease: Lease): void {
    const timer = setTimeout(() => {
      shelf.idle.splice(shelf.idle.indexOf(idle), 1);
      lease.session.close();
      this.#forgetEmpty(key, shelf);
    }, this.#limits.idleMs);
    timer.unref();
    const idle: IdleSession = { ...lease, timer };
    shelf.idle.push(idle);
  }

  #freePlace(key: string, shelf: Shelf): void {
    shelf.busy -= 1;
    shelf.waiting.shift()?.();
    this.#forgetEmpty(key, shelf);
  }

  #shelf(key: string): Shelf {
    const shelf = this.#shelves.get(key) ?? { idle: [], waiting: [], busy: 0 };
    this.#shelves.set(key, shelf);
    return shelf;
  }

  #forgetEmpty(key: string, shelf: Shelf): void {
    if (shelf.busy === 0 && shelf.idle.length === 0 && shelf.waiting.length === 0) this.#shelves.delete(key);
  }
}

/** The session used last, because it has been idle for the shortest time. */
function takeOpen(shelf: Shelf): Lease | undefined {
  for (let idle = shelf.idle.pop(); idle !== undefined; idle = shelf.idle.pop()) {
    clearTimeout(idle.timer);
    if (idle.session.isOpen) return idle;
  }
  return undefined;
}

function waitForPlace(shelf: Shelf, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      const place = shelf.waiting.indexOf(proceed);
      if (place !== -1) shelf.waiting.splice(place, 1);
      reject(troubleError('connect', endKind(signal)));
    };
    const proceed = (): void => {
      signal.removeEventListener('abort', leave);
      resolve();
    };
    shelf.waiting.push(proceed);
    signal.addEventListener('abort', leave);
    if (signal.aborted) leave();
  });
}
