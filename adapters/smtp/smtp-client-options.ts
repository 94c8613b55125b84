/** How our SMTP client behaves, towards every server. Durations are milliseconds. */
export interface SmtpClientOptions {
  /** Our name in EHLO: a fully qualified domain name whose addresses point back to it. */
  readonly ehloName: string;
  /** Certificate authorities in PEM, trusted besides the public ones; null for none. */
  readonly trustedAuthorities: string | null;
  readonly timeouts: SmtpTimeouts;
}

export interface SmtpTimeouts {
  /** TCP connection, over all addresses of the host together. */
  readonly connectMs: number;
  /** The greeting, and likewise the TLS handshake. */
  readonly greetingMs: number;
  /** Silence within the dialogue. */
  readonly idleMs: number;
  /** Silence after the final dot; RFC 5321 section 4.5.3.2.6 asks for 10 minutes, less makes more answers get lost. */
  readonly finalReplyMs: number;
  /** Everything up to the end of the login, whatever the server does meanwhile. */
  readonly setUpMs: number;
  /** One mail from MAIL FROM to the reply to the final dot. */
  readonly transactionMs: number;
}

const second = 1000;
const minute = 60 * second;

/** For checks, where somebody waits for the result. */
export const checkTimeouts: SmtpTimeouts = {
  connectMs: 12 * second,
  greetingMs: 12 * second,
  idleMs: 20 * second,
  finalReplyMs: 40 * second,
  setUpMs: 40 * second,
  transactionMs: 60 * second,
};

/** For sending, where patience avoids mails whose fate is unknown. */
export const sendingTimeouts: SmtpTimeouts = {
  connectMs: 15 * second,
  greetingMs: 30 * second,
  idleMs: 2 * minute,
  finalReplyMs: 10 * minute,
  setUpMs: 90 * second,
  transactionMs: 15 * minute,
};
