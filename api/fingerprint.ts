import { createHash } from 'node:crypto';

import { Secret } from '../domain/secret';

/**
 * Tells a repeated request from another one under the same Idempotency-Key: the hash of its content, whatever the order of
 * its fields. Secrets do not take part, so that nothing can be learnt about them from the hash.
 */
export function fingerprint(content: unknown): string {
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined && !(member instanceof Secret))
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
