import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  /** Of the process itself and of its children that have ended, in clock ticks. */
  readonly ticks: number;
}

const SAMPLE_MS = 500;

/** CPU seconds that these processes and everything below them have used so far. */
export function cpuSecondsOf(roots: readonly number[]): number {
  const rows = treesOf(roots);
  return rows.reduce((sum, { ticks }) => sum + ticks, 0) / ticksPerSecond();
}

/** What these processes and everything below them take of the memory right now, in megabytes. */
export function memoryMbOf(roots: readonly number[]): number {
  return treesOf(roots).reduce((sum, { pid }) => sum + proportionalKb(pid), 0) / 1024;
}

/** Watches how much memory process trees take together: proportional set sizes, so that nothing shared counts twice. */
export class MemoryWatch {
  #peakMb = 0;
  readonly #roots: () => readonly number[];
  readonly #timer: NodeJS.Timeout;

  constructor(roots: () => readonly number[]) {
    this.#roots = roots;
    this.#timer = setInterval(() => this.#sample(), SAMPLE_MS);
  }

  /** Ends the watch and tells the peak in megabytes. */
  stop(): number {
    clearInterval(this.#timer);
    this.#sample();
    return this.#peakMb;
  }

  #sample(): void {
    this.#peakMb = Math.max(this.#peakMb, memoryMbOf(this.#roots()));
  }
}

function treesOf(roots: readonly number[]): ProcessRow[] {
  const rows = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => rowOf(Number(name)) ?? []);
  const wanted = new Set(roots);
  for (let size = 0; size !== wanted.size;) {
    size = wanted.size;
    for (const { pid, parent } of rows) if (wanted.has(parent)) wanted.add(pid);
  }
  return rows.filter(({ pid }) => wanted.has(pid));
}

/** proc(5): the fields behind the name in parentheses, which may hold anything. */
function rowOf(pid: number): ProcessRow | undefined {
  const text = readIfThere(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const parent = Number(fields[1]);
  const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index] ?? 0), 0);
  return { pid, parent, ticks };
}

function proportionalKb(pid: number): number {
  return Number(/^Pss:\s+(\d+)/m.exec(readIfThere(`/proc/${pid}/smaps_rollup`) ?? '')?.[1] ?? 0);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

let knownTicks: number | undefined;

function ticksPerSecond(): number {
  knownTicks ??= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  return knownTicks;
}
