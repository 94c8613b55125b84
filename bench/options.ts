import { parseArgs } from 'node:util';

import type { BenchContext } from './bench';

/** Called in a way that cannot work; the message says why. */
export class UsageError extends Error {}

export interface BenchOptions extends Omit<BenchContext, 'progress' | 'interim'> {
  readonly name: string;
  readonly json: boolean;
  /** The document whose part about this bench is to be replaced; null for none. */
  readonly document: string | null;
}

const flag = { type: 'boolean', default: false } as const;
const text = { type: 'string' } as const;
const shapes = {
  json: flag,
  quick: flag,
  scale: text,
  rounds: text,
  organizations: text,
  workloads: text,
  contenders: text,
  document: text,
} as const;
const quickScale = 0.1;
const defaultRounds = 2;

/** Reads the command line. Throws UsageError. */
export function readOptions(args: readonly string[], benches: readonly string[]): BenchOptions {
  const { values, positionals } = parsed(args);
  const [name, ...rest] = positionals;
  if (name === undefined || rest.length > 0) throw new UsageError('Name one bench');
  if (!benches.includes(name)) throw new UsageError(`There is no bench named ${name}`);
  const { json, quick, document = null } = values;
  const rounds = Number(values.rounds ?? (quick ? 1 : defaultRounds));
  if (!Number.isInteger(rounds) || rounds < 1) throw new UsageError('--rounds: a whole number from 1');
  const scale = Number(values.scale ?? (quick ? quickScale : 1));
  if (!(scale > 0 && scale <= 1)) throw new UsageError('--scale: a number above 0, at most 1');
  return {
    name,
    json,
    scale,
    rounds,
    organizations: values.organizations === undefined ? null : organizationCount(values.organizations),
    document,
    workloads: list(values.workloads),
    contenders: list(values.contenders),
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: shapes, allowPositionals: true });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function organizationCount(value: string): number {
  const count = Number(value);
  if (!Number.isInteger(count) || count < 100) throw new UsageError('--organizations: a whole number from 100');
  return count;
}

function list(value = ''): string[] {
  return value.split(',').filter((part) => part !== '');
}
