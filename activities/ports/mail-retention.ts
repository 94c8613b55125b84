/** Until when what is kept of mail is old. Times are ISO 8601. */
export interface RetentionTimes {
  /** Bodies of mails that were accepted before this. */
  readonly bodiesBefore: string;
  /** All that is known of mails that were accepted before this. */
  readonly mailsBefore: string;
  readonly now: string;
}

/**
 * Removes what is old, a small batch at a time. Mail that waits, that is held, or about which a notice is owed stays as it
 * is. Every step is repeatable, and begins where the last one ended. Throws STORE_UNAVAILABLE.
 */
export interface MailRetention {
  /** Organizations that have had mail, by id. */
  organizations(after: string | null, limit: number): Promise<readonly string[]>;
  /** Drops the bodies of some mails, and names no attachment any more; true when there are more. */
  dropBodies(organizationId: string, times: RetentionTimes, limit: number): Promise<boolean>;
  /** Drops some mails with their attempts; true when there are more. Their idempotency keys are free again. */
  dropMails(organizationId: string, times: RetentionTimes, limit: number): Promise<boolean>;
  /** Drops some attachments whose time is over and that no mail names any more; true when there are more. */
  dropAttachments(times: RetentionTimes, limit: number): Promise<boolean>;
}
