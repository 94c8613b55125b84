import { randomBytes, randomUUID } from 'node:crypto';
import { unlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import { ApplicationFailure, Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';

import { KeyRing } from '../../../adapters/crypto/key-ring';
import { EncryptingPayloadCodec } from '../../../adapters/crypto/payload-codec';
import { createDataConverter, failureConverterPath } from '../../../adapters/temporal/data-converter';
import { openTemporalClient, temporalEndpoint } from '../../../adapters/temporal/temporal-connection';
import { TemporalLifecycleGateway } from '../../../adapters/temporal/temporal-lifecycle-gateway';
import type { CommandEnvelope } from '../../../domain/lifecycle/command';
import { dispatchWorkflowId, lifecycleWorkflowId, mailWaitingSignal } from '../../../workflows/contract';
import { people, profile, settings } from '../../support/lifecycle-builders';
import { RecordedLifecycle } from '../../support/recorded-lifecycle';

Runtime.install({ logger: new DefaultLogger('ERROR') });

const taskQueue = randomUUID();
const leakyWords = 'words of a failure that nobody else may read';
const options = { address: process.env['TEST_TEMPORAL_ADDRESS'] ?? '', namespace: 'default', tls: false };
const dataConverter = createDataConverter(
  new EncryptingPayloadCodec(new KeyRing([{ id: 'test', key: randomBytes(32) }])),
);

let client: Client;
let gateway: TemporalLifecycleGateway;
let nativeConnection: NativeConnection;
let worker: Worker;
let running: Promise<void>;
let codePath: string;

const world = new RecordedLifecycle();

beforeAll(async () => {
  const { code } = await bundleWorkflowCode({
    workflowsPath: require.resolve('../../../workflows'),
    failureConverterPath,
    logger: new DefaultLogger('ERROR'),
  });
  codePath = join(tmpdir(), `gateway-bundle-${randomUUID()}.js`);
  await writeFile(codePath, code);
  nativeConnection = await NativeConnection.connect(temporalEndpoint(options));
  const activities = world.activities();
  const adoptCredential = async () => await Promise.reject(ApplicationFailure.nonRetryable(leakyWords));
  const deliverDueMail = async () => ({ handled: 0, hasMore: false, nextDueAt: null, owedNotices: [] });
  worker = await Worker.create({
    connection: nativeConnection,
    taskQueue,
    activities: { ...activities, deliverDueMail, adoptCredential },
    workflowBundle: { codePath },
    dataConverter,
  });
  running = worker.run();
  client = openTemporalClient(options, dataConverter);
  gateway = new TemporalLifecycleGateway(client, { taskQueue });
});

afterAll(async () => {
  worker.shutdown();
  await running;
  await nativeConnection.close();
  await client.connection.close();
  await unlink(codePath);
});

function registration(changes: Partial<CommandEnvelope<'register'>> = {}): CommandEnvelope<'register'> {
  return { commandId: randomUUID(), actor: people.sender, fingerprint: 'f-1', payload: { profile }, ...changes };
}

function submission(): CommandEnvelope<'submitSettings'> {
  const payload = { revision: 0, settings, credentialId: 'c-1' };
  return { commandId: randomUUID(), actor: people.admin, fingerprint: 'f-1', payload };
}

describe('executing commands', () => {
  it('starts the lifecycle with the first command, and answers with its receipt', async () => {
    const organizationId = randomUUID();
    const envelope = registration();
    const receipt = await gateway.execute(organizationId, 'register', envelope);
    const { commandId, fingerprint } = envelope;
    const statuses = { entitlement: 'locked', draft: 'none', live: 'none' };
    expect(receipt).toMatchObject({
      commandId,
      fingerprint,
      command: 'register',
      organizationId,
      version: 1,
      ...statuses,
    });
    expect(await gateway.state(organizationId)).toMatchObject({ organizationId, profile, version: 1 });
  });

  it('answers a repeated command with the first receipt, also many at once', async () => {
    const organizationId = randomUUID();
    const envelope = registration();
    const receipts = await Promise.all(
      Array.from({ length: 8 }, () => gateway.execute(organizationId, 'register', envelope)),
    );
    expect(new Set(receipts.map((receipt) => JSON.stringify(receipt))).size).toBe(1);
    expect((await gateway.state(organizationId)).version).toBe(1);
  });

  it('refuses a command id that was used for another request', async () => {
    const organizationId = randomUUID();
    const envelope = registration();
    await gateway.execute(organizationId, 'register', envelope);
    const other = { ...envelope, fingerprint: 'f-2' };
    const reused = { code: 'IDEMPOTENCY_KEY_REUSED' };
    await expect(gateway.execute(organizationId, 'register', other)).rejects.toMatchObject(reused);
  });

  it('throws what the rules of the lifecycle say', async () => {
    const organizationId = randomUUID();
    await gateway.execute(organizationId, 'register', registration());
    const locked = { name: 'CatalogueError', code: 'FEATURE_LOCKED' };
    await expect(gateway.execute(organizationId, 'submitSettings', submission())).rejects.toMatchObject(locked);
  });

  it('knows no organization that was never registered or unlocked', async () => {
    const unknown = { code: 'ORGANIZATION_UNKNOWN' };
    await expect(gateway.execute(randomUUID(), 'submitSettings', submission())).rejects.toMatchObject(unknown);
    await expect(gateway.state(randomUUID())).rejects.toMatchObject(unknown);
  });

  it('gives up at its deadline when no worker answers', async () => {
    const organizationId = randomUUID();
    const impatient = new TemporalLifecycleGateway(client, { taskQueue: randomUUID(), deadlineMs: 700 });
    const unavailable = { code: 'WORKFLOW_UNAVAILABLE' };
    await expect(impatient.execute(organizationId, 'register', registration())).rejects.toMatchObject(unavailable);
    await expect(impatient.state(organizationId)).rejects.toMatchObject(unavailable);
  });
});

describe('what Temporal keeps', () => {
  it('shows a summary and search attributes, and hides every argument, result and failure', async () => {
    const organizationId = randomUUID();
    await gateway.execute(organizationId, 'register', registration());
    await gateway.execute(organizationId, 'unlock', {
      commandId: randomUUID(),
      actor: people.sales,
      fingerprint: 'f',
      payload: { note: 'a note that is nobody’s business', contractReference: null },
    });
    await gateway.execute(organizationId, 'submitSettings', submission());
    // The failed adoption lies before the end of the check.
    await world.savedState((state) => state.organizationId === organizationId && Boolean(state.draft?.check));
    const handle = client.workflow.getHandle(lifecycleWorkflowId(organizationId));
    const { searchAttributes, raw } = await handle.describe();
    expect(searchAttributes).toMatchObject({ OrganizationId: [organizationId], Entitlement: ['unlocked'] });
    const summary = raw.executionConfig?.userMetadata?.summary;
    expect(Buffer.from(summary!.data!).toString()).toBe(
      JSON.stringify(`Mail server of organization ${organizationId}`),
    );
    const history = temporal.api.history.v1.History.encode(await handle.fetchHistory()).finish();
    const shown = Buffer.from(history).toString('latin1');
    const hidden = [profile.adminAddress, people.sales.email!, 'nobody', settings.user, 'credentialId', leakyWords];
    expect(hidden.filter((text) => shown.includes(text))).toEqual([]);
    expect(shown.includes('binary/encrypted')).toBe(true);
    expect(shown.includes('Encoded failure')).toBe(true);
    const plainClient = new Client({ connection: client.connection });
    const plainHandle = plainClient.workflow.getHandle(lifecycleWorkflowId(organizationId));
    const currentDetails = expect.stringContaining(settings.host);
    expect(await plainHandle.query('__temporal_workflow_metadata')).toMatchObject({ currentDetails });
    await handle.terminate();
  });
});

describe('waking a dispatcher', () => {
  it('starts one where none runs, and signals the one that runs', async () => {
    const organizationId = randomUUID();
    const stalled = new TemporalLifecycleGateway(client, { taskQueue: randomUUID() });
    for (let times = 0; times < 2; times += 1) await stalled.wake(organizationId);
    await stalled.wake(organizationId, { customerTrouble: null, worksAgain: null, firstSentBy: 1 });
    const handle = client.workflow.getHandle(dispatchWorkflowId(organizationId));
    const { events } = await handle.fetchHistory();
    const signals = events!.map((event) => event.workflowExecutionSignaledEventAttributes?.signalName).filter(Boolean);
    expect(signals).toEqual(Array(3).fill(mailWaitingSignal.name));
    await handle.terminate();
    await gateway.wake(organizationId);
    expect((await handle.describe()).runId).not.toBe(
      events![0]!.workflowExecutionStartedEventAttributes!.originalExecutionRunId,
    );
  });
});

describe('while Temporal is away', () => {
  it('can be made, and says so within seconds', async () => {
    const { address, close } = await closedPort();
    await close();
    const away = openTemporalClient({ ...options, address }, dataConverter);
    const lost = new TemporalLifecycleGateway(away, { taskQueue });
    const unavailable = { code: 'WORKFLOW_UNAVAILABLE' };
    const started = Date.now();
    await Promise.all([
      expect(lost.ping()).rejects.toMatchObject(unavailable),
      expect(lost.wake('acme')).rejects.toMatchObject(unavailable),
      expect(lost.state('acme')).rejects.toMatchObject(unavailable),
      expect(lost.execute('acme', 'register', registration())).rejects.toMatchObject(unavailable),
      expect(lost.execute('acme', 'submitSettings', submission())).rejects.toMatchObject(unavailable),
    ]);
    expect(Date.now() - started).toBeLessThan(8_000);
    await away.connection.close();
  });

  it('ends a call whose turn to be repeated comes after its connection was closed', async () => {
    const closed = openTemporalClient(options, dataConverter);
    await closed.connection.close();
    await expect(closed.workflowService.getSystemInfo({})).rejects.toMatchObject({ code: status.CANCELLED });
  });

  it('answers a ping when it is there', async () => {
    await expect(gateway.ping()).resolves.toBeUndefined();
  });
});

async function closedPort(): Promise<{ address: string; close: () => Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const close = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
  return { address: `127.0.0.1:${port}`, close };
}
