import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client, type ScheduleOptions } from '@temporalio/client';

import {
  announcementSweepScheduleId,
  inboundSweepScheduleId,
  sweepScheduleId,
  workflowTypes,
} from '../../workflows/contract';

/** What is looked for at intervals because a crash may have left it behind: mail to send, mail to route, news to tell. */
export type Sweep = 'outbox' | 'inbound' | 'announcements';

const sweeps = {
  outbox: { scheduleId: sweepScheduleId, workflowType: workflowTypes.sweep },
  announcements: { scheduleId: announcementSweepScheduleId, workflowType: workflowTypes.announcementSweep },
  inbound: { scheduleId: inboundSweepScheduleId, workflowType: workflowTypes.inboundSweep },
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
  const { scheduleId, workflowType } = sweeps[sweep];
  return {
    spec: { intervals: [{ every: everyMs }] },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
    action: { type: 'startWorkflow', workflowType, taskQueue, workflowId: scheduleId },
  } satisfies Omit<ScheduleOptions, 'scheduleId'>;
}
