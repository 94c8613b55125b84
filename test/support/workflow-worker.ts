import { randomUUID } from 'node:crypto';

import type { NativeConnection } from '@temporalio/worker';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { temporal } from '@temporalio/proto';

import type { AnnouncementActivities } from '../../activities/announcement-activities';
import type { CheckActivities } from '../../activities/check-activities';
import type { DeliveryActivities } from '../../activities/delivery-activities';
import type { InboundActivities } from '../../activities/inbound-activities';
import type { LifecycleActivities } from '../../activities/lifecycle-activities';
import type { RetentionActivities } from '../../activities/retention-activities';
import type { StatisticsActivities } from '../../activities/statistics-activities';
import type { ReconciliationActivities } from '../../activities/reconciliation-activities';
import type { ReturnedMailActivities } from '../../activities/returned-mail-activities';
import type { ReviewActivities } from '../../activities/review-activities';
import type { UndeliverableActivities } from '../../activities/undeliverable-activities';

import { testTemporalAddress, testTimeSkippingServer, testWorkflowBundle } from './embedded-addresses';

export type AllActivities = AnnouncementActivities &
  CheckActivities &
  DeliveryActivities &
  InboundActivities &
  LifecycleActivities &
  ReconciliationActivities &
  RetentionActivities &
  StatisticsActivities &
  ReturnedMailActivities &
  ReviewActivities &
  UndeliverableActivities;

/** A worker of its own task queue, running the workflows of this project with the activities given. */
export interface WorkflowWorker {
  readonly taskQueue: string;
  stop(): Promise<void>;
}

/** The dev server of this test run. */
export async function devServerEnvironment(): Promise<TestWorkflowEnvironment> {
  quietRuntime();
  return TestWorkflowEnvironment.createFromExistingServer({ address: testTemporalAddress() });
}

/** A server whose clock jumps to the next timer; its time is shared by all that use it, so each test file has its own. */
export async function timeSkippingEnvironment(): Promise<TestWorkflowEnvironment> {
  quietRuntime();
  const path = testTimeSkippingServer();
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
  const { INDEXED_VALUE_TYPE_DATETIME: date, INDEXED_VALUE_TYPE_KEYWORD: keyword } =
    temporal.api.enums.v1.IndexedValueType;
  await environment.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: {
      OrganizationId: keyword,
      Entitlement: keyword,
      DraftStatus: keyword,
      LiveStatus: keyword,
      ReviewDueAt: date,
      CertificateExpiresAt: date,
    },
  });
  return environment;
}

export async function startWorkflowWorker(
  connection: NativeConnection,
  activities: Partial<AllActivities>,
  taskQueue: string = randomUUID(),
): Promise<WorkflowWorker> {
  const worker = await Worker.create({
    connection,
    taskQueue,
    activities,
    workflowBundle: { codePath: testWorkflowBundle() },
  });
  const running = worker.run();
  return {
    taskQueue,
    async stop() {
      worker.shutdown();
      await running;
    },
  };
}

let installed = false;

function quietRuntime(): void {
  if (installed) return;
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  installed = true;
}
