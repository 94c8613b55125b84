import { randomUUID } from 'node:crypto';

import { MongoReviewPresence } from '../../../adapters/mongo/mongo-review-presence';
import type { ReviewVisit } from '../../../activities/ports/review-presence';
import { openTestMongo, type TestMongo } from './test-mongo';

let mongo: TestMongo;
let presence: MongoReviewPresence;
let organizationId: string;

beforeAll(async () => {
  mongo = await openTestMongo();
  presence = new MongoReviewPresence(mongo.connection);
});

afterAll(async () => {
  await mongo.close();
});

beforeEach(() => {
  organizationId = randomUUID();
});

const begin = Date.parse('2026-11-02T09:00:00.000Z');
const at = (seconds: number): string => new Date(begin + seconds * 1000).toISOString();

async function look(subject: string, second: number, where = organizationId): Promise<readonly ReviewVisit[]> {
  const viewer = { subject, name: subject.toUpperCase(), roles: ['reviewer' as const] };
  return await presence.note({ organizationId: where, viewer, now: at(second), until: at(second + 30) });
}

const names = (visits: readonly ReviewVisit[]) => visits.map(({ viewer: { name } }) => name);

it('tells everybody who looks about everybody else, the longest first', async () => {
  expect(await look('anna', 0)).toEqual([]);
  expect(await look('bert', 5)).toEqual([
    { viewer: { subject: 'anna', name: 'ANNA', roles: ['reviewer'] }, since: at(0) },
  ]);
  expect(names(await look('cora', 6))).toEqual(['ANNA', 'BERT']);
  expect(names(await look('anna', 10))).toEqual(['BERT', 'CORA']);
});

it('knows nothing of other reviews', async () => {
  await look('anna', 0, randomUUID());
  expect(await look('bert', 1)).toEqual([]);
});

it('forgets who says nothing more, and begins anew when they come back', async () => {
  await look('anna', 0);
  expect(names(await look('bert', 30))).toEqual(['ANNA']);
  expect(await look('bert', 31)).toEqual([]);
  await look('anna', 40);
  expect((await look('bert', 41))[0]?.since).toBe(at(40));
});

it('counts a person once, however many windows say so at the same moment', async () => {
  await Promise.all(Array.from({ length: 8 }, async () => await look('anna', 0)));
  expect(names(await look('bert', 1))).toEqual(['ANNA']);
});
