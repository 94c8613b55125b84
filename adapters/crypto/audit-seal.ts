import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

import type { AuditHead } from '../../domain/audit-chain';
import type { KeyRing } from './key-ring';

/** SHA-256 of a text in hexadecimal digits, for the chain of an audit trail. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** What a head is sealed with: the id of the key, and an HMAC-SHA256 in base64. */
export interface HeadSeal {
  readonly keyId: string;
  readonly seal: string;
}

/**
 * Seals the heads of audit trails. Whoever can write to the database can compute hashes, but cannot seal a head: a trail
 * that was written anew as a whole is betrayed by the seal.
 */
export class AuditSeal {
  readonly #keys: KeyRing;

  constructor(keys: KeyRing) {
    this.#keys = keys;
  }

  seal(head: AuditHead): HeadSeal {
    const { id, key } = this.#keys.active;
    return { keyId: id, seal: mac(key, head).toString('base64') };
  }

  /** Whether the head was sealed with one of our keys, and not changed since. */
  isGenuine(head: AuditHead, { keyId, seal }: HeadSeal): boolean {
    const named = this.#keys.find(keyId);
    if (!named) return false;
    const given = Buffer.from(seal, 'base64');
    const expected = mac(named.key, head);
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
}

function mac(key: Uint8Array, { organizationId, sequence, hash }: AuditHead): Buffer {
  return createHmac('sha256', key)
    .update(JSON.stringify(['audit-head', organizationId, sequence, hash]))
    .digest();
}
