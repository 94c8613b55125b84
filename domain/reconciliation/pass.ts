/** Where a comparison of all organizations stands: first the projections, by organization; then lifecycles without one. */
export type ReconciliationPlace =
  | { readonly part: 'projections'; readonly after: string | null }
  | { readonly part: 'lifecycles'; readonly token: string | null };

export interface ReconciliationCounts {
  /** Organizations that were looked at. */
  readonly compared: number;
  /** Drift that was still there at the second look. */
  readonly found: number;
  /** Projections that were written anew. */
  readonly repaired: number;
}
