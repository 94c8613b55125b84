/** What a round of sending has of whoever runs it: an activity, or a worker's shared dispatcher. */
export interface RoundContext {
  /** Ends what is on its way. */
  readonly cancellationSignal: AbortSignal;
  readonly log: {
    warn(message: string, meta?: Record<string, unknown>): unknown;
    error(message: string, meta?: Record<string, unknown>): unknown;
  };
}
