/** A payload of Temporal's, as its protocol has it. */
export interface ReadablePayload {
  readonly metadata: Readonly<Record<string, Uint8Array>>;
  /** Empty for payloads that say everything by their encoding. */
  readonly data: Uint8Array;
}

/** Opens and seals what Temporal keeps, for people who look at it. */
export interface PayloadDesk {
  /** Under the active key; what is user metadata stays readable. */
  encode(payloads: readonly ReadablePayload[]): Promise<readonly ReadablePayload[]>;
  /** Payloads that are not encrypted come back as they are. Throws INVALID_REQUEST for one that cannot be opened. */
  decode(payloads: readonly ReadablePayload[]): Promise<readonly ReadablePayload[]>;
}
