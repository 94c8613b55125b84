import type { LifecycleState } from '../../domain/lifecycle/state';
import { projectionLeaseMs } from './projection-lease';

/** A projection as it was read, and its version. */
export interface ReadProjection {
  readonly version: number;
  readonly state: LifecycleState;
}

/** Reads projections; organizations without one are missing from the answer. */
export interface ProjectionSource {
  versions(organizationIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  whole(organizationIds: readonly string[]): Promise<ReadonlyMap<string, ReadProjection>>;
}

interface Known extends ReadProjection {
  /** By `performance.now()`. */
  readonly goodUntil: number;
}

interface Asked {
  readonly organizationId: string;
  readonly resolve: (state: LifecycleState | null) => void;
  readonly reject: (error: unknown) => void;
}

/** How many organizations are remembered. */
const mostKnown = 5_000;

/**
 * Projections as they are at this moment, for those who ask for each mail. An answer rests on a read that is younger than the
 * lease; questions that come while a read is under way share the next one, and a projection is read whole only when its
 * version has changed.
 */
export class LeasedProjections {
  readonly #source: ProjectionSource;
  readonly #known = new Map<string, Known>();
  #asked: Asked[] = [];
  #isReading = false;

  constructor(source: ProjectionSource) {
    this.#source = source;
  }

  async find(organizationId: string): Promise<LifecycleState | null> {
    const known = this.#known.get(organizationId);
    if (known !== undefined && performance.now() < known.goodUntil) return known.state;
    return await new Promise((resolve, reject) => {
      this.#asked.push({ organizationId, resolve, reject });
      if (this.#isReading) return;
      this.#isReading = true;
      // After everyone who asks at this very moment.
      setImmediate(() => void this.#readAll());
    });
  }

  async #readAll(): Promise<void> {
    while (this.#asked.length > 0) await this.#answer(this.#asked.splice(0));
    this.#isReading = false;
  }

  async #answer(asked: readonly Asked[]): Promise<void> {
    try {
      const states = await this.#read([...new Set(asked.map(({ organizationId }) => organizationId))]);
      for (const { organizationId, resolve } of asked) resolve(states.get(organizationId) ?? null);
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }

  async #read(organizationIds: readonly string[]): Promise<ReadonlyMap<string, LifecycleState>> {
    const goodUntil = performance.now() + projectionLeaseMs;
    const seenBefore = organizationIds.filter((id) => this.#known.has(id));
    const versions = seenBefore.length === 0 ? new Map<string, number>() : await this.#source.versions(seenBefore);
    const isSame = (id: string): boolean =>
      versions.get(id) !== undefined && versions.get(id) === this.#known.get(id)?.version;
    const others = organizationIds.filter((id) => !isSame(id));
    const read = others.length === 0 ? new Map<string, ReadProjection>() : await this.#source.whole(others);
    const states = new Map<string, LifecycleState>();
    for (const id of organizationIds) {
      const found = isSame(id) ? this.#known.get(id) : read.get(id);
      this.#remember(id, found && { version: found.version, state: found.state, goodUntil });
      if (found) states.set(id, found.state);
    }
    return states;
  }

  #remember(organizationId: string, known: Known | undefined): void {
    this.#known.delete(organizationId);
    if (known === undefined) return;
    this.#known.set(organizationId, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > mostKnown && oldest !== undefined) this.#known.delete(oldest);
  }
}
