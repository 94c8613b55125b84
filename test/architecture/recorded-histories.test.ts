import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { workflowTypes } from '../../workflows/contract';
import * as workflows from '../../workflows';

const directory = join(__dirname, '..', 'replay', 'histories');

/** What kind of workflow a recorded history is of: its first event says it. */
function workflowTypeOf(file: string): string {
  return /"workflowType":\s*\{\s*"name":\s*"(\w+)"/.exec(readFileSync(join(directory, file), 'utf8'))?.[1] ?? file;
}

const recorded = new Set(readdirSync(directory).map(workflowTypeOf));

it('every workflow of the bundle is named in the contract', () => {
  expect(Object.keys(workflows).toSorted()).toEqual(Object.values(workflowTypes).toSorted());
});

/** One that is missing needs a story in `test/replay/stories.ts` and `npm run record:histories -- v<n> <story>`. */
it.each(Object.values(workflowTypes))(
  'there is a recorded history of %s, so that replay protects its executions',
  (type) => {
    expect([...recorded]).toContain(type);
  },
);

it('no history is kept of a workflow that does not exist', () => {
  expect([...recorded].filter((type) => !Object.hasOwn(workflows, type))).toEqual([]);
});
