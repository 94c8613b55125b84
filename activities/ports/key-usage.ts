import type { KeyState } from '../../domain/key-state';

/** A key by its id, never the key itself. */
export interface KeyUse {
  readonly keyId: string;
  readonly state: KeyState;
  /** Whether it wraps what is stored from now on. */
  readonly isActive: boolean;
  /** How many stored secrets it wraps. */
  readonly secrets: number;
}

/** Looks at which keys wrap what is stored, and whether this process has them. */
export interface KeyUsage {
  /** By key id. Throws STORE_UNAVAILABLE. */
  look(): Promise<readonly KeyUse[]>;
}
