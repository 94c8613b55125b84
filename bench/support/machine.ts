import { arch, cpus, loadavg, release, totalmem } from 'node:os';

/** What a figure was measured on. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  /** Of the last minute before the run: what else the machine was doing. */
  readonly loadAverage: number;
}

export function thisMachine(): Machine {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    system: `Linux ${release()} ${arch()}`,
    loadAverage: Number((loadavg()[0] ?? 0).toFixed(2)),
  };
}
