import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import type { TestWorkflowEnvironment } from '@temporalio/testing';

import { startEmbeddedServices, stopEmbeddedServices } from '../support/embedded-services';
import { RecordedBackground } from '../support/recorded-background';
import { RecordedDelivery } from '../support/recorded-delivery';
import { RecordedLifecycle } from '../support/recorded-lifecycle';
import { devServerEnvironment, startWorkflowWorker } from '../support/workflow-worker';
import { stories, type Story } from './stories';

const directory = join(__dirname, 'histories');

/**
 * Plays the stories against a real server and keeps the histories of the present version. Run it when a workflow gets a
 * new path; the files of earlier versions stay, because executions of those versions are still open somewhere.
 */
async function recordHistories(version: string, names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !(name in stories));
  if (unknown.length > 0) throw new Error(`There is no story named ${unknown.join(', ')}`);
  const wanted = Object.entries(stories).filter(([name]) => names.length === 0 || names.includes(name));
  await startEmbeddedServices();
  const environment = await devServerEnvironment();
  await mkdir(directory, { recursive: true });
  for (const [, story] of wanted) await record(environment, story, version);
  await environment.teardown();
  await stopEmbeddedServices();
}

async function record(environment: TestWorkflowEnvironment, story: Story, version: string): Promise<void> {
  const world = new RecordedLifecycle();
  const delivery = new RecordedDelivery();
  const background = new RecordedBackground();
  const { client } = environment;
  const activities = { ...world.activities(), ...delivery.activities(), ...background.activities() };
  const worker = await startWorkflowWorker(environment.nativeConnection, activities);
  const executions = await story({ client, taskQueue: worker.taskQueue, world, delivery, background });
  await worker.stop();
  for (const [name, { workflowId, runId }] of Object.entries(executions)) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    const json = withoutTraces(historyToJSON(history));
    await writeFile(join(directory, `${name}.${version}.json`), `${json}\n`);
    process.stdout.write(`${name}.${version}.json: ${history.events?.length ?? 0} events\n`);
  }
}

/** Histories are kept for ever; which machine made them, and where its sources lay, is of no interest. */
function withoutTraces(json: string): string {
  return json
    .replaceAll(/"(identity|stackTrace)":\s*"(?:[^"\\]|\\.)*"/g, '"$1": ""')
    .replaceAll(/"(sdkName|workerInstanceKey)":\s*"[^"]*"/g, '"$1": ""');
}

const [version, ...names] = process.argv.slice(2);
if (version === undefined) {
  process.stderr.write('Usage: npm run record:histories -- <version, for instance v1> [story…]\n');
  process.exitCode = 2;
} else {
  void recordHistories(version, names);
}
