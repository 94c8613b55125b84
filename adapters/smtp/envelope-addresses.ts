import { domainToASCII } from 'node:url';

import type { RecipientOutcome } from '../../domain/mail-message';

const unsafe = /[\s<>\p{Cc}]/u;
const nonAscii = /[^ -~]/;
/** A domain that is its own A-label form: in lower case, without A-labels to be verified, and no address in numbers. */
const plainDomain = /^(?!.*xn--)[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]+$/;

/** A recipient as given, and as it goes into RCPT TO. */
export interface EnvelopeRecipient {
  readonly recipient: string;
  readonly address: string;
}

/**
 * Brings an address into the form for an envelope: its domain in A-labels (RFC 5890). Null when the address could break out
 * of its command, or needs SMTPUTF8 (RFC 6531) and the server has none of it.
 */
export function envelopeAddress(address: string, smtpUtf8: boolean): string | null {
  const at = address.lastIndexOf('@');
  if (at < 1 || unsafe.test(address)) return null;
  const local = address.slice(0, at);
  if (nonAscii.test(local)) return smtpUtf8 ? address : null;
  const given = address.slice(at + 1);
  const domain = plainDomain.test(given) ? given : domainToASCII(given);
  return domain === '' ? null : `${local}@${domain}`;
}

/** Splits recipients into those that can be named to a server and those that cannot. */
export function nameRecipients(
  recipients: readonly string[],
  smtpUtf8: boolean,
): { readonly named: readonly EnvelopeRecipient[]; readonly unnamed: readonly RecipientOutcome[] } {
  const pairs = recipients.map((recipient) => ({ recipient, address: envelopeAddress(recipient, smtpUtf8) }));
  return {
    named: pairs.flatMap(({ recipient, address }) => (address === null ? [] : [{ recipient, address }])),
    unnamed: pairs.flatMap(({ recipient, address }) => (address === null ? [unnameable(recipient)] : [])),
  };
}

/** 5.6.7: non-ASCII addresses not permitted (RFC 6531 section 3.5); 5.1.3: bad address syntax (RFC 3463). */
function unnameable(recipient: string): RecipientOutcome {
  const enhancedStatus = nonAscii.test(recipient) ? '5.6.7' : '5.1.3';
  return { recipient, state: 'undeliverable', answer: { replyCode: null, enhancedStatus, text: 'ADDRESS_NOT_USABLE' } };
}
