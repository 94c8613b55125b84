/** What a client is answered with instead of 250: reply code, and text that begins with the enhanced status code. */
export class SmtpAnswer extends Error {
  override readonly name = 'SmtpAnswer';
  readonly responseCode: number;

  constructor(responseCode: number, text: string) {
    super(text);
    this.responseCode = responseCode;
  }
}

/** Answers of the listener, by what is the matter (RFC 5321 section 4.2, RFC 3463). */
export const answers = {
  notOurs: () => new SmtpAnswer(550, '5.7.1 We do not accept mail for this domain'),
  noSuchMailbox: () => new SmtpAnswer(550, '5.1.1 There is no such mailbox'),
  addressExpired: () => new SmtpAnswer(550, '5.1.6 This return address is no longer in use'),
  oneRecipient: () => new SmtpAnswer(452, '4.5.3 One recipient at a time, please send the others separately'),
  tooManyConnections: () => new SmtpAnswer(421, '4.7.0 Too many connections from your network, try again later'),
  tooMuchMail: () => new SmtpAnswer(450, '4.7.1 Too much mail from your network, try again later'),
  tooMuchForAddress: () => new SmtpAnswer(450, '4.2.1 Too much mail for this address, try again later'),
  tooManyRefusals: () => new SmtpAnswer(421, '4.7.0 Too many refused recipients'),
  tooLarge: () => new SmtpAnswer(552, '5.3.4 The message is too large'),
  noSpace: () => new SmtpAnswer(452, '4.3.1 Too much mail is being received, try again later'),
  notNow: () => new SmtpAnswer(451, '4.3.0 The mail could not be stored, try again later'),
} as const;
