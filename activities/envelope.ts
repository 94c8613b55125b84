import type { LifecycleState } from '../domain/lifecycle/state';
import { returnPathInForce } from '../domain/return-path';
import type { ClaimedMail } from './ports/outbox';
import type { ReturnAddresses } from './ports/return-addresses';

/** What decides about the return path of the platform's own server. */
export interface PlatformReturn {
  readonly returnAddresses: ReturnAddresses | null;
  readonly platformSender: { readonly address: string };
}

/** The envelope sender of a mail through the organization's server, by the return path in force at this moment. */
export function customerEnvelopeFrom(
  claimed: ClaimedMail,
  state: LifecycleState | null,
  addresses: ReturnAddresses | null,
  now: Date,
): string | null {
  if (!state?.profile) return null;
  const { adminAddress } = state.profile;
  switch (returnPathInForce(state.preferences, state.live?.returnPaths ?? null)) {
    case 'direct':
      return adminAddress;
    case 'reply-to':
      return claimed.mail.replyTo;
    case 'tracked':
      return trackedAddress(claimed, addresses, now) ?? adminAddress;
  }
}

/**
 * The envelope sender of a mail through the platform's server: tracked where the deployment has a domain for that, as
 * nobody else would learn of its bounces. Notices have the null sender, so that no bounce ever answers one.
 */
export function platformEnvelopeFrom(
  claimed: ClaimedMail,
  { returnAddresses, platformSender }: PlatformReturn,
  now: Date,
): string {
  if (claimed.mail.category === 'notice') return '';
  return trackedAddress(claimed, returnAddresses, now) ?? platformSender.address;
}

/** Signed for the mail, and for its recipient where the transaction has only one; null without a domain for it. */
function trackedAddress(
  { mail, recipients }: ClaimedMail,
  addresses: ReturnAddresses | null,
  now: Date,
): string | null {
  const position = mail.recipients.findIndex(({ recipient }) => recipient === recipients[0]);
  const { organizationId, id: mailId } = mail;
  const place = recipients.length === 1 && position >= 0 ? position : null;
  return addresses?.addressFor({ kind: 'bounce', organizationId, mailId, position: place }, now) ?? null;
}
