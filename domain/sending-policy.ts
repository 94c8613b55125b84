/** Headers by which a relay recognises a mail that it has taken before, and takes it no second time. */
export const deduplicationHeaders = ['Resend-Idempotency-Key', 'X-EE-Idempotency-Key', 'X-Idempotency-Key'] as const;
export type DeduplicationHeader = (typeof deduplicationHeaders)[number];

/** How an organization's own server is used; each null for what is known of its provider, and otherwise a default. */
export interface SendingPolicy {
  /** Connections at the same time. */
  readonly connections: number | null;
  readonly mailsPerMinute: number | null;
  /** Recipients in one SMTP transaction. */
  readonly recipientsPerTransaction: number | null;
  /** The header that the relay deduplicates by; null where it does not. A mail whose answer got lost is sent again then. */
  readonly deduplication: DeduplicationHeader | null;
}

/** What a policy may ask for. */
export const policyBounds = {
  connections: { least: 1, most: 10 },
  mailsPerMinute: { least: 1, most: 60_000 },
  recipientsPerTransaction: { least: 1, most: 1_000 },
} as const;

export const providerPolicy: SendingPolicy = {
  connections: null,
  mailsPerMinute: null,
  recipientsPerTransaction: null,
  deduplication: null,
};

/** Relays keep a key for a day; after this time a mail whose answer got lost is held all the same. */
const rememberedMs = 23 * 3_600_000;

/** Whether a mail that was accepted at that time can be sent again without a second copy. */
export function isRecognised({ deduplication }: SendingPolicy, acceptedAt: string, now: number): boolean {
  return deduplication !== null && now - Date.parse(acceptedAt) < rememberedMs;
}
