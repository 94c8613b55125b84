import { percentile } from '../support/statistics';
import { timed } from './many';
import type { CpuCost, LifecycleService } from './service';

/** What a command and the worker's memory cost while so many organizations have a lifecycle. */
export interface GrowthFigures {
  readonly organizations: number;
  /** Organizations that came within a second. */
  readonly registrationsPerSecond: number;
  /** For each registration. */
  readonly cpuMs: CpuCost;
  /** A command to a lifecycle that no worker may hold any more. */
  readonly commandMs: { readonly p50: number; readonly p99: number };
  /** Executions that the worker holds in memory, whatever their workflow. */
  readonly held: number;
  readonly workerMb: number;
}

const atOnce = 40;
const probes = 100;

/** Lets the number of idle organizations grow from step to step, and looks at each. */
export async function measureGrowth(
  service: LifecycleService,
  steps: readonly number[],
  found: (figures: GrowthFigures) => Promise<void>,
): Promise<void> {
  for (const [index, step] of steps.entries()) await found(await measureStep(service, steps[index - 1] ?? 0, step));
}

async function measureStep(service: LifecycleService, from: number, to: number): Promise<GrowthFigures> {
  const coming = Array.from({ length: to - from }, (_, index) => idName(from + index));
  const since = performance.now();
  const cpuMs = await service.costOf(coming.length, async () => {
    await timed(coming, atOnce, async (organizationId) => await register(service, organizationId));
  });
  const registrationsPerSecond = coming.length / ((performance.now() - since) / 1000);
  // Far apart from each other, so that most of them have left the worker's cache.
  const asked = Array.from({ length: probes }, (_, index) => idName(Math.floor((index * to) / probes)));
  const commandMs = await timed(asked, 1, async (organizationId) => await prefer(service, organizationId));
  return {
    organizations: to,
    registrationsPerSecond,
    cpuMs,
    commandMs: { p50: percentile(commandMs, 0.5), p99: percentile(commandMs, 0.99) },
    held: await service.heldExecutions(),
    workerMb: await service.workerMb(),
  };
}

function idName(index: number): string {
  return `idle-${String(index).padStart(6, '0')}`;
}

/** What an organization costs that has just been made known. */
async function register(service: LifecycleService, organizationId: string): Promise<void> {
  const profile = { name: organizationId, adminAddress: `admin@${organizationId}.example`, locale: 'en' } as const;
  await service.command(organizationId, 'sales', 'register', { profile });
}

/** A command that writes no mail. */
async function prefer(service: LifecycleService, organizationId: string): Promise<void> {
  const preferences = { undeliverablesTo: 'admin', replyTo: null, branding: true } as const;
  await service.command(organizationId, 'org-admin', 'setPreferences', { preferences });
}
