import type { BenchReport } from '../bench';
import type { Machine } from '../support/machine';
import { markdownTable } from '../support/markdown-table';
import type { WorkloadResult } from './summary';
import type { Target } from './targets';

/** What the command says at its end, in the form that `--json` prints. */
export interface DeliveryFigures {
  readonly machine: Machine;
  /** Of each workload's size: 1, or less where the run was a smaller one. */
  readonly scale: number;
  readonly rounds: number;
  readonly versions: Readonly<Record<string, string>>;
  readonly workloads: readonly WorkloadResult[];
  readonly ratios: Readonly<Record<string, Target>>;
}

export interface DeliveryReport extends BenchReport {
  readonly figures: DeliveryFigures;
}

export function deliveryReport(figures: DeliveryFigures): DeliveryReport {
  return { figures, markdown: [head(figures), workloadTables(figures), ratioTable(figures)].join('\n\n') };
}

function head({ machine, versions, scale, rounds }: DeliveryFigures): string {
  const { cpu, cores, memoryGb, system, loadAverage } = machine;
  const named = Object.entries(versions).map(([name, version]) => `- ${name}: ${version}`);
  const where = `${cpu}, ${cores} cores, ${memoryGb} GB, ${system}; load average at the start ${loadAverage}. Alternating rounds: ${rounds}.`;
  const size =
    scale === 1
      ? ''
      : ` A smaller run: each workload has ${Math.round(scale * 100)} % of the mails that its name says.`;
  return `Measured on ${new Date().toISOString().slice(0, 10)} on ${where}${size}\n\n${named.join('\n')}`;
}

function workloadTables({ workloads }: DeliveryFigures): string {
  const columns = [
    'workload',
    'who',
    'mails/s (spread)',
    'CPU s/1,000',
    'accept p50/p99 ms',
    'end to end p50/p99 ms',
    'MB',
    'lost',
    'doubled',
    'held',
  ];
  return markdownTable(columns, workloads.map(workloadRow));
}

function workloadRow(result: WorkloadResult): string[] {
  const { name, peer, mailsPerSecondSpread: rate, cpuSecondsPer1000, acceptMs, endToEndMs, rssMb } = result;
  const { lost, doubled, held } = result;
  return [
    name,
    peer,
    `${rate.median} (${rate.lowest}–${rate.highest})`,
    String(cpuSecondsPer1000),
    `${acceptMs.p50}/${acceptMs.p99}`,
    `${endToEndMs.p50}/${endToEndMs.p99}`,
    String(rssMb),
    String(lost),
    String(doubled),
    String(held),
  ];
}

function ratioTable({ ratios }: DeliveryFigures): string {
  const rows = Object.values(ratios).map(({ says, limit, ratio, isMet }) => [
    says,
    'atLeast' in limit ? `≥ ${limit.atLeast}` : `≤ ${limit.atMost}`,
    ratio === null ? 'not measured' : String(ratio),
    isMet === null ? '–' : isMet ? 'met' : 'missed',
  ]);
  return markdownTable(['ratio', 'wanted', 'measured', ''], rows);
}
