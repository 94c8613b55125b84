/** How a bench is to run. */
export interface BenchContext {
  /** What part of each workload is done: 1, or less to see that it runs or for want of time. */
  readonly scale: number;
  readonly rounds: number;
  /** How many organizations there are at last, where a bench lets them grow; null for as many as the scale asks for. */
  readonly organizations: number | null;
  /** Only these, where any are named. */
  readonly workloads: readonly string[];
  readonly contenders: readonly string[];
  /** Hears a line for each step. */
  readonly progress: (line: string) => void;
  /** Hears of what has been found out so far, by benches that take long: an interruption then costs only the rest. */
  readonly interim: (report: BenchReport) => Promise<void>;
}

/** What a bench found out: as one object for machines, and as text for the documentation. */
export interface BenchReport {
  readonly figures: object;
  readonly markdown: string;
}

export interface Bench {
  readonly says: string;
  run(context: BenchContext): Promise<BenchReport>;
}
