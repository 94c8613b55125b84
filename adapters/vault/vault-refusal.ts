import { z } from 'zod';

import { CatalogueError } from '../../domain/errors';

const refusal = z.object({ errors: z.array(z.string()) });
const longestText = 300;

/** Vault understood, and said no. Its words are about paths and policies, never about content. */
export class VaultRefusal extends Error {
  readonly status: number;

  constructor(status: number, path: string, body: string) {
    super(`Vault answered ${status} to ${path}: ${wordsOf(body)}`.slice(0, longestText));
    this.name = 'VaultRefusal';
    this.status = status;
  }
}

/** Sealed, on standby or overloaded is as good as away; what Vault decided about a request stays what it is. */
export function vaultFailure(error: unknown): Error {
  const isDecided = error instanceof VaultRefusal && error.status < 500 && error.status !== 429;
  return isDecided ? error : keysUnavailable(error);
}

/** The one error for a key service that cannot be used at the moment; the cause is for our own log. */
export function keysUnavailable(cause: unknown): CatalogueError {
  return cause instanceof CatalogueError ? cause : new CatalogueError('KEYS_UNAVAILABLE', undefined, { cause });
}

function wordsOf(body: string): string {
  try {
    return refusal.parse(JSON.parse(body)).errors.join('; ') || 'no reason given';
  } catch {
    return 'no reason given';
  }
}
