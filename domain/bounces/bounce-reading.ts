import type { BounceReason } from './bounce-reason';
import type { HeaderField } from './decoded-mail';

/**
 * What the mail says about one recipient. `delayed`: the server still tries; `failed`: it will not try again, expiry
 * included; `unknown`: the mail names a recipient and says nothing that can be understood.
 */
export const bounceKinds = ['failed', 'delayed', 'delivered', 'complaint', 'auto-reply', 'unknown'] as const;
export type BounceKind = (typeof bounceKinds)[number];

/** Which part of the mail a reading rests on, from the most to the least reliable. */
export const readingSources = ['delivery-status', 'feedback-report', 'notification', 'header', 'text'] as const;
export type ReadingSource = (typeof readingSources)[number];

/** SMTP command that was answered with the refusal; `CONN` is the greeting, before any command. */
export const smtpCommands = ['CONN', 'EHLO', 'STARTTLS', 'AUTH', 'MAIL', 'RCPT', 'DATA'] as const;
export type SmtpCommand = (typeof smtpCommands)[number];

/** What one mail says about one recipient. Absent facts are empty strings. */
export interface BounceRecipient {
  /** An empty string where a complaint hides who complained. */
  readonly recipient: string;
  /** `Original-Recipient` (RFC 3464 section 2.3.1): the address as the sender gave it, before any forwarding. */
  readonly originalRecipient: string;
  readonly kind: BounceKind;
  readonly reason: BounceReason;
  /** RFC 3463 enhanced status. */
  readonly enhancedStatus: string;
  /** SMTP reply code (RFC 5321 section 4.2). */
  readonly replyCode: string;
  readonly hard: boolean;
  readonly command: SmtpCommand | '';
  readonly remoteMta: string;
  /** The words of the remote server, or those of the report where no server is quoted. */
  readonly text: string;
  readonly source: ReadingSource;
}

/** What is known of the mail that came back (RFC 3462 headers or the whole mail). */
export interface ReturnedOriginal {
  /** With its angle brackets as it stands there; an empty string where the headers hold none. */
  readonly messageId: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly date: string;
  readonly headers: readonly HeaderField[];
}

/** The whole reading of one inbound mail. */
export interface BounceReading {
  readonly recipients: readonly BounceRecipient[];
  readonly original: ReturnedOriginal | null;
  /** `Original-Envelope-Id` (RFC 3464 section 2.2.1): our ENVID where the server speaks DSN. */
  readonly envelopeId: string;
  readonly reportingMta: string;
  /** Addresses the mail came to, envelope traces first: a VERP recipient is found among them. */
  readonly deliveredTo: readonly string[];
  readonly from: string;
  readonly subject: string;
  readonly messageId: string;
  readonly date: string;
  /** The mail answers or reports by machine (RFC 3834), so nothing may ever be answered to it. */
  readonly automatic: boolean;
  /** Nothing is said about any recipient that could be read without a key. */
  readonly encrypted: boolean;
  /** A cap cut the mail off; what is said here may be less than what it holds. */
  readonly truncated: boolean;
}
