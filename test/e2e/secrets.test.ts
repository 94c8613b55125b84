import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from '@temporalio/client';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { readOptions } from '../../dev/demo/options';
import { playScenario } from '../../dev/demo/scenario';
import { Timeline } from '../../dev/demo/timeline';
import { stackSecrets } from '../../dev/stack/secrets';
import { componentNames } from '../../dev/stack/stack-types';
import { freePort } from '../../dev/support/ports';
import { CanaryScanner, randomCanary } from '../support/canary';
import { eventually } from '../support/eventually';
import { customerServer } from '../support/going-live';
import { OtlpReceiver } from '../support/otlp-receiver';
import { adminAddress, organizationName, senderAddress } from '../support/real-organization';
import { RealStack, payloadCodec, temporaryDataDirectory } from '../support/real-stack';
import { tidyUp } from '../support/tidy-up';
import { encodingOf, opened, payloadsIn, recordedRuns, type RecordedRun } from '../support/temporal-records';

const patienceMs = 180_000;
const canary = randomCanary();
const scanner = new CanaryScanner(canary);
/** Where the demo customer's own server, and nobody else, has its password from. */
const customersOwnFile = 'secrets.json';

/** As the Temporal UI sends it: proto3 JSON. */
function asJson({ metadata, data }: Payload) {
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  const named = Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value)]);
  return { metadata: Object.fromEntries(named), data: base64(data ?? new Uint8Array()) };
}

/** Some bytes that the service left somewhere. */
interface Trace {
  readonly place: string;
  readonly bytes: Uint8Array;
}

let real: RealStack;
let codec: PayloadCodec;
let sdkMetrics: string;
let receiver: OtlpReceiver;
const answers: Trace[] = [];
const afterwards = tidyUp(patienceMs);

beforeAll(async () => {
  const { path, remove } = await temporaryDataDirectory();
  afterwards(remove);
  const secrets = await stackSecrets(path);
  await writeFile(join(path, customersOwnFile), JSON.stringify({ ...secrets, customerPassword: canary }));
  sdkMetrics = `127.0.0.1:${await freePort()}`;
  keepAnswers();
  receiver = await OtlpReceiver.start();
  afterwards(async () => await receiver.stop());
  const environment = {
    LOG_LEVEL: 'trace',
    OUTBOX_SWEEP_SECONDS: '2',
    WORKER_SDK_METRICS_ADDRESS: sdkMetrics,
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
  };
  real = await RealStack.start(path, { environment });
  afterwards(async () => await real.stop());
  codec = payloadCodec(real.stack);
  await playScenario(real.stack, readOptions([]), new Timeline(() => undefined));
  await tryEverythingElse();
}, patienceMs);

/** What the demo leaves out: rotations right and wrong, bad input that holds the password, a wrong code. */
async function tryEverythingElse(): Promise<void> {
  const { organization } = real;
  await organization.registerAndUnlock();
  await organization.submit(customerServer(real, { password: canary }));
  await organization.checkedDraft();
  const { revision } = await organization.view();
  const wrong = { revision, code: 'AAAA-AAAA' };
  expect((await organization.ask('admin', 'POST', '/mail-server/confirm-test-mail', { body: wrong })).status).toBe(422);
  const { text } = await real.inbox.wait({
    recipient: adminAddress,
    listener: 'mx',
    after: await lastMailBefore(revision),
  });
  await organization.confirmAndApprove(/: (\w{4}-\w{4})$/m.exec(text)?.[1] ?? '');
  for (const password of [`${canary}-wrong`, canary]) {
    await organization.command('admin', '/mail-server/rotate-password', { revision, password });
    await eventually('the rotation has ended', async () => (await organization.view()).live?.rotation === null);
  }
  await sendBadInput(revision);
}

