import { Gauge, type Registry } from 'prom-client';

import type { KeyUsage, KeyUse } from '../../activities/ports/key-usage';
import { keyStates, type KeyState } from '../../domain/key-state';
import type { Logger } from '../logging/logger';
import { vaultKeyPrefix } from '../vault/transit-keys';

const lookEveryMs = 5 * 60_000;

/** What keeps secrets closed here, and what to do about it. */
const troubles: Readonly<Partial<Record<KeyState, string>>> = {
  missing:
    'A key that wraps stored secrets is not configured in this process, which cannot open them: add it to CREDENTIAL_KEYS',
  away:
    'The key service does not unwrap what this key wraps at the moment: it is away, or its policy does not let this process ' +
    'use the key',
  refused:
    'A configured key does not open what is wrapped under its id: another process has another key of the same id, or Vault ' +
    'holds its version no longer',
};

const vaultMissing =
  'Stored secrets are wrapped by a key in Vault, which is not configured in this process: it cannot open them; set ' +
  'VAULT_ADDRESS and what belongs to it as in the other processes';

/**
 * Keeps an eye on the keys of stored secrets, so that a process whose keys differ from those of the others is seen before
 * somebody's mail waits for it: in the log, in the metrics, and for whoever asks. Names keys by id alone.
 */
export class KeyWatch {
  readonly #usage: KeyUsage;
  readonly #logger: Logger;
  readonly #secrets: Gauge<'key_id' | 'state'>;
  readonly #active: Gauge<'key_id'>;
  #seen: readonly KeyUse[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(usage: KeyUsage, registry: Registry, logger: Logger) {
    this.#usage = usage;
    this.#logger = logger;
    const registers = [registry];
    this.#secrets = new Gauge({
      name: 'stored_secret_keys',
      help: `Stored secrets by the key that wraps them, and what this process can do with it: ${keyStates.join(', ')}`,
      labelNames: ['key_id', 'state'],
      registers,
    });
    this.#active = new Gauge({
      name: 'stored_secret_active_key',
      help: 'The key that wraps what this process stores',
      labelNames: ['key_id'],
      registers,
    });
  }

  /** What was seen last, by key id; nothing before the first look. */
  get seen(): readonly KeyUse[] {
    return this.#seen;
  }

  /** Looks now and from time to time, until it is closed. */
  start(): void {
    void this.look();
    this.#timer = setInterval(() => void this.look(), lookEveryMs);
    this.#timer.unref();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Never rejects: while the store is away, what was seen last stands. */
  async look(): Promise<void> {
    const uses = await this.#usage.look().catch(() => null);
    if (uses === null) return;
    this.#measure(uses);
    for (const use of uses) this.#tell(use);
    this.#seen = uses;
  }

  #measure(uses: readonly KeyUse[]): void {
    this.#secrets.reset();
    this.#active.reset();
    for (const { keyId, state, isActive, secrets } of uses) {
      this.#secrets.set({ key_id: keyId, state }, secrets);
      if (isActive) this.#active.set({ key_id: keyId }, 1);
    }
  }

  /** Once for each change. */
  #tell({ keyId, state, isActive, secrets }: KeyUse): void {
    const before = this.#seen.find((use) => use.keyId === keyId);
    if (before?.state === state) return;
    const trouble = troubleOf(keyId, state);
    if (trouble === undefined) this.#logger.info({ keyId, state, isActive }, 'A key of stored secrets');
    // What may pass by itself wakes nobody.
    else this.#logger[state === 'away' ? 'warn' : 'error']({ keyId, state, isActive, secrets }, trouble);
  }
}

function troubleOf(keyId: string, state: KeyState): string | undefined {
  return state === 'missing' && keyId.startsWith(vaultKeyPrefix) ? vaultMissing : troubles[state];
}
