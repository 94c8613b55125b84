/** A step of a workflow, as it is handed to whoever exports traces once it has ended. */
export interface WorkflowSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  /** Milliseconds since the epoch, by the workflow's clock: the same in every replay. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** The type of the failure that ended it; null for success. Never its message. */
  readonly failure: string | null;
}
