import type { LifecycleState } from '../domain/lifecycle/state';
import { returnPathInForce } from '../domain/return-path';
import type { ClaimedMail } from './ports/outbox';
import type { ReturnAddresses } from './ports/return-addresses';

/** The envelope sender of a mail through the organization's server, by the return path in force at this moment. */
export function customerEnvelopeFrom(
  { mail, recipients }: ClaimedMail,
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
      return mail.replyTo;
    case 'tracked': {
      const position = mail.recipients.findIndex(({ recipient }) => recipient === recipients[0]);
      const { organizationId, id: mailId } = mail;
      const place = recipients.length === 1 && position >= 0 ? position : null;
      return addresses?.addressFor({ kind: 'bounce', organizationId, mailId, position: place }, now) ?? adminAddress;
    }
  }
}
