import type { BenchReport } from '../bench';
import type { Machine } from '../support/machine';
import { markdownTable } from '../support/markdown-table';
import { rounded } from '../support/statistics';
import type { ActivationFigures } from './activation';
import type { GrowthFigures } from './growth';
import type { QueryFigures } from './queries';
import { cachedWorkflows } from './service';
import type { YearFigures } from './year';

/** What the command says at its end, in the form that `--json` prints. */
export interface LifecycleFigures {
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  /** How many there were at last. */
  readonly organizations: number;
  /** Parts that are missing have not been measured yet. */
  readonly activation?: ActivationFigures;
  readonly growth: readonly GrowthFigures[];
  readonly queries?: readonly QueryFigures[];
  readonly year?: YearFigures;
}

export interface LifecycleReport extends BenchReport {
  readonly figures: LifecycleFigures;
}

/** So many a full run ends with. */
export const mostOrganizations = 10_000;

/** Where the Temporal server begins to warn. */
const warnings = { events: 10_240, megabytes: 10 } as const;

export function lifecycleReport(figures: LifecycleFigures): LifecycleReport {
  const { activation, growth, queries, year } = figures;
  const parts = [
    head(figures),
    ...(activation ? [activationTable(activation)] : []),
    ...(growth.length > 0 ? [growthTable(growth)] : []),
    ...(queries ? [queryTable(queries, figures.organizations)] : []),
    ...(year ? [yearTable(year)] : []),
  ];
  return { figures, markdown: parts.join('\n\n') };
}

function head(figures: LifecycleFigures): string {
  const { machine, versions, organizations } = figures;
  const { cpu, cores, memoryGb, system, loadAverage } = machine;
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const where = `${cpu}, ${cores} cores, ${memoryGb} GB, ${system}; load average at the start ${loadAverage}`;
  const size =
    organizations < mostOrganizations
      ? ` A smaller run: ${organizations} organizations, not ${mostOrganizations}.`
      : '';
  const end = isWhole(figures) ? '' : ' Not the whole of it: what is missing was not measured.';
  return `Measured on ${new Date().toISOString().slice(0, 10)} on ${where}. ${named.join(', ')}.${size}${end}`;
}

function isWhole({ activation, growth, queries, year, organizations }: LifecycleFigures): boolean {
  return Boolean(activation && queries && year) && growth.at(-1)?.organizations === organizations;
}

function activationTable({
  organizations,
  perSecond,
  commandsPerSecond,
  wholeWayMs,
  cpuMs,
}: ActivationFigures): string {
  const columns = [
    'activations',
    'per second',
    'commands/s',
    'whole way p50/p99 ms',
    'CPU ms each: worker',
    'Temporal',
    'MongoDB',
  ];
  const figures = [perSecond, commandsPerSecond].map(text);
  const way = `${text(wholeWayMs.p50)}/${text(wholeWayMs.p99)}`;
  return markdownTable(columns, [
    [String(organizations), ...figures, way, text(cpuMs.worker), text(cpuMs.temporal), text(cpuMs.mongodb)],
  ]);
}

function growthTable(growth: readonly GrowthFigures[]): string {
  const rows = growth.map(({ organizations, registrationsPerSecond, cpuMs, commandMs, held, workerMb }) => [
    String(organizations),
    text(registrationsPerSecond),
    text(cpuMs.worker),
    text(cpuMs.temporal),
    text(cpuMs.mongodb),
    `${text(commandMs.p50)}/${text(commandMs.p99)}`,
    `${held} of ${cachedWorkflows}`,
    text(workerMb),
  ]);
  const cpu = ['CPU ms each: worker', 'Temporal', 'MongoDB'];
  const columns = ['organizations', 'registered/s', ...cpu, 'a command p50/p99 ms', 'held', 'worker MB'];
  return markdownTable(columns, rows);
}

function queryTable(queries: readonly QueryFigures[], organizations: number): string {
  const rows = queries.map(({ query, p50Ms, p99Ms }) => [query, text(p50Ms), text(p99Ms)]);
  return markdownTable([`query, ${organizations} organizations`, 'p50 ms', 'p99 ms'], rows);
}

function yearTable({
  days,
  checks,
  endedRuns,
  presentRun,
  eventsPerDay,
  bytesPerDay,
  runsInTenYears,
}: YearFigures): string {
  const longest = [...endedRuns, presentRun].toSorted((one, other) => other.events - one.events)[0] ?? presentRun;
  return markdownTable(
    ['live server, daily checks', 'measured', 'the server warns at'],
    [
      [`checks in ${days} days`, String(checks), '–'],
      ['events a day', text(eventsPerDay), '–'],
      ['kB a day', text(bytesPerDay / 1000), '–'],
      ['longest run, events', String(longest.events), String(warnings.events)],
      ['longest run, MB', text(longest.bytes / 1_000_000), String(warnings.megabytes)],
      ['runs in ten years', String(runsInTenYears), '–'],
      ['MB in ten years, all runs', text((bytesPerDay * 3_652) / 1_000_000), '–'],
    ],
  );
}

function text(value: number): string {
  return String(rounded(value));
}
