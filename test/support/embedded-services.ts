import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ComponentDetails, ComponentProcess } from '../../dev/stack/component-process';
import { mongodbSpec } from '../../dev/stack/mongodb-spec';
import { resolveMongodb } from '../../dev/resolvers/mongodb';
import { resolveTemporal } from '../../dev/resolvers/temporal';
import { resolveTemporalTestServer } from '../../dev/resolvers/temporal-test-server';
import { freePort } from '../../dev/support/ports';
import { workflowBundleFile } from './embedded-bundle';

/** After so many failures of its tasks in a row an execution is reported; five of them take most of a minute. */
const problemsBeforeReport = 'system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute';

/** Ends whatever this run started, in the order given. */
const cleanups: (() => Promise<void>)[] = [];

/** Starts what the tests share and publishes the addresses as `TEST_…` variables, which the test files inherit. */
export async function startEmbeddedServices(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'mail-server-approval-test-'));
  const results = await Promise.allSettled([
    startTemporal(directory).then((address) => publish('TEST_TEMPORAL_ADDRESS', address)),
    startMongodb(directory).then((uri) => publish('TEST_MONGODB_URI', uri)),
    resolveTemporalTestServer(report).then((path) => publish('TEST_TIME_SKIPPING_SERVER', path)),
    workflowBundleFile(report).then((path) => publish('TEST_WORKFLOW_BUNDLE', path)),
  ]);
  cleanups.push(async () => await rm(directory, { recursive: true, force: true }));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed === undefined) return;
  await stopEmbeddedServices();
  throw failed.reason;
}

/** Leaves nothing running. */
export async function stopEmbeddedServices(): Promise<void> {
  for (const cleanup of cleanups.splice(0)) await cleanup();
}

async function startTemporal(directory: string): Promise<string> {
  const found = await resolveTemporal(report);
  if (found.kind === 'address') return found.address;
  const extraArgs = ['--log-level', 'error', '--dynamic-config-value', `${problemsBeforeReport}=2`];
  const options = { executable: found.path, port: await freePort(), extraArgs };
  const logFile = join(directory, 'temporal.log');
  const { address } = await start(
    new ComponentProcess({
      name: 'temporal',
      module: 'components/temporal',
      options,
      logFile,
      dataDirectory: directory,
    }),
  );
  return String(address);
}

async function startMongodb(directory: string): Promise<string> {
  const found = await resolveMongodb(report);
  if (found.kind === 'uri') return found.uri;
  const { uri } = await start(
    new ComponentProcess(await mongodbSpec(found, directory, join(directory, 'mongodb.log'))),
  );
  return String(uri);
}

async function start(component: ComponentProcess): Promise<ComponentDetails> {
  cleanups.push(async () => await component.stop());
  return await component.ready();
}

function publish(name: string, value: string | undefined): void {
  if (value !== undefined) process.env[name] = value;
}

/** The choice of a component is worth a line only if something is fetched: tests run often. */
function report(line: string): void {
  if (/^(fetching|bundling)|waiting/.test(line)) process.stderr.write(`${line}\n`);
}
