import type { BenchReport } from '../bench';
import type { Machine } from '../support/machine';
import { markdownTable } from '../support/markdown-table';
import { median, rounded, spreadOf, type Spread } from '../support/statistics';
import type { LoadFigures } from './load';

export const goal = 0.7;

export interface MeasuredWorkload {
  readonly name: string;
  readonly says: string;
  readonly service: readonly LoadFigures[];
  readonly bare: readonly LoadFigures[];
}

export interface WorkloadSummary {
  readonly name: string;
  readonly servicePerSecond: Spread;
  readonly barePerSecond: Spread;
  readonly ratio: number;
  readonly reachesGoal: boolean;
}

export interface ApiFigures {
  readonly machine: Machine;
  readonly connections: number;
  readonly rounds: number;
  readonly secondsPerRound: number;
  readonly workloads: readonly WorkloadSummary[];
}

export function summarize({ name, service, bare }: MeasuredWorkload): WorkloadSummary {
  const servicePerSecond = spreadOf(service.map(({ perSecond }) => perSecond));
  const barePerSecond = spreadOf(bare.map(({ perSecond }) => perSecond));
  const ratio = servicePerSecond.median / barePerSecond.median;
  return { name, servicePerSecond, barePerSecond, ratio: rounded(ratio), reachesGoal: ratio >= goal };
}

export function apiReport(
  about: Omit<ApiFigures, 'workloads'>,
  measured: readonly MeasuredWorkload[],
): BenchReport & { readonly figures: ApiFigures } {
  const workloads = measured.map(summarize);
  const rows = measured.map((each, index) => {
    const summary = workloads[index] ?? summarize(each);
    const { servicePerSecond, barePerSecond, ratio, reachesGoal } = summary;
    return [
      `${each.name}: ${each.says}`,
      spread(servicePerSecond),
      spread(barePerSecond),
      `${p99(each.service)} / ${p99(each.bare)}`,
      `${ratio.toFixed(2)}${reachesGoal ? '' : ' (goal missed)'}`,
    ];
  });
  const { machine, connections, rounds, secondsPerRound } = about;
  const columns = ['workload', 'service, per second', 'bare Express', 'p99 ms', 'ratio'];
  const markdown = [
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, load before the run ${machine.loadAverage}. ` +
      `${connections} connections, ${rounds} alternating rounds of ${secondsPerRound} s; goal: a ratio of ${goal}.`,
    markdownTable(columns, rows),
  ].join('\n\n');
  return { figures: { ...about, workloads }, markdown };
}

function spread({ median: middle, lowest, highest }: Spread): string {
  return `${middle.toFixed(0)} (${lowest.toFixed(0)}–${highest.toFixed(0)})`;
}

function p99(figures: readonly LoadFigures[]): string {
  return median(figures.map(({ p99Ms }) => p99Ms)).toFixed(1);
}
