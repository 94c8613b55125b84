import { percentile } from '../support/statistics';
import { timed } from './many';
import type { LifecycleService } from './service';

/** What a command and the worker's memory cost while so many organizations have a lifecycle. */
export interface GrowthFigures {
  readonly organizations: number;
  /** Organizations that came within a second. */
  readonly registrationsPerSecond: number;
  /** A command to a lifecycle that no worker may hold any more. */
  readonly commandMs: { readonly p50: number; readonly p99: number };
  readonly workerMb: number;
}

const atOnce = 40;
const probes = 100;

/** Lets the number of idle organizations grow from step to step, and looks at each. */
export async function measureGrowth(
  service: LifecycleService,
  steps: readonly number[],
  progress: (line: string) => void,
): Promise<GrowthFigures[]> {
  const figures: GrowthFigures[] = [];
  let present = 0;
  for (const step of steps) {
    const coming = Array.from({ length: step - present }, (_, index) => idName(present + index));
    const since = performance.now();
    await timed(coming, atOnce, async (organizationId) => await register(service, organizationId));
    const registrationsPerSecond = coming.length / ((performance.now() - since) / 1000);
    present = step;
    // Far apart from each other, so that most of them have left the worker's cache.
    const asked = Array.from({ length: probes }, (_, index) => idName(Math.floor((index * present) / probes)));
    const commandMs = await timed(asked, 1, async (organizationId) => await prefer(service, organizationId));
    const found = {
      organizations: present,
      registrationsPerSecond,
      commandMs: { p50: percentile(commandMs, 0.5), p99: percentile(commandMs, 0.99) },
      workerMb: service.workerMb(),
    };
    progress(
      `  ${present} organizations: a command ${found.commandMs.p50.toFixed(0)} ms, the worker ${found.workerMb.toFixed(0)} MB`,
    );
    figures.push(found);
  }
  return figures;
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
