/** Two figures of a distribution, in milliseconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p99: number;
}

/** One contender's figures in one round of one workload. */
export interface Measured {
  readonly mailsPerSecond: number;
  readonly cpuSecondsPer1000: number;
  /** The same, by part; the sink's share stands beside them. */
  readonly cpuByPart: Readonly<Record<string, number>>;
  readonly acceptMs: Percentiles;
  /** From the moment a mail was handed over to the moment the sink had all of it. */
  readonly endToEndMs: Percentiles;
  readonly rssMb: number;
  /** Connections that the sink saw at most at the same time. */
  readonly connections: number;
  /** Answers other than 202. */
  readonly refused: number;
  /** Taken over, but neither delivered nor known to be on their way or held. */
  readonly lost: number;
  /** Deliveries beyond the first of each mail. */
  readonly doubled: number;
  readonly held: number;
  /** Taken over and still waiting when the round ended. */
  readonly waiting: number;
}
