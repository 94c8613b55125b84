import { randomUUID } from 'node:crypto';

import type { ClaimedMail, NewMail, OutboxLedger } from '../../../activities/ports/outbox';
import type { OutboxCategory, RecipientOutcome } from '../../../domain/mail-message';

/** Minutes after the start of the tests' day, as ISO 8601. */
export const at = (minutes: number): string => new Date(Date.UTC(2026, 10, 23) + minutes * 60_000).toISOString();

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

export async function claim(
  outbox: OutboxLedger,
  organizationId: string,
  minutes: number,
  categories = allCategories,
): Promise<ClaimedMail | null> {
  return await outbox.claimNext({
    organizationId,
    categories,
    route: (category) => (category === 'transactional' ? 'customer' : 'platform'),
    now: at(minutes),
  });
}

export function outcome(recipient: string, state: RecipientOutcome['state'], text = 'ok'): RecipientOutcome {
  return { recipient, state, answer: { replyCode: 250, enhancedStatus: '2.0.0', text } };
}

/** Claims the next mail and records one outcome for all of its recipients. */
export async function attempt(
  outbox: OutboxLedger,
  organizationId: string,
  state: RecipientOutcome['state'],
  minutes: number,
  retryAt: string | null = null,
): Promise<boolean> {
  const claimed = await claim(outbox, organizationId, minutes);
  if (claimed === null) return false;
  const outcomes = claimed.recipients.map((recipient) => outcome(recipient, state));
  return await outbox.recordOutcomes({
    mailId: claimed.mail.id,
    fence: claimed.fence,
    outcomes,
    retryAt,
    now: at(minutes),
  });
}
