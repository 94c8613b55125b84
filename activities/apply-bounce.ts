import type { BounceRecipient } from '../domain/bounces/bounce-reading';
import { bounceEffect, type BounceEffect } from '../domain/undeliverables/bounce-effect';
import type { Correlation } from '../domain/undeliverables/correlation';
import { bouncedFailure } from '../domain/undeliverables/failure';
import type { InboundFinding } from '../domain/undeliverables/inbound-finding';
import type { BounceLedger } from './ports/bounce-ledger';
import type { MailRecord } from './ports/outbox';
import { recordComplaint, recordFailure, seenPattern, type FailureDeps, type SeenPattern } from './record-failure';

export interface ApplyDeps extends FailureDeps {
  readonly bounceLedger: BounceLedger;
  /** How long a notice about a bounce waits for others that go to the same address, in milliseconds. */
  readonly collectMs: number;
}

/** A pattern of refusals, and the organization that has to know of it. */
export interface OrganizationPattern {
  readonly organizationId: string;
  readonly pattern: SeenPattern;
}

/** What one recipient of a received mail led to. */
export interface Applied {
  readonly finding: InboundFinding;
  readonly pattern: OrganizationPattern | null;
}

/** A reading that is tied to a mail for certain. */
export interface CertainBounce {
  readonly inboundMailId: string;
  readonly reading: BounceRecipient;
  readonly correlation: Extract<Correlation, { kind: 'certain' }>;
}

interface Standing extends CertainBounce {
  readonly mail: MailRecord;
}

/** Does what a certain bounce calls for; null when it has to come again, because its attempt is not recorded yet. */
export async function applyBounce(deps: ApplyDeps, bounce: CertainBounce): Promise<Applied | null> {
  const { reading, correlation } = bounce;
  const mail = await deps.bounceLedger.find(correlation.mail.id);
  const state = mail?.recipients[correlation.position]?.state;
  if (!mail || state === undefined) return toldOf(reading, { effect: 'unknown-mail' });
  const standing = { ...bounce, mail };
  const effect = bounceEffect(reading.kind, state);
  switch (effect.kind) {
    case 'wait':
      return null;
    case 'none':
      return found(standing, { effect: 'none', because: effect.because });
    case 'complain':
      if (mail.category !== 'notice') await recordComplaint(deps, mail, correlation.position);
      return found(standing, { effect: 'complaint' });
    case 'deliver':
      return await deliver(deps, standing, effect);
    case 'fail':
      return await fail(deps, standing, effect);
  }
}

/** What is told of a reading that led to nothing more. */
export function toldOf(
  reading: BounceRecipient,
  said: Pick<InboundFinding, 'effect'> & Partial<InboundFinding>,
  pattern: OrganizationPattern | null = null,
): Applied {
  const { recipient, kind, reason, hard, enhancedStatus, replyCode, text } = reading;
  const read = { recipient, kind, reason, hard, enhancedStatus, replyCode, text: text.slice(0, 2_000) };
  const unknown = { because: null, proof: null, organizationId: null, mailId: null, position: null, candidates: [] };
  return { finding: { ...read, ...unknown, ...said }, pattern };
}

async function deliver(
  { bounceLedger }: ApplyDeps,
  standing: Standing,
  { from }: Extract<BounceEffect, { kind: 'deliver' }>,
): Promise<Applied | null> {
  const { reading, correlation, mail } = standing;
  const { answer } = bouncedFailure(reading);
  const moved = {
    mailId: mail.id,
    position: correlation.position,
    from,
    to: 'sent',
    answer,
    noticeDueAt: null,
  } as const;
  const isMoved = await bounceLedger.move({ ...moved, now: new Date().toISOString() });
  return isMoved ? found(standing, { effect: 'delivered' }) : null;
}

/** Recorded and suppressed before the recipient is moved, so that a repetition finds the rest still to be done. */
async function fail(
  deps: ApplyDeps,
  standing: Standing,
  { from }: Extract<BounceEffect, { kind: 'fail' }>,
): Promise<Applied | null> {
  const { reading, mail, inboundMailId, correlation } = standing;
  const { position, proof } = correlation;
  const failure = bouncedFailure(reading);
  const isOurs = mail.category !== 'notice';
  const seen = { mail, position, failure, reportedBy: { inboundMailId, proof } };
  const undeliverable = isOurs ? await recordFailure(deps, seen) : null;
  const pattern = undeliverable && (await seenPattern(deps, undeliverable));
  const now = new Date();
  // By any other proof the remote bounce has reached somebody already: one failure never makes two notices.
  const owesNotice = isOurs && proof === 'signed-address';
  const isMoved = await deps.bounceLedger.move({
    mailId: mail.id,
    position,
    from,
    to: 'undeliverable',
    answer: failure.answer,
    noticeDueAt: owesNotice ? new Date(now.getTime() + deps.collectMs).toISOString() : null,
    now: now.toISOString(),
  });
  if (!isMoved) return null;
  return found(standing, { effect: 'undeliverable' }, pattern && { organizationId: mail.organizationId, pattern });
}

function found(
  { reading, mail, correlation: { proof, position } }: Standing,
  said: Pick<InboundFinding, 'effect' | 'because'> | Pick<InboundFinding, 'effect'>,
  pattern: OrganizationPattern | null = null,
): Applied {
  const where = { proof, position, organizationId: mail.organizationId, mailId: mail.id };
  return toldOf(reading, { ...where, ...said }, pattern);
}
