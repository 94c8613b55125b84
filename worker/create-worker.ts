import type { Client } from '@temporalio/client';
import { NativeConnection, Runtime, Worker, type State, type WorkflowBundleOption } from '@temporalio/worker';

import { createAnnouncementActivities } from '../activities/announcement-activities';
import { createCheckActivities } from '../activities/check-activities';
import { createDeliveryActivities, type DeliveryActivityDeps } from '../activities/delivery-activities';
import { createInboundActivities } from '../activities/inbound-activities';
import { createLifecycleActivities } from '../activities/lifecycle-activities';
import { createReconciliationActivities } from '../activities/reconciliation-activities';
import { createRetentionActivities } from '../activities/retention-activities';
import { createReturnedMailActivities } from '../activities/returned-mail-activities';
import { SharedDispatcher } from '../activities/shared-dispatcher';
import { SendingPace } from '../activities/sending-pace';
import { createReviewActivities } from '../activities/review-activities';
import { createStatisticsActivities } from '../activities/statistics-activities';
import { QuietSuppressionCheck } from '../activities/suppressed-recipients';
import type { ReceivedMailObserver } from '../activities/ports/received-mail-observer';
import { createUndeliverableActivities } from '../activities/undeliverable-activities';
import { KeyRing } from '../adapters/crypto/key-ring';
import { EncryptingPayloadCodec } from '../adapters/crypto/payload-codec';
import { createDataConverter } from '../adapters/temporal/data-converter';
import { openTemporalClient, temporalEndpoint } from '../adapters/temporal/temporal-connection';
import type { Tracing } from '../adapters/tracing/start-tracing';
import { ensureSweep } from '../adapters/temporal/sweep-schedule';
import type { WorkerConfig } from '../config/env';
import { domainOf } from '../domain/mail-server-settings';
import { createAdapters, type WorkerAdapters } from './adapters';
import { announcementSettings } from './announcements';
import { failureInterceptor } from './failure-interceptor';
import { originInterceptor, tracingSinks } from './origin-interceptor';
import { lifecyclePolicyFrom } from './lifecycle-policy';
import { temporalOptions } from './temporal-options';
import { reviewPolicyFrom } from './review-policy';
import type { WorkerMetrics } from './worker-metrics';

/** A worker that is ready to run, and what has to be closed after it. */
export interface ComposedWorker {
  readonly worker: Worker;
  readonly adapters: WorkerAdapters;
  /** Closes connections; call it once the worker has stopped. */
  close(): Promise<void>;
}

const minuteMs = 60_000;
const hourMs = 3_600_000;
/** One for each organization that is being sent for or lingers, besides checks and notices. */
const maxActivities = 1_000;
/** Longer than the API waits before it wakes the same dispatcher again, so that a busy one is hardly ever away. */
const lingerMs = 25_000;
const stopping: ReadonlySet<State> = new Set(['STOPPING', 'DRAINING', 'DRAINED', 'STOPPED', 'FAILED']);

/** Wires adapters, activities and workflows into a Temporal worker, and makes sure that the sweeps are scheduled. */
export async function createWorker(
  config: WorkerConfig,
  workflowBundle: WorkflowBundleOption,
  { metrics, tracing }: { readonly metrics: WorkerMetrics; readonly tracing: Tracing },
): Promise<ComposedWorker> {
  const temporal = temporalOptions(config);
  const dataConverter = createDataConverter(new EncryptingPayloadCodec(new KeyRing(config.PAYLOAD_KEYS)));
  const client = openTemporalClient(temporal, dataConverter);
  const adapters = createAdapters(config, client);
  const connection = await NativeConnection.connect(temporalEndpoint(temporal));
  await ensureSchedules(client, config);
  const delivery = deliveryDeps(config, adapters, () => stopping.has(worker.getState()));
  const pace = new SendingPace();
  const worker: Worker = await Worker.create({
    connection,
    dataConverter,
    workflowBundle,
    namespace: config.TEMPORAL_NAMESPACE,
    taskQueue: config.TEMPORAL_TASK_QUEUE,
    activities: {
      ...createActivities(config, adapters, metrics),
      ...createDeliveryActivities(delivery, pace),
      ...createReconciliationActivities({
        projections: adapters.projections,
        lifecycles: adapters.lifecycleInspector,
        drifts: adapters.drifts,
        observer: metrics.drift,
        perSecond: config.RECONCILIATION_PER_SECOND,
      }),
    },
    interceptors: {
      activity: [
        (context) => ({ inbound: metrics.interceptorFor(context.info.activityType) }),
        () => ({ inbound: failureInterceptor }),
        originInterceptor,
      ],
    },
    sinks: tracingSinks(tracing),
    shutdownGraceTime: config.WORKER_SHUTDOWN_GRACE_SECONDS * 1000,
    maxCachedWorkflows: config.WORKER_CACHED_WORKFLOWS,
    maxConcurrentActivityTaskExecutions: maxActivities,
    // Signs of life that come four times as often as they must outlast a busy moment.
    maxHeartbeatThrottleInterval: config.DELIVERY_TAKEOVER_SECONDS * 250,
  });
  const { logger: log } = Runtime.instance();
  const shared = new SharedDispatcher({ ...delivery, arrivals: adapters.doorbell, pace, log });
  shared.listen();
  const close = async (): Promise<void> => {
    await shared.close(config.WORKER_SHUTDOWN_GRACE_SECONDS * 1000);
    await adapters.transport.close();
    await adapters.doorbell.close();
    adapters.secretKeys.close();
    await adapters.mongo.close();
    await connection.close();
    await client.connection.close();
  };
  return { worker, adapters, close };
}

