/** The mail whose one recipient a link takes off the organization's informational and marketing mail. */
export interface UnsubscribeSubject {
  readonly organizationId: string;
  readonly mailId: string;
}

/** Links in mail that is not transactional (RFC 8058): signed, valid as long as the mail is known. Works without any I/O. */
export interface UnsubscribeLinks {
  /** An https address; null where the service has none, so that nobody could follow it from a mail program. */
  linkFor(subject: UnsubscribeSubject): string | null;
  /** Null for a token that was not signed by us, or was changed. Never throws. */
  read(token: string): UnsubscribeSubject | null;
}
