import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client, type ScheduleOptions } from '@temporalio/client';

import { sweepScheduleId, workflowTypes } from '../../workflows/contract';

/**
 * Creates the Schedule that looks for mail left behind by a crash; one that is there already is given this interval and
 * task queue, and stays paused if somebody has paused it. Any number of workers may try at once: the schedule's id is the
 * same for all of them.
 */
export async function ensureOutboxSweep(client: Client, taskQueue: string, everyMs: number): Promise<void> {
  const sweep = sweepSchedule(taskQueue, everyMs);
  try {
    await client.schedule.create({ scheduleId: sweepScheduleId, ...sweep });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await client.schedule.getHandle(sweepScheduleId).update(({ state }) => ({ ...sweep, state }));
  }
}

function sweepSchedule(taskQueue: string, everyMs: number) {
  return {
    spec: { intervals: [{ every: everyMs }] },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
    action: { type: 'startWorkflow', workflowType: workflowTypes.sweep, taskQueue, workflowId: sweepScheduleId },
  } satisfies Omit<ScheduleOptions, 'scheduleId'>;
}
