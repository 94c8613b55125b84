import type { BenchMail } from '../mail';
import type { Sink } from '../sink/sink';

/** Where mails are handed over. */
export interface Intake {
  readonly url: string;
  /** Fresh ones for each request. */
  readonly headers: () => Readonly<Record<string, string>>;
  readonly body: (mail: BenchMail) => object;
  /** Hears of each mail that was taken over. */
  readonly accepted: (answer: unknown, messageId: string) => void;
}

/** What is known of mails that were taken over. */
export interface Outcomes {
  /** Shown as held: it may have gone out, and is never sent again by itself. */
  readonly held: ReadonlySet<string>;
  /** Still on their way: not lost yet, and not delivered. */
  readonly waiting: ReadonlySet<string>;
}

/** One who takes mails over and sends them, at work. */
export interface RunningContender {
  readonly intake: Intake;
  /** Its process trees, by part: all of them count. */
  parts(): Readonly<Record<string, readonly number[]>>;
  /** Ends the worker's process as a crash would, and starts it again. */
  crashWorker(): Promise<void>;
  /** A contender that keeps no books answers with nothing. */
  outcomesOf(messageIds: readonly string[]): Promise<Outcomes>;
  stop(): Promise<void>;
}

export interface ContenderOptions {
  /** An empty directory for logs and data, on the disk. */
  readonly directory: string;
  readonly sink: Sink;
  readonly organizations: readonly string[];
  /** How many connections a peer may open for one login. */
  readonly connections: number;
}

export interface Contender {
  readonly name: string;
  /** What it is, with versions. */
  readonly version: string;
  /** Why it cannot take part here; null when it can. */
  unavailable(): Promise<string | null>;
  start(options: ContenderOptions): Promise<RunningContender>;
}