async function ensureSchedules(client: Client, config: WorkerConfig): Promise<void> {
  const { TEMPORAL_TASK_QUEUE: taskQueue } = config;
  for (const sweep of ['outbox', 'inbound', 'announcements'] as const) {
    await ensureSweep(client, sweep, taskQueue, config.OUTBOX_SWEEP_SECONDS * 1000);
  }
  await ensureSweep(client, 'old-mail', taskQueue, config.RETENTION_SWEEP_MINUTES * minuteMs);
  await ensureSweep(client, 'statistics', taskQueue, config.STATISTICS_SECONDS * 1000);
  await ensureSweep(client, 'reconciliation', taskQueue, config.RECONCILIATION_HOURS * hourMs);
}

function createActivities(config: WorkerConfig, adapters: WorkerAdapters, metrics: WorkerMetrics) {
  const { outbox, lifecycles, composer, dispatcher } = adapters;
  const platformSender = platformSenderOf(config);
  return {
    ...createLifecycleActivities({
      projector: adapters.projector,
      credentials: adapters.vault,
      confirmationCodes: adapters.codes,
      dispatcher,
      outbox,
      arrivals: adapters.doorbell,
      announcer: adapters.announcer,
      policy: lifecyclePolicyFrom(config),
    }),
    ...createBackgroundActivities(config, adapters),
    ...createAnnouncementActivities({
      ledger: adapters.announcements,
      announcer: adapters.announcer,
      outbox,
      composer,
      dispatcher,
      platformSender,
      ...announcementSettings(config, adapters),
    }),
    ...createReviewActivities({ reports: adapters.reports, neighbours: lifecycles, policy: reviewPolicyFrom(config) }),
    ...createCheckActivities({
      prober: adapters.prober,
      reports: adapters.reports,
      progress: adapters.progress,
      returnAddresses: adapters.returnAddresses,
      testMails: adapters.testMails,
    }),
    ...createFailureActivities(config, adapters, metrics, platformSender),
  };
}

/** What sending needs, whoever begins it. */
function deliveryDeps(
  config: WorkerConfig,
  { lifecycles, outbox, composer, attachments, transport, returnAddresses, dispatcher, ...adapters }: WorkerAdapters,
  isStopping: () => boolean,
): DeliveryActivityDeps {
  return {
    lifecycles,
    outbox,
    composer,
    attachments,
    transport,
    returnAddresses,
    dispatcher,
    platformSender: platformSenderOf(config),
    arrivals: adapters.doorbell,
    lingerMs,
    isStopping,
    digestFrom: config.NOTICE_DIGEST_FROM,
    retryMs: config.DELIVERY_RETRY_SECONDS * 1000,
    restMs: config.SENDING_REST_SECONDS * 1000,
    suppressions: new QuietSuppressionCheck(adapters.suppressions),
  };
}

function platformSenderOf({ PLATFORM_FROM_NAME: name, PLATFORM_FROM_ADDRESS: address }: WorkerConfig) {
  return { name, address };
}

/** What goes on beside the sending, at leisure. */
function createBackgroundActivities(config: WorkerConfig, adapters: WorkerAdapters) {
  const { retention, reportRetention: reports, statistics } = adapters;
  const recordDays = config.RETENTION_RECORD_DAYS;
  return {
    ...createRetentionActivities({
      retention,
      reports,
      bodyDays: config.RETENTION_BODY_DAYS,
      recordDays,
      reportDays: config.RETENTION_CHECK_DAYS,
    }),
    ...createStatisticsActivities({
      statistics,
      hourlyDays: config.STATISTICS_HOURLY_DAYS,
      days: config.STATISTICS_DAYS,
      recordDays,
    }),
  };
}

/** What is done about mail that did not arrive, whoever says so. */
function createFailureActivities(
  config: WorkerConfig,
  adapters: WorkerAdapters,
  receivedMails: ReceivedMailObserver,
  platformSender: { readonly name: string; readonly address: string },
) {
  const { lifecycles, undeliverables, suppressions, outbox, composer, dispatcher } = adapters;
  const suppressionLimits = {
    hardBounceDays: config.SUPPRESSION_HARD_BOUNCE_DAYS,
    complaintDays: config.SUPPRESSION_COMPLAINT_DAYS,
  };
  const patternLimits = {
    recipients: config.REFUSAL_PATTERN_RECIPIENTS,
    windowHours: config.REFUSAL_PATTERN_HOURS,
  };
  const failures = { lifecycles, undeliverables, suppressions, suppressionLimits, patternLimits };
  return {
    ...createReturnedMailActivities({
      lifecycles,
      inboundMails: adapters.inboundMails,
      testMails: adapters.testMails,
      findings: adapters.testMails,
      reader: adapters.returnedMailReader,
      returnAddresses: adapters.tokenOwners,
    }),
    ...createInboundActivities({
      ...failures,
      inboundMails: adapters.inboundMails,
      inboundRouter: adapters.inboundRouter,
      bounceLedger: adapters.bounceLedger,
      returnAddresses: adapters.tokenOwners,
      bounces: adapters.bounces,
      testMails: adapters.testMails,
      findings: adapters.testMails,
      receivedMails,
      platformDomain: domainOf(config.PLATFORM_FROM_ADDRESS),
      collectMs: config.NOTICE_COLLECT_SECONDS * 1000,
    }),
    ...createUndeliverableActivities({
      ...failures,
      outbox,
      composer,
      dispatcher,
      platformSender,
      digestFrom: config.NOTICE_DIGEST_FROM,
    }),
  };
}
