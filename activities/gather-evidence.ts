import type { BounceReading, BounceRecipient } from '../domain/bounces/bounce-reading';
import { dayOf } from '../domain/inbound/return-token';
import type { CandidateMail, CorrelationEvidence, SignedAddressEvidence } from '../domain/undeliverables/correlation';
import type { BounceLedger } from './ports/bounce-ledger';
import type { InboundMail } from './ports/inbound-mail-store';
import type { MailRecord } from './ports/outbox';
import type { ReturnAddresses } from './ports/return-addresses';

export interface EvidenceDeps {
  readonly bounceLedger: BounceLedger;
  readonly returnAddresses: Pick<ReturnAddresses, 'belongsTo'>;
}

/** Bounces come days after their mail at most; servers give up after five (RFC 5321 section 4.5.4.1). */
const guessWindowMs = 7 * 24 * 60 * 60 * 1000;
const guessLimit = 5;

/** What a whole mail brings; the same for all recipients that it speaks of. */
export type SharedEvidence = Omit<CorrelationEvidence, 'byRecipientAndTime'>;

/** Looks up what the mail as a whole can be tied to. */
export async function gatherEvidence(
  { bounceLedger, returnAddresses }: EvidenceDeps,
  mail: InboundMail,
  reading: BounceReading,
): Promise<SharedEvidence> {
  const { token, receivedAt } = mail;
  const messageId = reading.original?.messageId ?? '';
  const [named, byMessageId, byEnvelopeId] = await Promise.all([
    token?.kind === 'bounce' ? bounceLedger.find(token.reference) : null,
    messageId === '' ? null : bounceLedger.findByMessageId(messageId),
    envelopeReference(reading) === null ? null : bounceLedger.find(envelopeReference(reading) ?? ''),
  ]);
  const signedAddress: SignedAddressEvidence | null =
    token?.kind === 'bounce'
      ? {
          mail: named && candidate(named),
          isOwn: named !== null && returnAddresses.belongsTo(token, named.organizationId),
          isExpired: token.lastDay < dayOf(new Date(receivedAt)),
          position: token.position,
        }
      : null;
  return {
    signedAddress,
    byMessageId: byMessageId && candidate(byMessageId),
    byEnvelopeId: byEnvelopeId && candidate(byEnvelopeId),
  };
}

/** Mails that it may speak of; looked for only where nothing better is there. */
export async function gatherGuesses(
  { bounceLedger }: EvidenceDeps,
  { receivedAt: to }: InboundMail,
  { recipient, originalRecipient }: BounceRecipient,
): Promise<readonly CandidateMail[]> {
  const address = originalRecipient === '' ? recipient : originalRecipient;
  if (address === '') return [];
  const from = new Date(Date.parse(to) - guessWindowMs).toISOString();
  return (await bounceLedger.findByRecipient(address, { from, to }, guessLimit)).map(candidate);
}

/** ENVID is the id of our mail. */
function envelopeReference({ envelopeId }: BounceReading): string | null {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(envelopeId.trim())?.[0]?.toLowerCase() ?? null;
}

function candidate({ id, organizationId, messageId, recipients }: MailRecord): CandidateMail {
  return { id, organizationId, messageId, recipients: recipients.map(({ recipient }) => recipient) };
}
