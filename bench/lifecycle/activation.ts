import { setTimeout as delay } from 'node:timers/promises';

import type { Decision } from '../../domain/lifecycle/state';
import { checklistItems } from '../../domain/review/checklist';
import { Secret } from '../../domain/secret';
import type { Sink } from '../delivery/sink/sink';
import { percentile } from '../support/statistics';
import { benchSettings } from './bench-settings';
import { timed } from './many';
import type { CpuCost, LifecycleService } from './service';

export interface ActivationFigures {
  readonly organizations: number;
  readonly perSecond: number;
  readonly commandsPerSecond: number;
  readonly wholeWayMs: { readonly p50: number; readonly p99: number };
  /** For each activation. */
  readonly cpuMs: CpuCost;
}

const atOnce = 20;
const commandsEach = 5;
const lookEveryMs = 25;
const credentialId = 'bench';

/** Takes organizations the whole way through every gate, a real check of a mail server included. */
export async function measureActivations(
  service: LifecycleService,
  sink: Sink,
  organizations: readonly string[],
): Promise<ActivationFigures> {
  await sink.begin({ roundTripMs: 0, pipelining: true, tarpits: [] });
  const since = performance.now();
  let durations: number[] = [];
  const cpuMs = await service.costOf(organizations.length, async () => {
    durations = await timed(organizations, atOnce, async (id) => await activate(service, sink, id));
  });
  const seconds = (performance.now() - since) / 1000;
  return {
    organizations: organizations.length,
    perSecond: organizations.length / seconds,
    commandsPerSecond: (organizations.length * commandsEach) / seconds,
    wholeWayMs: { p50: percentile(durations, 0.5), p99: percentile(durations, 0.99) },
    cpuMs,
  };
}

async function activate(
  service: LifecycleService,
  { host, port, password }: Sink,
  organizationId: string,
): Promise<void> {
  const { vault, codes } = service.adapters;
  const profile = { name: organizationId, adminAddress: `admin@${organizationId}.example`, locale: 'en' } as const;
  const settings = benchSettings(organizationId, { host, port });
  await service.command(organizationId, 'sales', 'register', { profile });
  await service.command(organizationId, 'sales', 'unlock', { note: null, contractReference: 'bench' });
  await vault.deposit({ organizationId, revision: 1, credentialId }, new Secret(password));
  await service.command(organizationId, 'org-admin', 'submitSettings', { revision: 0, settings, credentialId });
  const reportId = await checked(service, organizationId);
  const code = codes.codeFor(organizationId, 1, 1);
  await service.command(organizationId, 'org-admin', 'confirmTestMail', { revision: 1, code });
  const seen = { reportId, checklist: checklistItems };
  const decision: Decision = { ...seen, verdict: 'approve', reason: '', internalNote: null, fields: [] };
  await service.command(organizationId, 'reviewer', 'decide', { revision: 1, decision });
}

/** The id of the report once the check has passed. */
async function checked({ adapters }: LifecycleService, organizationId: string): Promise<string> {
  for (;;) {
    const draft = (await adapters.lifecycles.find(organizationId))?.draft;
    if (draft?.status === 'check-failed') {
      throw new Error(`The check of ${organizationId} failed at ${draft.check?.failingStage ?? 'its end'}`);
    }
    if (draft?.status !== 'checking') return draft?.check?.reportId ?? '';
    await delay(lookEveryMs);
  }
}
