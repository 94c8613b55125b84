import { randomUUID } from 'node:crypto';

import { MongoCheckAllowance } from '../../../adapters/mongo/mongo-check-allowance';
import { openTestMongo, type TestMongo } from './test-mongo';

let mongo: TestMongo;
let now: number;

beforeAll(async () => {
  mongo = await openTestMongo();
});

afterAll(async () => {
  await mongo.close();
});

beforeEach(() => {
  now = Date.parse('2026-11-02T09:00:00.000Z');
});

function allowance(perHour: number): MongoCheckAllowance {
  return new MongoCheckAllowance(mongo.connection, { perHour, clock: () => new Date(now) });
}

const minuteMs = 60_000;

it('lets so many checks start within an hour, and says when the next one may', async () => {
  const [checks, id] = [allowance(2), randomUUID()];
  expect(await checks.take(id, 'one')).toBeNull();
  now += 10 * minuteMs;
  expect(await checks.take(id, 'two')).toBeNull();
  expect(await checks.take(id, 'three')).toBe(50 * 60);
  expect(await checks.take(randomUUID(), 'three')).toBeNull();
  now += 50 * minuteMs;
  expect(await checks.take(id, 'three')).toBeNull();
  expect(await checks.take(id, 'four')).toBe(10 * 60);
});

it('counts a repeated command once, also when nothing is left', async () => {
  const [checks, id] = [allowance(1), randomUUID()];
  expect(await checks.take(id, 'one')).toBeNull();
  expect(await checks.take(id, 'one')).toBeNull();
  expect(await checks.take(id, 'two')).toBeGreaterThan(0);
});

it('gives no more than that to processes that ask at once', async () => {
  const id = randomUUID();
  const answers = await Promise.all(Array.from({ length: 20 }, (_v, index) => allowance(5).take(id, `c-${index}`)));
  expect(answers.filter((answer) => answer === null)).toHaveLength(5);
});
