import { randomBytes } from 'node:crypto';

import { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';

import { KeyRing } from '../../adapters/crypto/key-ring';
import { EncryptingPayloadCodec } from '../../adapters/crypto/payload-codec';
import { createDataConverter } from '../../adapters/temporal/data-converter';
import { resolveTemporalTestServer } from '../../dev/resolvers/temporal-test-server';
import { builtBundlePath } from '../../worker/build-bundle';
import {
  defaultCheckLimits,
  defaultLifecycleLimits,
  lifecycleWorkflowId,
  workflowTypes,
} from '../../workflows/contract';
import { liveOrganization } from '../delivery/contenders/live-organization';
import { benchSettings } from './bench-settings';

export interface YearFigures {
  readonly days: number;
  readonly checks: number;
  /** One entry for each run that continued as new. */
  readonly endedRuns: readonly RunSize[];
  readonly presentRun: RunSize;
  readonly eventsPerDay: number;
  readonly bytesPerDay: number;
  /** How many runs ten years make at this rate. */
  readonly runsInTenYears: number;
}

export interface RunSize {
  readonly events: number;
  readonly bytes: number;
}

const dayMs = 24 * 60 * 60 * 1000;
const taskQueue = 'bench';
const { History } = temporal.api.history.v1;
const { INDEXED_VALUE_TYPE_DATETIME: date, INDEXED_VALUE_TYPE_KEYWORD: keyword } =
  temporal.api.enums.v1.IndexedValueType;

/** A live server's watch over a year, on a server whose clock jumps: what it leaves in histories. */
export async function measureYear(days: number): Promise<YearFigures> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const path = await resolveTemporalTestServer(() => undefined);
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
  try {
    await environment.connection.operatorService.addSearchAttributes({ namespace: 'default', searchAttributes });
    return await watch(environment, days);
  } finally {
    await environment.teardown();
  }
}

const searchAttributes = {
  OrganizationId: keyword,
  Entitlement: keyword,
  DraftStatus: keyword,
  LiveStatus: keyword,
  ReviewDueAt: date,
  CertificateExpiresAt: date,
};

async function watch(environment: TestWorkflowEnvironment, days: number): Promise<YearFigures> {
  const dataConverter = createDataConverter(
    new EncryptingPayloadCodec(new KeyRing([{ id: 'b', key: randomBytes(32) }])),
  );
  const client = new Client({ connection: environment.connection, dataConverter });
  let checks = 0;
  const worker = await Worker.create({
    connection: environment.nativeConnection,
    dataConverter,
    taskQueue,
    workflowBundle: { codePath: builtBundlePath },
    activities: quietWorld(() => (checks += 1)),
  });
  return await worker.runUntil(async () => {
    const organizationId = 'bench';
    const carried = {
      state: liveOrganization({ organizationId, settings: benchSettings(organizationId), credentialId: 'bench' }),
      receipts: [],
    };
    const input = { organizationId, limits: defaultLifecycleLimits, checkLimits: defaultCheckLimits, carried };
    const workflowId = lifecycleWorkflowId(organizationId);
    const { firstExecutionRunId } = await client.workflow.start(workflowTypes.lifecycle, {
      workflowId,
      taskQueue,
      args: [input],
    });
    await environment.sleep(days * dayMs);
    const runs = await runsFrom(client, workflowId, firstExecutionRunId);
    return figuresOf(runs, days, checks);
  });
}

/** A world in which every check passes, with reports as large as real ones. */
function quietWorld(checked: () => void) {
  const expiresAt = new Date(Date.now() + 90 * dayMs).toISOString();
  return {
    saveLifecycle: async () => await Promise.resolve(null),
    resolveHost: async () => await Promise.resolve(found('dns', 'DNS_RESOLVED')),
    openSession: async () =>
      await Promise.resolve({ ...found('auth', 'AUTH_ACCEPTED'), certificateExpiresAt: expiresAt }),
    saveReport: async () => await Promise.resolve(checked()),
    wakeDispatcher: async () => await Promise.resolve(),
  };
}

function found(stage: string, code: string) {
  return {
    results: [{ id: stage, stage, verdict: 'pass', code, facts: { version: 'TLSv1.3' }, durationMs: 12 }],
    transcript: Array.from({ length: 12 }, (_, line) => ({ at: line, from: 'server', text: '250 mail.bench.example' })),
  };
}

/** The sizes of an execution's runs, the first one first. */
async function runsFrom(client: Client, workflowId: string, firstRunId: string): Promise<RunSize[]> {
  const sizes: RunSize[] = [];
  for (let runId: string | undefined = firstRunId; runId !== undefined && runId !== '';) {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    sizes.push({ events: events?.length ?? 0, bytes: History.encode({ events: events ?? [] }).finish().byteLength });
    runId = events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? undefined;
  }
  return sizes;
}

function figuresOf(runs: readonly RunSize[], days: number, checks: number): YearFigures {
  const events = runs.reduce((sum, run) => sum + run.events, 0);
  const bytes = runs.reduce((sum, run) => sum + run.bytes, 0);
  return {
    days,
    checks,
    endedRuns: runs.slice(0, -1),
    presentRun: runs.at(-1) ?? { events: 0, bytes: 0 },
    eventsPerDay: events / days,
    bytesPerDay: bytes / days,
    runsInTenYears: Math.ceil((events / days) * (3_652 / defaultLifecycleLimits.historyEvents)),
  };
}
