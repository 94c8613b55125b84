import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { buildBundle } from '../../worker/build-bundle';

const directory = mkdtempSync(join(tmpdir(), 'bundle-'));
let code: string;

beforeAll(async () => {
  const target = join(directory, 'workflow-bundle.js');
  await buildBundle(target);
  code = readFileSync(target, 'utf8');
});

afterAll(() => {
  rmSync(directory, { recursive: true });
});

/** The modules in the bundle, as webpack names them. */
function bundledModules(): string[] {
  return [...code.matchAll(/\n\/\*\*\*\/ "([^"]+)"/g)].map(([, name = '']) => name);
}

it('holds the workflows and the rules, and of the rest of the service nothing but types', () => {
  const own = bundledModules().filter((name) => name.startsWith('./') && !name.includes('node_modules'));
  const folders = new Set(own.map((name) => name.split('/')[1]));
  expect([...folders].map(String).toSorted((one, other) => one.localeCompare(other))).toEqual([
    'adapters',
    'domain',
    'workflows',
  ]);
  expect(own.filter((name) => name.startsWith('./adapters/'))).toEqual(['./adapters/temporal/failure-converter.ts']);
});

it.each(['mongoose', 'mongodb', 'express', 'nodemailer', 'pino', 'zod', '@temporalio/client', '@temporalio/worker'])(
  'does not hold %s',
  (library) => {
    expect(bundledModules().filter((name) => name.includes(`node_modules/${library}/`))).toEqual([]);
  },
);

it('does not grow by accident', () => {
  expect(code.length).toBeGreaterThan(500_000);
  expect(code.length).toBeLessThan(2_800_000);
});