async function sendBadInput(revision: number): Promise<void> {
  const { organization, api } = real;
  const submission = await organization.submission({ ...anyServer, password: canary });
  const bodies = [
    { ...submission, [canary]: true },
    { ...submission, password: [canary] },
    { ...submission, password: { value: canary } },
    { ...submission, revision: canary },
    { ...submission, revision: revision + 7 },
    { ...submission, settings: { ...submission.settings, port: canary } },
    { revision, code: canary },
  ];
  for (const body of bodies) {
    const answer = await organization.ask('admin', 'POST', '/mail-server/settings', { body });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  }
  const broken = await fetch(
    new URL(`/v1/organizations/${organization.id}/mail-server/settings`, real.stack.addresses.api),
    {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await api.token('admin')}`,
        'content-type': 'application/json',
        'idempotency-key': 'broken',
      },
      body: `{"password": ${JSON.stringify(canary)}, `,
    },
  );
  expect(broken.status).toBe(400);
}

const anyServer = { host: 'localhost', port: 587, security: 'starttls', user: 'somebody' } as const;

describe('a password', () => {
  it('is found nowhere in Temporal: neither in histories as they are, nor in what their payloads say when opened', async () => {
    const runs = await recordedRuns(real.temporal);
    const types = ['announceEvents', 'checkMailServer', 'dispatchMail', 'mailServerLifecycle', 'routeUndeliverable'];
    expect(runs.map(({ type }) => type)).toEqual(expect.arrayContaining([...types, 'sweepOutbox']));
    expect(placesWith(await tracesOfTemporal(runs))).toEqual([]);
  });

  it('is found in no document of the database', async () => {
    const traces = await tracesOfDatabase();
    const collections = ['audit_entries', 'brandings', 'check_reports', 'credentials', 'organizations', 'outbox'];
    const looked = traces.map(({ place }) => place);
    expect(looked).toEqual(expect.arrayContaining([...collections, 'undeliverables']));
    expect(placesWith(traces)).toEqual([]);
  });

  it('is found in no file of the data directory but the one of the customer’s own server', async () => {
    const traces = await tracesOfFiles();
    const places = traces.map(({ place }) => place);
    for (const name of componentNames) expect(places).toContain(join('logs', `${name}.log`));
    expect(places).toContain(join('temporal', 'temporal.db'));
    expect(placesWith(traces)).toEqual([expect.stringContaining(`${customersOwnFile}: `)]);
  });

  it('is found in no answer, and on no metrics page', async () => {
    expect(answers.length).toBeGreaterThan(100);
    const pages = await Promise.all(
      [
        `${real.stack.addresses.workerMetrics}/metrics`,
        `${real.stack.addresses.apiMetrics}/metrics`,
        `http://${sdkMetrics}/metrics`,
      ].map(async (url) => {
        const response = await fetch(url);
        expect(response.status).toBe(200);
        return { place: url, bytes: Buffer.from(await response.text()) };
      }),
    );
    expect(placesWith([...answers, ...pages])).toEqual([]);
  });
});

