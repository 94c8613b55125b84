/**
 * What kind of mail came in. The address decides first (`bounce`, `returned-test-mail`, `other` for postmaster); who reads
 * it may find a bounce `unparseable`, or something `other` than a bounce.
 */
export const inboundMailClasses = ['bounce', 'returned-test-mail', 'unparseable', 'other'] as const;
export type InboundMailClass = (typeof inboundMailClasses)[number];

/** `stored` still has to be routed; `settled` is done, whatever came of it. */
export const inboundMailStates = ['stored', 'settled'] as const;
export type InboundMailState = (typeof inboundMailStates)[number];

/** Who handed a mail over. */
export interface InboundPeer {
  readonly address: string;
  /** What it called itself in HELO, EHLO or LHLO. */
  readonly name: string;
  readonly protocol: 'smtp' | 'lmtp';
  readonly isEncrypted: boolean;
}
