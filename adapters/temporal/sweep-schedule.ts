import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client, type ScheduleOptions } from '@temporalio/client';

import {
  announcementSweepScheduleId,
  inboundSweepScheduleId,
  oldMailSweepScheduleId,
  reconciliationScheduleId,
  statisticsScheduleId,
  sweepScheduleId,
  workflowTypes,
  type ReconciliationInput,
} from '../../workflows/contract';

/**
 * What is looked for at intervals: what a crash may have left behind (mail to send, mail to route, news to tell), and
 * projections that are not what their lifecycles have written, mail whose time is over, and what has to be counted.
 */
export type Sweep = 'outbox' | 'inbound' | 'announcements' | 'reconciliation' | 'old-mail' | 'statistics';

const all: ReconciliationInput = { organizationId: null };

/** What was missed while the service was away: the next time is near, or it is made up for once. */
const near = '1 minute';
const madeUpFor = '1 day';

const sweeps = {
  outbox: { scheduleId: sweepScheduleId, workflowType: workflowTypes.sweep, args: [], catchupWindow: near },
  announcements: {
    scheduleId: announcementSweepScheduleId,
    workflowType: workflowTypes.announcementSweep,
    args: [],
    catchupWindow: near,
  },
  inbound: {
    scheduleId: inboundSweepScheduleId,
    workflowType: workflowTypes.inboundSweep,
    args: [],
    catchupWindow: near,
  },
  'old-mail': {
    scheduleId: oldMailSweepScheduleId,
    workflowType: workflowTypes.oldMailSweep,
    args: [],
    catchupWindow: near,
  },
  statistics: {
    scheduleId: statisticsScheduleId,
    workflowType: workflowTypes.statistics,
    args: [],
    catchupWindow: near,
  },
  reconciliation: {
    scheduleId: reconciliationScheduleId,
    workflowType: workflowTypes.reconciliation,
    args: [all],
    catchupWindow: madeUpFor,
  },
} as const;

/**
 * Creates the Schedule of a sweep; one that is there already is given this interval and task queue, and stays paused if
 * somebody has paused it. Any number of workers may try at once: the schedule's id is the same for all of them.
 */
export async function ensureSweep(client: Client, sweep: Sweep, taskQueue: string, everyMs: number): Promise<void> {
  const { scheduleId } = sweeps[sweep];
  const schedule = scheduleOf(sweep, taskQueue, everyMs);
  try {
    await client.schedule.create({ scheduleId, ...schedule });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await client.schedule.getHandle(scheduleId).update(({ state }) => ({ ...schedule, state }));
  }
}

function scheduleOf(sweep: Sweep, taskQueue: string, everyMs: number) {
  const { scheduleId, workflowType, args, catchupWindow } = sweeps[sweep];
  return {
    spec: { intervals: [{ every: everyMs }] },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow },
    action: { type: 'startWorkflow', workflowType, taskQueue, workflowId: scheduleId, args: [...args] },
  } satisfies Omit<ScheduleOptions, 'scheduleId'>;
}
