import { randomUUID } from 'node:crypto';

import type { ClaimedMail, DispatchRun, NewMail, OutboxLedger } from '../../../activities/ports/outbox';
import type { OutboxCategory, RecipientOutcome } from '../../../domain/mail-message';

/** Minutes after the start of the tests' day, which has passed: what lies ahead is in nobody's hands. As ISO 8601. */
export const at = (minutes: number): string => new Date(Date.UTC(2026, 1, 23) + minutes * 60_000).toISOString();

export const allCategories: readonly OutboxCategory[] = ['transactional', 'informational', 'marketing', 'notice'];

export function newMail(changes: Partial<NewMail> = {}): NewMail {
  return {
    id: randomUUID(),
    organizationId: 'acme',
    idempotencyKey: randomUUID(),
    fingerprint: 'f-1',
    category: 'transactional',
    messageId: `<${randomUUID()}@platform.example>`,
    recipients: ['ann@customer.example'],
    replyTo: 'reply@acme.example',
    subject: 'Please sign',
    bytes: Buffer.from('Subject: Please sign\r\nTo: ann@customer.example\r\n\r\nHello'),
    acceptedAt: at(0),
    notBefore: at(0),
    expiresAt: at(60),
    ...changes,
  };
}

/** A claimed mail with the dispatcher that claimed it. */
export interface Claim {
  readonly run: DispatchRun;
  readonly claimed: ClaimedMail;
}

/** Claims the next mail, on one lane. */
export async function claimNext(
  run: DispatchRun,
  minutes: number,
  categories = allCategories,
): Promise<ClaimedMail | null> {
  const wanted = { route: 'customer', categories, lanes: [0], mailsPerLane: 1, now: at(minutes) } as const;
  return (await run.claim(wanted))?.mails.get(0)?.[0] ?? null;
}

/** Says that the lane's mail is about to leave; false when it may not. */
export async function begin(run: DispatchRun, lane = 0): Promise<boolean> {
  return (await run.beginning(lane)?.()) ?? true;
}

/** Takes the organization over, claims the next mail and begins it; whoever had it before is fenced out. */
export async function claim(
  outbox: OutboxLedger,
  organizationId: string,
  minutes: number,
  categories = allCategories,
): Promise<Claim | null> {
  const run = await outbox.takeOver(organizationId, at(minutes));
  const claimed = await claimNext(run, minutes, categories);
  if (claimed === null || !(await begin(run))) return null;
  return { run, claimed };
}

export function outcome(recipient: string, state: RecipientOutcome['state'], text = 'ok'): RecipientOutcome {
  return { recipient, state, answer: { replyCode: 250, enhancedStatus: '2.0.0', text } };
}

/** Records outcomes of a claim, and waits until they can be seen by everyone. */
export async function recordOutcomes(
  { run, claimed }: Claim,
  outcomes: readonly RecipientOutcome[],
  minutes: number,
  retryAt: string | null = null,
): Promise<boolean> {
  const attempted = {
    lane: 0,
    claimed,
    route: 'customer',
    outcomes,
    retryAt,
    attempted: true,
    now: at(minutes),
  } as const;
  const isRecorded = await run.record(attempted);
  await run.close();
  return isRecorded;
}

/** Claims the next mail and records one outcome for all of its recipients. */
export async function attempt(
  outbox: OutboxLedger,
  organizationId: string,
  state: RecipientOutcome['state'],
  minutes: number,
  retryAt: string | null = null,
): Promise<boolean> {
  const won = await claim(outbox, organizationId, minutes);
  if (won === null) return false;
  const outcomes = won.claimed.recipients.map((recipient) => outcome(recipient, state));
  return await recordOutcomes(won, outcomes, minutes, retryAt);
}
