import { median, rounded, spreadOf, type Spread } from '../support/statistics';
import type { Measured, Percentiles } from './measured';

/** One contender in one workload: medians over the rounds; mails that went astray are added up. */
export interface WorkloadResult {
  readonly name: string;
  readonly peer: string;
  readonly rounds: number;
  readonly mailsPerSecond: number;
  readonly mailsPerSecondSpread: Spread;
  readonly cpuSecondsPer1000: number;
  readonly cpuByPart: Readonly<Record<string, number>>;
  readonly acceptMs: Percentiles;
  readonly endToEndMs: Percentiles;
  readonly rssMb: number;
  readonly connections: number;
  readonly refused: number;
  readonly lost: number;
  readonly doubled: number;
  readonly held: number;
  readonly waiting: number;
}

export function summarize(name: string, peer: string, rounds: readonly Measured[]): WorkloadResult {
  const middle = (pick: (round: Measured) => number): number => rounded(median(rounds.map(pick)));
  const sum = (pick: (round: Measured) => number): number => rounds.reduce((total, round) => total + pick(round), 0);
  const rates = spreadOf(rounds.map(({ mailsPerSecond }) => mailsPerSecond));
  const parts = Object.keys(rounds[0]?.cpuByPart ?? {});
  return {
    name,
    peer,
    rounds: rounds.length,
    mailsPerSecond: rounded(rates.median),
    mailsPerSecondSpread: {
      median: rounded(rates.median),
      lowest: rounded(rates.lowest),
      highest: rounded(rates.highest),
    },
    cpuSecondsPer1000: middle(({ cpuSecondsPer1000 }) => cpuSecondsPer1000),
    cpuByPart: Object.fromEntries(parts.map((part) => [part, middle(({ cpuByPart }) => cpuByPart[part] ?? 0)])),
    acceptMs: { p50: middle(({ acceptMs }) => acceptMs.p50), p99: middle(({ acceptMs }) => acceptMs.p99) },
    endToEndMs: { p50: middle(({ endToEndMs }) => endToEndMs.p50), p99: middle(({ endToEndMs }) => endToEndMs.p99) },
    rssMb: Math.round(median(rounds.map(({ rssMb }) => rssMb))),
    connections: Math.max(...rounds.map(({ connections }) => connections)),
    refused: sum(({ refused }) => refused),
    lost: sum(({ lost }) => lost),
    doubled: sum(({ doubled }) => doubled),
    held: sum(({ held }) => held),
    waiting: sum(({ waiting }) => waiting),
  };
}