describe('what Temporal keeps', () => {
  it('holds no name and no address in clear, in payloads, failures, search attributes and summaries alike', async () => {
    const people = [adminAddress, senderAddress, 'signer@partner.example', 'no-such-user@partner.example'];
    const personal = [organizationName, 'Customer GmbH', ...people, ...people.map(encodeURIComponent)];
    const runs = await recordedRuns(real.temporal);
    const found = runs.flatMap(({ workflowId, bytes }) =>
      personal.filter((text) => Buffer.from(bytes).includes(text)).map((text) => `${workflowId}: ${text}`),
    );
    expect(found).toEqual([]);
    expect(runs.map(({ workflowId }) => workflowId).filter((id) => /@|%40/.test(id))).toEqual([]);
  });

  it('is encrypted, but for summaries, details, search attributes, the names of patches, and which request it was', async () => {
    const runs = await recordedRuns(real.temporal);
    const clear = runs.flatMap(({ events }) =>
      payloadsIn(events).filter((placed) => encodingOf(placed) !== 'binary/encrypted'),
    );
    const exempt =
      /userMetadata\.(summary|details)$|searchAttributes\.indexedFields\.\w+$|ScheduledById$|ScheduledStartTime$|\.patch-data\.payloads\.0$|header\.fields\.origin$/;
    expect(clear.map(({ path }) => path).filter((path) => !exempt.test(path))).toEqual([]);
    const encrypted = runs.flatMap(({ events }) => payloadsIn(events)).length - clear.length;
    expect(encrypted).toBeGreaterThan(50);
  });

  it('is read by ops, payload by payload, through the codec endpoint', async () => {
    const runs = await recordedRuns(real.temporal);
    const lifecycle = runs.find(({ type }) => type === 'mailServerLifecycle');
    const placed = payloadsIn(lifecycle?.events).filter((each) => encodingOf(each) === 'binary/encrypted');
    const payloads = placed.slice(0, 500).map(({ payload }) => asJson(payload));
    const answer = await real.api.call('POST', '/v1/codec/decode', 'ops', { body: { payloads } });
    const read = (answer.body['payloads'] as { data?: string }[]).map(({ data = '' }) => data);
    const known = await Promise.all(placed.slice(0, 500).map(async (each) => await opened(each, codec)));
    expect(read).toEqual(known.map((bytes) => Buffer.from(bytes).toString('base64')));
    expect(Buffer.from(read.join('')).length).toBeGreaterThan(1_000);
  });

  it('says nothing in the message of a failure', async () => {
    const runs = await recordedRuns(real.temporal);
    const failures = runs
      .flatMap(({ events }) => failuresIn(events))
      .filter(({ source }) => source === 'TypeScriptSDK');
    expect(failures.length).toBeGreaterThan(0);
    for (const failure of failures) expect(failure).toMatchObject({ message: 'Encoded failure', stackTrace: '' });
  });
});

describe('a trace', () => {
  it('holds no password, whatever it tells of', async () => {
    const names = ['POST /v1/organizations/:organizationId/mail-server/settings'];
    await eventually('the traces have come', () =>
      names.every((wanted) => receiver.spans.some(({ name }) => name === wanted)),
    );
    expect(placesWith(receiver.bodies.map((bytes, at) => ({ place: `trace ${at}`, bytes })))).toEqual([]);
  });
});

describe('a revoke', () => {
  it('destroys the passwords of an organization: nothing that is left of them opens with any key', async () => {
    const { organization } = real;
    const mine = { organizationId: organization.id };
    const credentials = real.database.collection('credentials');
    expect(await credentials.countDocuments({ ...mine, sealed: { $exists: true } })).toBeGreaterThan(0);
    await organization.command('sales', '/mail-server/revoke', { reason: 'The contract has ended' });
    await eventually(
      'the passwords are destroyed',
      async () =>
        (await credentials.countDocuments({ ...mine, adoptedAt: { $ne: null }, sealed: { $exists: true } })) === 0,
    );
    const left = await credentials.find({ ...mine, adoptedAt: { $ne: null } }).toArray();
    expect(left.length).toBeGreaterThan(0);
    for (const document of left) {
      expect(document).toMatchObject({ shreddedAt: expect.any(Date) });
      expect(JSON.stringify(document)).not.toMatch(/wrappedKey|content/);
    }
  });
});

