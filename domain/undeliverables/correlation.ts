import type { BounceRecipient } from '../bounces/bounce-reading';

/** What ties a bounce to a mail of ours, from the most to the least trustworthy. The last one is a guess. */
export const correlationProofs = ['signed-address', 'message-id', 'envelope-id', 'recipient-and-time'] as const;
export type CorrelationProof = (typeof correlationProofs)[number];

/** A mail of ours as far as correlation has to know it. */
export interface CandidateMail {
  readonly id: string;
  readonly organizationId: string;
  readonly messageId: string;
  /** In their order in the mail, whose places signed addresses name. */
  readonly recipients: readonly string[];
}

/**
 * The signed address (VERP) that a bounce came to, and the mail that it names; null when we have none of this id.
 * `isOwn`: whether the token was made for the organization of that mail. `isExpired`: genuine, and too old.
 */
export interface SignedAddressEvidence {
  readonly mail: CandidateMail | null;
  readonly isOwn: boolean;
  readonly isExpired: boolean;
  /** Place of the recipient in the mail; null where one transaction was for several. */
  readonly position: number | null;
}

/** What a bounce brings that can tie it to a mail; lookups are done, and null where they found nothing. */
export interface CorrelationEvidence {
  readonly signedAddress: SignedAddressEvidence | null;
  /** By the Message-ID in the returned headers (RFC 3462). */
  readonly byMessageId: CandidateMail | null;
  /** By `Original-Envelope-Id` (RFC 3461 section 4.4). */
  readonly byEnvelopeId: CandidateMail | null;
  /** Mails to that recipient in the time before the bounce, newest first. */
  readonly byRecipientAndTime: readonly CandidateMail[];
}

/**
 * Why a bounce may change nothing. `expired-address`: its time is over. `foreign-address`: the signed address was made for
 * another organization than its mail's. `contradiction`: the address names one mail and what came back is another one.
 */
export const correlationFaults = ['expired-address', 'foreign-address', 'contradiction'] as const;
export type CorrelationFault = (typeof correlationFaults)[number];

export type Correlation =
  | {
      readonly kind: 'certain';
      readonly proof: Exclude<CorrelationProof, 'recipient-and-time'>;
      readonly mail: CandidateMail;
      /** Place of the recipient in the mail, from 0. */
      readonly position: number;
    }
  /** Never acted upon by itself: shown to a person. */
  | { readonly kind: 'guess'; readonly proof: 'recipient-and-time'; readonly mails: readonly CandidateMail[] }
  /** `mail`: the one that it was aimed at, where there is one; nothing about it changes. */
  | { readonly kind: 'rejected'; readonly fault: CorrelationFault; readonly mail: CandidateMail | null }
  | { readonly kind: 'unknown' };

type NamedRecipient = Pick<BounceRecipient, 'recipient' | 'originalRecipient'>;

/**
 * Which mail and recipient of ours a bounce speaks of. A signed address decides; what it contradicts is rejected as a
 * whole. Without one a Message-ID or an envelope id counts only for a recipient that the mail really has, or has alone where
 * the report hides it: whoever got the mail knows both. Nothing else is more than a guess.
 */
export function correlate(named: NamedRecipient, evidence: CorrelationEvidence): Correlation {
  const { signedAddress, byMessageId, byEnvelopeId, byRecipientAndTime } = evidence;
  if (signedAddress) return bySignedAddress(named, signedAddress, [byMessageId, byEnvelopeId]);
  if (byMessageId && byEnvelopeId && byMessageId.id !== byEnvelopeId.id) return rejected('contradiction', null);
  return (
    byReference('message-id', byMessageId, named) ??
    byReference('envelope-id', byEnvelopeId, named) ??
    guessed(byRecipientAndTime)
  );
}

function bySignedAddress(
  named: NamedRecipient,
  { mail, isOwn, isExpired, position }: SignedAddressEvidence,
  others: readonly (CandidateMail | null)[],
): Correlation {
  if (!mail) return { kind: 'unknown' };
  if (!isOwn) return rejected('foreign-address', mail);
  if (others.some((other) => other !== null && other.id !== mail.id)) return rejected('contradiction', mail);
  if (isExpired) return rejected('expired-address', mail);
  const place = position ?? placeOf(named, mail) ?? (mail.recipients.length === 1 ? 0 : null);
  if (place === null || place >= mail.recipients.length) return { kind: 'unknown' };
  return { kind: 'certain', proof: 'signed-address', mail, position: place };
}

function byReference(
  proof: 'message-id' | 'envelope-id',
  mail: CandidateMail | null,
  named: NamedRecipient,
): Correlation | null {
  const position = mail && (placeOf(named, mail) ?? hiddenPlace(named, mail));
  return mail === null || position === null ? null : { kind: 'certain', proof, mail, position };
}

function guessed(mails: readonly CandidateMail[]): Correlation {
  return mails.length === 0 ? { kind: 'unknown' } : { kind: 'guess', proof: 'recipient-and-time', mails };
}

function rejected(fault: CorrelationFault, mail: CandidateMail | null): Correlation {
  return { kind: 'rejected', fault, mail };
}

/** Complaints often hide who complained: then it can only be the one recipient of the mail that came back. */
function hiddenPlace({ recipient, originalRecipient }: NamedRecipient, mail: CandidateMail): number | null {
  return recipient === '' && originalRecipient === '' && mail.recipients.length === 1 ? 0 : null;
}

/** The address that we gave comes first: the final one may be where it was forwarded to (RFC 3464 section 2.3.1). */
function placeOf({ originalRecipient, recipient }: NamedRecipient, mail: CandidateMail): number | null {
  const ours = mail.recipients.map((address) => address.toLowerCase());
  const found = [originalRecipient, recipient]
    .filter((address) => address !== '')
    .map((address) => ours.indexOf(address.toLowerCase()))
    .find((place) => place >= 0);
  return found ?? null;
}
