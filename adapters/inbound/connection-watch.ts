import type { Socket } from 'node:net';

interface Watched {
  readonly raw: Socket;
  /** What the client is spoken to through now: after STARTTLS another socket around the first one. */
  top: Socket;
  readonly since: number;
  readonly leave: () => void;
}

const lookEveryMs = 1_000;

/**
 * Knows every open connection from its first moment to its end, and ends those that last too long. The library takes all
 * listeners off a socket when TLS begins, so that connections are looked at instead of being listened to alone.
 */
export class ConnectionWatch {
  readonly #lifetimeMs: number;
  readonly #watched = new Set<Watched>();
  readonly #timer: NodeJS.Timeout;

  constructor(lifetimeMs: number) {
    this.#lifetimeMs = lifetimeMs;
    this.#timer = setInterval(() => this.#look(), Math.min(lookEveryMs, lifetimeMs)).unref();
  }

  /** `leave` is called once, when the connection is over. */
  add(raw: Socket, leave: () => void): void {
    const watched = { raw, top: raw, since: performance.now(), leave };
    this.#watched.add(watched);
    raw.once('close', () => this.#remove(watched));
  }

  /** Tells that a connection is spoken to through this socket from now on. */
  secured(top: Socket): void {
    const { remoteAddress, remotePort } = top;
    for (const watched of this.#watched) {
      if (watched.raw.remotePort !== remotePort || watched.raw.remoteAddress !== remoteAddress) continue;
      watched.top = top;
      top.once('close', () => this.#remove(watched));
    }
  }

  close(): void {
    clearInterval(this.#timer);
    for (const watched of this.#watched) this.#remove(watched);
  }

  #look(): void {
    for (const watched of this.#watched) {
      if (watched.top.destroyed || watched.raw.destroyed) this.#remove(watched);
      else if (performance.now() - watched.since > this.#lifetimeMs && !isShakingHands(watched)) watched.top.destroy();
    }
  }

  #remove(watched: Watched): void {
    if (this.#watched.delete(watched)) watched.leave();
  }
}

/** Node.js does not bear a socket that is destroyed beneath a TLS handshake; the library's own time-out ends that one. */
function isShakingHands({ raw, top }: Watched): boolean {
  return top === raw && raw.listenerCount('data') === 0 && raw.listenerCount('close') === 0;
}
