import type SMTPConnection from 'nodemailer/lib/smtp-connection';

import type { OutgoingMail } from '../../activities/ports/mail-transport';
import { bodySize } from './body-stream';

/**
 * The envelope of a mail. Where the server offers DSN (RFC 3461), it is asked for bounces of failures alone, with the
 * headers instead of the whole mail, under our own envelope id; elsewhere the library leaves these parameters out. The
 * original recipient is only named for a single one: the library gives every recipient the same.
 */
export function smtpEnvelope(mail: OutgoingMail): SMTPConnection.Envelope {
  const { envelopeFrom, recipients, envelopeId } = mail;
  const [only, ...others] = recipients;
  const size = bodySize(mail);
  const envelope = { from: envelopeFrom, to: [...recipients], size };
  if (envelopeId === undefined) return envelope;
  const original = only !== undefined && others.length === 0 ? { orcpt: `rfc822;${only}` } : {};
  return { ...envelope, dsn: { ret: 'HDRS', envid: envelopeId, notify: 'FAILURE', ...original } };
}
