import { hash } from 'node:crypto';

import { canonicalJson } from '../domain/canonical-json';

/**
 * Tells a repeated request from another one under the same Idempotency-Key: the hash of its content, whatever the order of
 * its fields. Secrets do not take part, so that nothing can be learnt about them from the hash.
 */
export function fingerprint(content: unknown): string {
  return hash('sha256', canonicalJson(content), 'hex');
}
