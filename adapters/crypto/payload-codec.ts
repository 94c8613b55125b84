import type { Payload, PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';

import { canonicalBytes, decrypt, encrypt } from './aes-gcm';
import type { KeyRing } from './key-ring';
import { isUserMetadata } from './user-metadata';

const encoding = 'binary/encrypted';
const version = 1;
const ivBytes = 12;
const tagBytes = 16;

const PayloadMessage = temporal.api.common.v1.Payload;

/** A payload cannot be decrypted: its key is not configured, or it was changed. Holds nothing of the payload. */
export class PayloadUnreadableError extends Error {
  constructor(reason: string, cause?: unknown) {
    super(`A payload cannot be decrypted: ${reason}`, cause === undefined ? undefined : { cause });
    this.name = 'PayloadUnreadableError';
  }
}

/**
 * Encrypts what Temporal keeps: arguments, results, failures, state. Payloads that are not encrypted pass through
 * `decode`, so that messages typed by hand in the Temporal UI work. User metadata stays readable (ADR 0002).
 */
export class EncryptingPayloadCodec implements PayloadCodec {
  readonly #keys: KeyRing;

  constructor(keys: KeyRing) {
    this.#keys = keys;
  }

  /** Encrypts all payloads but user metadata, under the ring's first key. */
  async encode(payloads: Payload[]): Promise<Payload[]> {
    return await Promise.resolve(payloads.map((payload) => this.#encodeOne(payload)));
  }

  /** Throws PayloadUnreadableError for an encrypted payload that cannot be opened. */
  async decode(payloads: Payload[]): Promise<Payload[]> {
    return await Promise.resolve(payloads.map((payload) => this.#decodeOne(payload)));
  }

  #encodeOne(payload: Payload): Payload {
    if (isUserMetadata(payload)) return payload;
    const { id, key } = this.#keys.active;
    const { iv, tag, data } = encrypt(key, PayloadMessage.encode(payload).finish(), associatedData(id));
    return {
      metadata: { encoding: Buffer.from(encoding), 'encryption-key-id': Buffer.from(id) },
      data: Buffer.concat([iv, tag, data]),
    };
  }

  #decodeOne(payload: Payload): Payload {
    if (textOf(payload.metadata?.['encoding']) !== encoding) return payload;
    const keyId = textOf(payload.metadata?.['encryption-key-id']);
    const key = this.#keys.find(keyId);
    if (key === undefined) throw new PayloadUnreadableError('its key is not configured');
    return openPayload(key.key, keyId, payload.data ?? new Uint8Array());
  }
}

function openPayload(key: Uint8Array, keyId: string, bytes: Uint8Array): Payload {
  const iv = bytes.subarray(0, ivBytes);
  const tag = bytes.subarray(ivBytes, ivBytes + tagBytes);
  const data = bytes.subarray(ivBytes + tagBytes);
  try {
    return PayloadMessage.decode(decrypt(key, { iv, tag, data }, associatedData(keyId)));
  } catch (cause) {
    throw new PayloadUnreadableError('it is damaged or was encrypted with another key', cause);
  }
}

function associatedData(keyId: string): Uint8Array {
  return canonicalBytes(['temporal-payload', version, encoding, keyId]);
}

function textOf(bytes: Uint8Array | null | undefined): string {
  return bytes ? Buffer.from(bytes).toString('utf8') : '';
}
