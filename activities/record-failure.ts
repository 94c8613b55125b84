import type { LifecycleState } from '../domain/lifecycle/state';
import type { CorrelationProof } from '../domain/undeliverables/correlation';
import type { Failure } from '../domain/undeliverables/failure';
import {
  refusalPattern,
  windowStart,
  type PatternLimits,
  type RefusalPattern,
} from '../domain/undeliverables/refusal-pattern';
import { suppressionCauseOf, suppressionEnd, type SuppressionLimits } from '../domain/undeliverables/suppression';
import type { LifecycleReader } from './ports/lifecycle-store';
import type { MailRecord } from './ports/outbox';
import type { SuppressionList } from './ports/suppression-list';
import { undeliverableId, type Undeliverable, type UndeliverableStore } from './ports/undeliverable-store';

export interface FailureDeps {
  readonly lifecycles: LifecycleReader;
  readonly undeliverables: UndeliverableStore;
  readonly suppressions: SuppressionList;
  readonly suppressionLimits: SuppressionLimits;
  readonly patternLimits: PatternLimits;
}

/** That a recipient cannot be reached, how we know, and, for a bounce, the mail that said so. */
export interface SeenFailure {
  readonly mail: MailRecord;
  readonly position: number;
  readonly failure: Failure;
  readonly reportedBy: { readonly inboundMailId: string; readonly proof: CorrelationProof } | null;
}

/** A pattern of refusals, and the live revision that it concerns. */
export interface SeenPattern extends RefusalPattern {
  readonly revision: number;
}

/**
 * Records a failure once, whoever reports it, and puts a dead address on the organization's suppression list. Repeatable.
 * Answers with what stands there: a failure that was recorded before keeps what was known of it then.
 */
export async function recordFailure(deps: FailureDeps, seen: SeenFailure): Promise<Undeliverable> {
  const { mail, position, failure, reportedBy } = seen;
  const id = undeliverableId(mail.id, position);
  const standing = await deps.undeliverables.record({
    ...failure,
    id,
    organizationId: mail.organizationId,
    mailId: mail.id,
    position,
    recipient: mail.recipients[position]?.recipient ?? '',
    subject: mail.subject,
    route: mail.route,
    inboundMailId: reportedBy?.inboundMailId ?? null,
    proof: reportedBy?.proof ?? null,
    notice: null,
    recordedAt: new Date().toISOString(),
  });
  await suppressDead(deps, standing);
  return standing;
}

/** A complaint is no failure: the mail arrived. Its address gets no more. */
export async function recordComplaint(deps: FailureDeps, mail: MailRecord, position: number): Promise<void> {
  const { organizationId, id } = mail;
  const address = mail.recipients[position]?.recipient ?? '';
  await suppress(deps, { organizationId, address, cause: 'complaint', reason: 'feedback', mailId: id, position });
}

/** Whether the organization's own server meets the same refusal again and again; null where it does not. */
export async function seenPattern(
  deps: FailureDeps,
  { organizationId, route }: Pick<Undeliverable, 'organizationId' | 'route'>,
): Promise<SeenPattern | null> {
  if (route !== 'customer') return null;
  const now = new Date().toISOString();
  const state: LifecycleState | null = await deps.lifecycles.find(organizationId);
  if (!state?.live) return null;
  const counts = await deps.undeliverables.refusalCounts(organizationId, windowStart(deps.patternLimits, now));
  const pattern = refusalPattern(counts, deps.patternLimits, now);
  return pattern && { ...pattern, revision: state.live.revision.number };
}

async function suppressDead(deps: FailureDeps, undeliverable: Undeliverable): Promise<void> {
  const { organizationId, recipient: address, reason, mailId, position, hard } = undeliverable;
  const cause = suppressionCauseOf({ kind: 'failed', hard });
  if (cause !== null) await suppress(deps, { organizationId, address, cause, reason, mailId, position });
}

interface Suppressing {
  readonly organizationId: string;
  readonly address: string;
  readonly cause: 'hard-bounce' | 'complaint';
  readonly reason: Undeliverable['reason'];
  readonly mailId: string;
  readonly position: number;
}

/** The same failure adds nothing a second time: it is named by its mail and recipient. */
async function suppress(deps: FailureDeps, { position, ...entry }: Suppressing): Promise<void> {
  const at = new Date().toISOString();
  await deps.suppressions.add({
    ...entry,
    expiresAt: suppressionEnd(entry.cause, at, deps.suppressionLimits),
    change: {
      at,
      by: { kind: 'system', part: 'delivery' },
      note: null,
      causedBy: `${entry.cause}/${entry.mailId}/${position}`,
    },
  });
}
