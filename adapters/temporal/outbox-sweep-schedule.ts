import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client } from '@temporalio/client';

import { sweepScheduleId, workflowTypes } from '../../workflows/contract';

/**
 * Creates the Schedule that looks for mail left behind by a crash, unless it is there already. Any number of workers may
 * try at once: the schedule's id is the same for all of them.
 */
export async function ensureOutboxSweep(client: Client, taskQueue: string, everyMs: number): Promise<void> {
  try {
    await client.schedule.create({
      scheduleId: sweepScheduleId,
      spec: { intervals: [{ every: everyMs }] },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
      action: { type: 'startWorkflow', workflowType: workflowTypes.sweep, taskQueue, workflowId: sweepScheduleId },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
