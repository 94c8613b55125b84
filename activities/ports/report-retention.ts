/** Removes reports of the watch over live servers that newer ones have superseded. Throws STORE_UNAVAILABLE. */
export interface ReportRetention {
  /**
   * Drops some that were superseded before this time (ISO 8601); true when there are more. What a lifecycle still names is
   * put off by as long again. Repeatable.
   */
  dropReports(supersededBefore: string, limit: number): Promise<boolean>;
}
