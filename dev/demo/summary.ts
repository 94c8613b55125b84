import type { components } from '../../client/index';
import { lifecycleWorkflowId } from '../../workflows/contract';
import type { Stack } from '../stack';
import type { DemoWorld } from './demo-world';
import type { Timeline, TimelineEntry } from './timeline';

type Report = components['schemas']['CheckReport'];
type Message = components['schemas']['Message'];

/** What `--json` prints as its last line. */
export interface DemoSummary {
  readonly ok: boolean;
  readonly error?: string;
  readonly organizationId?: string;
  readonly workflowId?: string;
  readonly temporalUi?: string | null;
  readonly timeline: readonly TimelineEntry[];
  readonly checks?: Pick<Report, 'verdict' | 'results'>;
  readonly messages?: readonly Pick<Message, 'id' | 'category' | 'route' | 'state'>[];
  readonly notices?: readonly { readonly to: string; readonly about: string }[];
  readonly tookMs: number;
}

export function successSummary(stack: Stack, world: DemoWorld, report: Report, mails: readonly Message[]): DemoSummary {
  const workflowId = lifecycleWorkflowId(world.organizationId);
  const { temporalUi } = stack.addresses;
  const page = `namespaces/default/workflows/${encodeURIComponent(workflowId)}`;
  return {
    ok: true,
    organizationId: world.organizationId,
    workflowId,
    temporalUi: temporalUi === undefined ? null : new URL(page, temporalUi).href,
    timeline: world.timeline.entries,
    checks: { verdict: report.verdict, results: report.results },
    messages: mails.map(({ id, category, route, state }) => ({ id, category, route, state })),
    notices: world.notices,
    tookMs: world.timeline.tookMs,
  };
}

export function failureSummary(timeline: Timeline, error: unknown): DemoSummary {
  return { ok: false, error: messageOf(error), timeline: timeline.entries, tookMs: timeline.tookMs };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
