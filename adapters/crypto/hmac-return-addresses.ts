import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

import type { ReturnAddresses, ReturnSubject } from '../../activities/ports/return-addresses';
import {
  readReturnAddress,
  writeReturnAddress,
  type AddressReading,
  type AddressSeal,
  type ReturnDomains,
} from '../../domain/inbound/return-address';
import { dayOf, referenceFrom, tagFrom, type ReturnToken } from '../../domain/inbound/return-token';
import { KeyRing, type NamedKey } from './key-ring';

export interface ReturnAddressOptions {
  /** The first key signs, all of them verify. */
  readonly keys: readonly NamedKey[];
  readonly domains: ReturnDomains;
  /** Whole days for which an address is valid after the day on which it was made. */
  readonly validDays: number;
}

/** Signs and reads return addresses with HMAC-SHA256 under exchangeable keys. */
export class HmacReturnAddresses implements ReturnAddresses {
  readonly #options: ReturnAddressOptions;
  readonly #seal: AddressSeal;

  /** Throws a RangeError for keys that make no ring. */
  constructor(options: ReturnAddressOptions) {
    this.#options = options;
    this.#seal = sealOf(options.keys);
  }

  addressFor(subject: ReturnSubject, now: Date): string {
    const { domains, validDays } = this.#options;
    const token: ReturnToken = {
      kind: subject.kind,
      reference: this.referenceOf(subject),
      position: subject.kind === 'bounce' ? subject.position : null,
      organizationTag: organizationTagOf(subject.organizationId),
      lastDay: dayOf(now) + validDays,
    };
    return writeReturnAddress(token, this.#seal, domains);
  }

  referenceOf(subject: ReturnSubject): string {
    if (subject.kind === 'bounce') return subject.mailId;
    return referenceFrom(digest(['test-mail', subject.organizationId, subject.revision, subject.run]));
  }

  read(address: string, now: Date): AddressReading {
    return readReturnAddress(address, this.#seal, this.#options.domains, now);
  }

  belongsTo(token: ReturnToken, organizationId: string): boolean {
    return isMadeFor(token, organizationId);
  }
}

/** Whether a token was made for this organization; needs no key, because its MAC was verified when the mail came. */
export function isMadeFor(token: ReturnToken, organizationId: string): boolean {
  return token.organizationTag === organizationTagOf(organizationId);
}

function organizationTagOf(organizationId: string): string {
  return tagFrom(digest(['organization', organizationId]));
}

function digest(subject: readonly (string | number)[]): Uint8Array {
  return createHash('sha256').update(JSON.stringify(subject)).digest();
}

function sealOf(keys: readonly NamedKey[]): AddressSeal {
  const { active } = new KeyRing(keys);
  return {
    activeKeyTag: keyTag(active),
    sign: (bytes) => macOf(active, bytes),
    isGenuine: (tag, bytes, mac) =>
      // Ids of keys can share a tag, so that every key of the tag is tried.
      keys.some((key) => keyTag(key) === tag && isSame(macOf(key, bytes).subarray(0, mac.length), mac)),
  };
}

function keyTag({ id }: NamedKey): number {
  return digest(['key', id])[0] ?? 0;
}

/** The purpose is part of what is signed: the same key elsewhere says nothing about addresses. */
function macOf({ key }: NamedKey, bytes: Uint8Array): Buffer {
  return createHmac('sha256', key).update('return-address/1\0').update(bytes).digest();
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.length > 0 && timingSafeEqual(one, other);
}
