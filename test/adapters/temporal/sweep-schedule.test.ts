import { randomUUID } from 'node:crypto';

import { Client, Connection, type ScheduleDescription } from '@temporalio/client';

import { ensureSweep } from '../../../adapters/temporal/sweep-schedule';
import { reconciliationScheduleId, sweepScheduleId, workflowTypes } from '../../../workflows/contract';

const hourMs = 3_600_000;

/** Every service has one such schedule for each namespace, so that these tests take turns in one. */
describe('the schedule of the sweep', () => {
  let connection: Connection;
  let client: Client;

  beforeAll(async () => {
    connection = await Connection.connect({ address: process.env['TEST_TEMPORAL_ADDRESS'] ?? '' });
    client = new Client({ connection });
  });

  const remove = async () =>
    client.schedule
      .getHandle(sweepScheduleId)
      .delete()
      .catch(() => {});

  beforeEach(remove);
  afterEach(remove);

  afterAll(async () => {
    await connection.close();
  });

  const described = async (): Promise<ScheduleDescription> => client.schedule.getHandle(sweepScheduleId).describe();

  const expectSweep = async (taskQueue: string, everyMs: number) => {
    const { spec, action } = await described();
    expect(spec.intervals).toMatchObject([{ every: everyMs }]);
    expect(action).toMatchObject({ workflowType: workflowTypes.sweep, taskQueue, workflowId: sweepScheduleId });
  };

  it('is made by the first of many workers that start at once', async () => {
    const taskQueue = randomUUID();
    await Promise.all(Array.from({ length: 5 }, async () => ensureSweep(client, 'outbox', taskQueue, hourMs)));
    await expectSweep(taskQueue, hourMs);
  });

  it('takes over a changed interval and task queue, and keeps its policies', async () => {
    await ensureSweep(client, 'outbox', 'old', hourMs);
    const { policies } = await described();
    const taskQueue = randomUUID();
    await ensureSweep(client, 'outbox', taskQueue, 2 * hourMs);
    await expectSweep(taskQueue, 2 * hourMs);
    expect((await described()).policies).toEqual(policies);
  });

  it('stays paused when somebody has paused it', async () => {
    await ensureSweep(client, 'outbox', 'old', hourMs);
    await client.schedule.getHandle(sweepScheduleId).pause('maintenance');
    await ensureSweep(client, 'outbox', 'new', hourMs);
    expect((await described()).state).toMatchObject({ paused: true, note: 'maintenance' });
    await expectSweep('new', hourMs);
  });
});

it('the comparison of projections with their lifecycles is scheduled for all organizations, and made up for when missed', async () => {
  const connection = await Connection.connect({ address: process.env['TEST_TEMPORAL_ADDRESS'] ?? '' });
  const client = new Client({ connection });
  const handle = client.schedule.getHandle(reconciliationScheduleId);
  await handle.delete().catch(() => {});
  await ensureSweep(client, 'reconciliation', 'a-queue', 24 * hourMs);
  const { spec, action, policies } = await handle.describe();
  expect(spec.intervals).toMatchObject([{ every: 24 * hourMs }]);
  expect(action).toMatchObject({ workflowType: workflowTypes.reconciliation, args: [{ organizationId: null }] });
  expect(policies.catchupWindow).toBe(24 * hourMs);
  await handle.delete();
  await connection.close();
});