// The last, because what is planted stays.
describe('a password that was let slip', () => {
  it('would be found, if it were anywhere', async () => {
    const plain = new Client({ connection: real.temporal.connection });
    const planted = { workflowId: 'planted', taskQueue: 'nobody-listens', args: [{ password: canary }] };
    const handle = await plain.workflow.start('planted', planted);
    const encrypted = await real.temporal.workflow.start('planted', { ...planted, workflowId: 'planted-encrypted' });
    await real.database.collection('planted').insertOne({ deep: [{ password: canary }] });
    const codes = { log: JSON.stringify(canary), bin: Buffer.from(`\0user\0${canary}`).toString('base64') };
    for (const [name, text] of Object.entries(codes)) {
      await writeFile(join(real.stack.dataDirectory, 'logs', `planted.${name}`), text);
    }
    const inTemporal = await eventually('both workflows are listed', async () => {
      const runs = await recordedRuns(real.temporal);
      const isThere = (id: string): boolean => runs.some(({ workflowId }) => workflowId === id);
      return isThere('planted') && isThere('planted-encrypted') && placesWith(await tracesOfTemporal(runs));
    });
    expect(inTemporal).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^history of planted: .*json/),
        expect.stringMatching(/^payload of planted-encrypted .*: .*json/),
      ]),
    );
    expect(placesWith(await tracesOfDatabase())).toEqual([expect.stringMatching(/^planted: plain/)]);
    expect(placesWith(await tracesOfFiles()).map((place) => place.split(':')[0])).toEqual(
      expect.arrayContaining([
        'logs/planted.log',
        'logs/planted.bin',
        expect.stringMatching(/^temporal\/temporal\.db/),
      ]),
    );
    await Promise.all([handle.terminate(), encrypted.terminate()]);
    await real.database.dropCollection('planted');
  });
});

/** Keeps a copy of every HTTP answer that this process gets. */
function keepAnswers(): void {
  const original = globalThis.fetch;
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (...args) => {
    const response = await original(...args);
    const copy = response.clone();
    const head = JSON.stringify([...copy.headers]);
    answers.push({ place: `answer of ${copy.url}`, bytes: Buffer.from(head + (await copy.text())) });
    return response;
  });
}

async function tracesOfTemporal(runs: readonly RecordedRun[]): Promise<Trace[]> {
  const traces: Trace[] = [];
  for (const { workflowId, bytes, events } of runs) {
    traces.push({ place: `history of ${workflowId}`, bytes });
    for (const placed of payloadsIn(events)) {
      traces.push({ place: `payload of ${workflowId} at ${placed.path}`, bytes: await opened(placed, codec) });
    }
  }
  return traces;
}

async function tracesOfDatabase(): Promise<Trace[]> {
  const traces: Trace[] = [];
  for (const { collectionName } of await real.database.collections()) {
    // `raw`: the bytes as the database keeps them, not what a driver makes of them.
    const documents = real.database.collection(collectionName).find({}, { raw: true });
    for await (const bytes of documents) traces.push({ place: collectionName, bytes: bytes as unknown as Buffer });
  }
  return traces;
}

async function tracesOfFiles(): Promise<Trace[]> {
  const { dataDirectory } = real.stack;
  const entries = await readdir(dataDirectory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return await Promise.all(
    files.map(async (file) => ({ place: file.slice(dataDirectory.length + 1), bytes: await readFile(file) })),
  );
}

/** Places with the password, and how it is written there. */
function placesWith(traces: readonly Trace[]): string[] {
  return traces.flatMap(({ place, bytes }) => {
    const forms = scanner.formsIn(bytes);
    return forms.length === 0 ? [] : [`${place}: ${forms.join(', ')}`];
  });
}

/** Every failure in a message of Temporal's; those of the server itself have another source than ours. */
function failuresIn(value: unknown): { source?: unknown }[] {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  const own = 'source' in value && 'message' in value ? [value] : [];
  return [...own, ...Object.values(value).flatMap(failuresIn)];
}

/** The id of the mail that arrived last before a revision was submitted. */
async function lastMailBefore(revision: number): Promise<string> {
  const { draft } = await real.organization.view();
  expect(draft?.revision.number).toBe(revision);
  const submittedAt = Date.parse(draft?.revision.submittedAt ?? '');
  const mails = await real.inbox.list({ recipient: adminAddress, listener: 'mx' });
  return mails.findLast(({ receivedAt }) => Date.parse(receivedAt) < submittedAt)?.id ?? '';
}
