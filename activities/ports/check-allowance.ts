/** How many checks an organization may start; counted over all processes of the API. */
export interface CheckAllowance {
  /**
   * Counts a check that a command is about to start; a repetition of the same command counts once. Null when it may start,
   * otherwise the seconds until one more may. Throws STORE_UNAVAILABLE.
   */
  take(organizationId: string, commandId: string): Promise<number | null>;
}
