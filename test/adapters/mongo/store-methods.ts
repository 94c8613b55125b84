import { readdirSync } from 'node:fs';
import { join } from 'node:path';

interface StoreClass {
  readonly name: string;
  readonly prototype: object;
}

const directory = join(__dirname, '..', '..', '..', 'adapters', 'mongo');
/** The way to the database, and a capped collection that is read at its end: neither of them has a plan. */
const noStores = new Set(['MongoConnection', 'MongoDoorbell']);

/** The methods of every store, as `Class.method`, and which of them have been called while that was asked for. */
export class StoreMethods {
  readonly all = new Set<string>();
  readonly called = new Set<string>();
  #isWatching = false;

  /** Finds the stores by themselves, so that a new one is among them. */
  static async watch(): Promise<StoreMethods> {
    const methods = new StoreMethods();
    for (const file of readdirSync(directory)) {
      const exported = (await import(join(directory, file))) as Record<string, unknown>;
      for (const each of Object.values(exported)) if (isStore(each)) methods.#watch(each);
    }
    return methods;
  }

  /** What is called until the work has ended counts. */
  async during(work: () => Promise<unknown>): Promise<void> {
    this.#isWatching = true;
    try {
      await work();
    } finally {
      this.#isWatching = false;
    }
  }

  #watch({ name: store, prototype }: StoreClass): void {
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      const method: unknown = descriptor.value;
      if (name === 'constructor' || typeof method !== 'function') continue;
      const label = `${store}.${name}`;
      this.all.add(label);
      const note = (): void => void (this.#isWatching && this.called.add(label));
      const watched = function (this: unknown, ...given: unknown[]): unknown {
        note();
        return Reflect.apply(method, this, given);
      };
      Object.defineProperty(prototype, name, { ...descriptor, value: watched });
    }
  }
}

function isStore(exported: unknown): exported is StoreClass {
  return typeof exported === 'function' && exported.name.startsWith('Mongo') && !noStores.has(exported.name);
}
