/** Tells at once that mail has come, faster than any workflow could. A hint only: what is missed is found later. */
export interface MailArrivals {
  /** Calls back for each mail that may have come for the organization; answers how to stop that. */
  subscribe(organizationId: string, onMail: () => void): () => void;
}

/** The other end of the hint. Never throws, and waits for nobody. */
export interface MailAnnouncer {
  announce(organizationIds: readonly string[]): void;
}
