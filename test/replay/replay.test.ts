import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';

import { testWorkflowBundle } from '../support/embedded-addresses';

const directory = join(__dirname, 'histories');
const files = readdirSync(directory).filter((name) => name.endsWith('.json'));

beforeAll(() => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
});

function historyOf(file: string): object {
  return JSON.parse(readFileSync(join(directory, file), 'utf8'));
}

async function replay(history: object): Promise<void> {
  await Worker.runReplayHistory({ workflowBundle: { codePath: testWorkflowBundle() } }, historyFromJSON(history));
}

it.each(files)('the workflows of today go on with %s', async (file) => {
  await expect(replay(historyOf(file))).resolves.toBeUndefined();
});

it('a history that today’s workflows would not have made is recognised', async () => {
  const history = JSON.stringify(historyOf('lifecycle.whole-way.v1.json'));
  const foreign = history.replace('"adoptCredential"', '"somethingElse"');
  expect(foreign).not.toBe(history);
  await expect(replay(JSON.parse(foreign))).rejects.toBeInstanceOf(DeterminismViolationError);
});
