import type { BounceRecipient } from '../bounces/bounce-reading';
import type { NoEffectReason } from './bounce-effect';
import type { CorrelationFault, CorrelationProof } from './correlation';

/** What one reading of a mail that came in did. */
export const findingEffects = [
  'undeliverable',
  'delivered',
  'complaint',
  'none',
  'guessed',
  'rejected',
  'unknown-mail',
] as const;
export type FindingEffect = (typeof findingEffects)[number];

/** One recipient that a mail spoke of, what ties it to a mail of ours, and what followed from it. */
export interface InboundFinding extends Pick<
  BounceRecipient,
  'recipient' | 'kind' | 'reason' | 'hard' | 'enhancedStatus' | 'replyCode' | 'text'
> {
  readonly effect: FindingEffect;
  /** Says more about `none` and `rejected`; null for the others. */
  readonly because: NoEffectReason | CorrelationFault | null;
  readonly proof: CorrelationProof | null;
  readonly organizationId: string | null;
  readonly mailId: string | null;
  /** Place of the recipient in that mail, from 0. */
  readonly position: number | null;
  /** For a guess: mails that it may speak of. */
  readonly candidates: readonly string[];
}

/**
 * What came of a mail: the findings' most telling effect, why it was left alone, or `unparseable` where it came to a bounce
 * address and says nothing that can be understood, `encrypted` where only the holder of a key could. `kept` mails are none of our business (to postmaster, say). A
 * returned test mail is `audited`, or `not-awaited` where no check run knows of it.
 */
export const inboundOutcomes = [
  'undeliverable',
  'delivered',
  'complaint',
  'no-effect',
  'guessed',
  'rejected',
  'unknown-mail',
  'unparseable',
  'encrypted',
  'own-notice',
  'too-many-hops',
  'kept',
  'audited',
  'not-awaited',
] as const;
export type InboundOutcome = (typeof inboundOutcomes)[number];

/** Effects by how much they matter to whoever reads a list. */
const byWeight: readonly (readonly [FindingEffect, InboundOutcome])[] = [
  ['undeliverable', 'undeliverable'],
  ['complaint', 'complaint'],
  ['delivered', 'delivered'],
  ['rejected', 'rejected'],
  ['guessed', 'guessed'],
  ['unknown-mail', 'unknown-mail'],
];

/** Of mail that a person has to look at, because no program could read it. */
export const unreadOutcomes: ReadonlySet<InboundOutcome> = new Set(['unparseable', 'encrypted']);

/** What is known of a mail beside its findings: whether it came to a bounce address, and whether it could not be opened. */
export interface MailCircumstances {
  readonly isExpected: boolean;
  readonly isEncrypted: boolean;
}

/** The outcome of a mail that nothing stopped, from its findings. */
export function outcomeOf(
  findings: readonly InboundFinding[],
  { isExpected, isEncrypted }: MailCircumstances,
): InboundOutcome {
  const isEmpty = findings.every(({ kind }) => kind === 'unknown');
  if (isEmpty && isExpected) return isEncrypted ? 'encrypted' : 'unparseable';
  if (isEmpty) return 'kept';
  const found = byWeight.find(([effect]) => findings.some((finding) => finding.effect === effect));
  return found?.[1] ?? 'no-effect';
}
