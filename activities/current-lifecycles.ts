import type { LifecycleState } from '../domain/lifecycle/state';
import type { LifecycleReader, LifecycleVersions } from './ports/lifecycle-store';

/** Both are null for an organization without a projection. */
interface Known {
  readonly version: number | null;
  readonly state: LifecycleState | null;
}

interface Asked {
  readonly organizationId: string;
  readonly resolve: (state: LifecycleState | null) => void;
  readonly reject: (error: unknown) => void;
}

/** How many organizations are remembered. */
const mostKnown = 5_000;

/**
 * Lifecycles as they are at this moment. Every answer rests on a read that began after the question; questions that come
 * while a read is under way share the next one, and a projection is read whole only when its version has changed.
 */
export class CurrentLifecycles {
  readonly #lifecycles: LifecycleReader & LifecycleVersions;
  readonly #known = new Map<string, Known>();
  #asked: Asked[] = [];
  #isReading = false;

  constructor(lifecycles: LifecycleReader & LifecycleVersions) {
    this.#lifecycles = lifecycles;
  }

  /** Throws STORE_UNAVAILABLE. */
  now(organizationId: string): Promise<LifecycleState | null> {
    return new Promise((resolve, reject) => {
      this.#asked.push({ organizationId, resolve, reject });
      if (this.#isReading) return;
      this.#isReading = true;
      // After everyone who asks at this very moment.
      setImmediate(() => void this.#readAll());
    });
  }

  /** As it was when somebody asked last: for plans, never for the decision to send. */
  async recent(organizationId: string): Promise<LifecycleState | null> {
    const known = this.#known.get(organizationId);
    return known === undefined ? await this.now(organizationId) : known.state;
  }

  async #readAll(): Promise<void> {
    while (this.#asked.length > 0) await this.#answer(this.#asked.splice(0));
    this.#isReading = false;
  }

  async #answer(asked: readonly Asked[]): Promise<void> {
    try {
      const organizationIds = [...new Set(asked.map(({ organizationId }) => organizationId))];
      const versions = await this.#lifecycles.versions(organizationIds);
      const reads = organizationIds.map(async (id) => [id, await this.#state(id, versions.get(id))] as const);
      const states = new Map(await Promise.all(reads));
      for (const { organizationId, resolve } of asked) resolve(states.get(organizationId) ?? null);
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }

  async #state(organizationId: string, version: number | undefined): Promise<LifecycleState | null> {
    const known = this.#known.get(organizationId);
    if (known !== undefined && known.version === (version ?? null)) return known.state;
    const state = version === undefined ? null : await this.#lifecycles.find(organizationId);
    this.#remember(organizationId, { version: state?.version ?? null, state });
    return state;
  }

  #remember(organizationId: string, known: Known): void {
    this.#known.delete(organizationId);
    this.#known.set(organizationId, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > mostKnown && oldest !== undefined) this.#known.delete(oldest);
  }
}
