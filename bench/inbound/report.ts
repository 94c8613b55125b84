import type { BenchReport } from '../bench';
import type { Machine } from '../support/machine';
import { markdownTable } from '../support/markdown-table';
import { percentile, rounded, spreadOf, type Spread } from '../support/statistics';
import type { SentFigures } from './bounce-sender';

/** Stored bounces a minute that a listener has to reach. */
export const goal = 10_000;

export interface MeasuredHabit {
  readonly name: string;
  readonly rounds: readonly SentFigures[];
  /** CPU seconds of the listener, and of MongoDB and Temporal together, in all rounds. */
  readonly listenerCpuSeconds: number;
  readonly storesCpuSeconds: number;
}

export interface HabitSummary {
  readonly name: string;
  readonly perMinute: Spread;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly listenerCpuPerThousand: number;
  readonly storesCpuPerThousand: number;
  readonly reachesGoal: boolean;
}

export interface InboundFigures {
  readonly machine: Machine;
  readonly connections: number;
  readonly bouncesPerRound: number;
  readonly habits: readonly HabitSummary[];
  /** Answered with 250 and not found in the store afterwards. */
  readonly lost: number;
  readonly settling: Settling;
}

/** Reading, correlating and settling by one worker that works off what has piled up. */
export interface Settling {
  readonly perMinute: number;
  /** CPU seconds of the worker, and of MongoDB and Temporal together, for 1,000 bounces. */
  readonly workerCpuPerThousand: number;
  readonly storesCpuPerThousand: number;
}

export function summarize({ name, rounds, listenerCpuSeconds, storesCpuSeconds }: MeasuredHabit): HabitSummary {
  const latencies = rounds.flatMap(({ latenciesMs }) => latenciesMs);
  const perMinute = spreadOf(rounds.map(({ stored, seconds }) => (stored / seconds) * 60));
  return {
    name,
    perMinute,
    p50Ms: rounded(percentile(latencies, 0.5)),
    p99Ms: rounded(percentile(latencies, 0.99)),
    listenerCpuPerThousand: rounded((listenerCpuSeconds / latencies.length) * 1000),
    storesCpuPerThousand: rounded((storesCpuSeconds / latencies.length) * 1000),
    reachesGoal: perMinute.median >= goal,
  };
}

export function inboundReport(
  about: Omit<InboundFigures, 'habits'>,
  measured: readonly MeasuredHabit[],
): BenchReport & { readonly figures: InboundFigures } {
  const habits = measured.map(summarize);
  const { machine, connections, bouncesPerRound, lost, settling } = about;
  const rows = habits.map((habit) => [
    habit.name,
    `${spreadText(habit.perMinute)}${habit.reachesGoal ? '' : ' (goal missed)'}`,
    `${habit.p50Ms} / ${habit.p99Ms}`,
    String(habit.listenerCpuPerThousand),
    String(habit.storesCpuPerThousand),
  ]);
  const columns = ['connections', 'stored a minute', 'p50 / p99 ms', 'listener CPU s/1,000', 'stores CPU s/1,000'];
  const markdown = [
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, load before the run ${machine.loadAverage}. ` +
      `${connections} connections at once, ${measured[0]?.rounds.length ?? 0} rounds of ${bouncesPerRound} bounces; goal: ${goal} a minute.`,
    markdownTable(columns, rows),
    `Answered with 250 and not in the store: ${lost}. One worker that works off what has piled up settles ` +
      `${settling.perMinute.toFixed(0)} a minute, for ${rounded(settling.workerCpuPerThousand)} s of its own CPU and ` +
      `${rounded(settling.storesCpuPerThousand)} s of the stores for 1,000.`,
  ].join('\n\n');
  return { figures: { ...about, habits }, markdown };
}

function spreadText({ median, lowest, highest }: Spread): string {
  return `${median.toFixed(0)} (${lowest.toFixed(0)}–${highest.toFixed(0)})`;
}
