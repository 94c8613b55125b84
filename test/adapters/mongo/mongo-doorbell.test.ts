import { setTimeout as pause } from 'node:timers/promises';

import { MongoDoorbell } from '../../../adapters/mongo/mongo-doorbell';
import { eventually } from '../../support/eventually';
import { openTestMongo, type TestMongo } from './test-mongo';

let mongo: TestMongo;
let listening: MongoDoorbell;
let ringing: MongoDoorbell;
let questions = 0;

beforeAll(async () => {
  mongo = await openTestMongo((command) => {
    if ('getMore' in command) questions += 1;
  });
  listening = new MongoDoorbell(mongo.connection);
  ringing = new MongoDoorbell(mongo.connection);
});

afterAll(async () => {
  await listening.close();
  await mongo.close();
});

const mailFor = (organizationId: string) => ({ organizationId, category: 'transactional' }) as const;

/** What a subscriber has heard, and when. */
function subscribed(organizationId: string) {
  const heard: number[] = [];
  const stop = listening.subscribe(organizationId, () => heard.push(performance.now()));
  return { heard, stop };
}

it('tells another process within milliseconds, and nobody whom it does not concern', async () => {
  const [meant, other] = [subscribed('org-1'), subscribed('org-2')];
  ringing.announce([mailFor('org-1')]);
  await eventually('the first ring, which opens the cursor', () => meant.heard.length > 0);
  const others = other.heard.length;
  const waits: number[] = [];
  for (let ring = 1; ring <= 20; ring += 1) {
    const before = meant.heard.length;
    const rungAt = performance.now();
    ringing.announce([mailFor('org-1')]);
    await eventually('the next ring', () => meant.heard.length > before);
    waits.push((meant.heard.at(-1) ?? Infinity) - rungAt);
  }
  expect(waits.toSorted((one, next) => one - next)[10]).toBeLessThan(100);
  expect(other.heard).toHaveLength(others);
  meant.stop();
  other.stop();
});

it('says of what category the mail is', async () => {
  const heard: (readonly string[] | null)[] = [];
  const stop = listening.subscribe('org-told', ({ categories }) => heard.push(categories && [...categories]));
  ringing.announce([
    { organizationId: 'org-told', category: 'marketing' },
    { organizationId: 'org-told', category: 'marketing' },
  ]);
  await eventually('the ring', () => heard.some((categories) => categories?.includes('marketing')));
  expect(heard.filter((categories) => categories !== null)).toEqual([['marketing']]);
  stop();
});

it('names the mail where all of it is due, and says while it is heard', async () => {
  const heard: unknown[] = [];
  const stop = listening.subscribe('org-named', ({ mails }) => heard.push(mails));
  ringing.announce([{ organizationId: 'org-named', category: 'marketing', mailId: 'mail-1' }]);
  await eventually('the ring', () => heard.some((mails) => mails !== null));
  expect(heard.filter((mails) => mails !== null)).toEqual([[{ mailId: 'mail-1', category: 'marketing' }]]);
  expect(listening.isHearing).toBe(true);
  expect(ringing.isHearing).toBe(false);
  stop();
});

it('tells who listens to the rest of what comes from now on for organizations without a listener, and of nothing else', async () => {
  const heard: string[] = [];
  ringing.announce([mailFor('org-before')]);
  await eventually('the ring is written', async () => {
    return (await mongo.raw.collection('doorbell').countDocuments({ organizations: 'org-before' })) === 1;
  });
  const fresh = new MongoDoorbell(mongo.connection);
  const own = fresh.subscribe('org-own', () => undefined);
  const stop = fresh.subscribeToRest((organizationId) => heard.push(organizationId));
  await eventually('its cursor has come to the end', () => fresh.isHearing);
  await eventually('the rest', async () => {
    ringing.announce([mailFor('org-own'), mailFor('org-rest')]);
    await pause(100);
    return heard.length > 0;
  });
  expect(new Set(heard)).toEqual(new Set(['org-rest']));
  stop();
  own();
  await fresh.close();
});

it('gathers what rings at the same time, and forgets whom it need not tell any more', async () => {
  const first = subscribed('org-1');
  const last = subscribed('org-99');
  first.stop();
  const heard = first.heard.length;
  for (let ring = 0; ring < 100; ring += 1) ringing.announce([mailFor(`org-${ring}`)]);
  await eventually('the last ring', () => last.heard.length > 0);
  expect(first.heard).toHaveLength(heard);
  const rings = await mongo.raw.collection('doorbell').find({ organizations: 'org-99' }).toArray();
  expect(rings).toHaveLength(1);
  last.stop();
});

it('asks a database that does not wait for news a few times a second, not as fast as it answers', async () => {
  const quiet = subscribed('org-quiet');
  ringing.announce([mailFor('org-quiet')]);
  await eventually('the ring', () => quiet.heard.length > 0);
  const before = questions;
  await pause(1_000);
  expect(questions - before).toBeLessThan(150);
  quiet.stop();
});
