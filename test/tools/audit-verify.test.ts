import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { AuditSeal } from '../../adapters/crypto/audit-seal';
import { KeyRing } from '../../adapters/crypto/key-ring';
import { MongoLifecycleProjector } from '../../adapters/mongo/mongo-lifecycle-projector';
import { auditEntry } from '../../domain/lifecycle/audit';
import type { Command, Fact } from '../../domain/lifecycle/events';
import { initialState, type LifecycleState } from '../../domain/lifecycle/state';
import { transition } from '../../domain/lifecycle/transition';
import { auditVerify } from '../../tools/audit-verify';
import { openTestMongo, type TestMongo } from '../adapters/mongo/test-mongo';
import { way } from '../support/lifecycle-builders';

interface StoredEntry {
  _id: string;
  organizationId: string;
  sequence: number;
  reason: string | null;
  hash: string;
}

const key = randomBytes(32);
let mongo: TestMongo;
let projector: MongoLifecycleProjector;
let directory: string;

beforeAll(async () => {
  mongo = await openTestMongo();
  projector = new MongoLifecycleProjector(mongo.connection, new AuditSeal(new KeyRing([{ id: 'k1', key }])));
  directory = await mkdtemp(join(tmpdir(), 'audit-verify-'));
  await writeEnvironment(key);
});

afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
  await mongo.close();
});

beforeEach(async () => {
  await entries().deleteMany({});
  await organizations().deleteMany({});
  for (const id of ['org-1', 'org-2']) await writeTrail(id);
});

const entries = () => mongo.raw.collection<StoredEntry>('audit_entries');
const organizations = () => mongo.raw.collection<{ _id: string }>('organizations');

async function writeEnvironment(auditKey: Buffer): Promise<void> {
  const lines = [
    `MONGODB_URI="${process.env['TEST_MONGODB_URI'] ?? ''}"`,
    `MONGODB_DATABASE="${mongo.raw.databaseName}"`,
    `AUDIT_KEYS="k1:${auditKey.toString('base64')}"`,
  ];
  await writeFile(join(directory, 'env'), lines.join('\n'));
}

/** The trail of an organization on its way to a live server, each event saved by itself. */
async function writeTrail(
  organizationId: string,
  events: readonly (Command | Fact)[] = way.live,
  from: LifecycleState = initialState(organizationId),
): Promise<LifecycleState> {
  let state = from;
  for (const event of events) {
    const outcome = transition(state, event);
    if (outcome.kind !== 'accepted') throw new Error(`${event.type} was not accepted`);
    const entry = auditEntry(state, outcome.state, event, { causedBy: `c-${outcome.state.version}`, requestId: null });
    state = outcome.state;
    await projector.save(state, [entry]);
  }
  return state;
}

async function verified(...args: string[]): Promise<{ code: number; text: string }> {
  const lines: string[] = [];
  const say = (text: string) => void lines.push(text);
  const code = await auditVerify(['--env-file', join(directory, 'env'), ...args], { out: say, err: say });
  return { code, text: lines.join('\n') };
}

async function faults(...args: string[]): Promise<string[]> {
  const { code, text } = await verified('--json', ...args);
  const found = (JSON.parse(text) as { faults: { organizationId: string; sequence: number; kind: string }[] }).faults;
  expect(code).toBe(found.length === 0 ? 0 : 1);
  return found.map(({ organizationId, sequence, kind }) => `${organizationId} ${sequence} ${kind}`);
}

describe('audit:verify', () => {
  it('finds the trails that the service writes intact, all of them or one', async () => {
    expect(await verified()).toEqual({ code: 0, text: `Intact: ${way.live.length * 2} entries of 2 organizations` });
    expect(await verified('--organization', 'org-1')).toMatchObject({ code: 0 });
  });

  it('says where an entry was changed', async () => {
    await entries().updateOne({ _id: 'org-1/2' }, { $set: { reason: 'something else' } });
    expect(await faults()).toEqual(['org-1 2 ENTRY_CHANGED']);
    expect((await verified()).text).toContain('org-1 at 2: ENTRY_CHANGED');
  });

  it('says where an entry was deleted', async () => {
    await entries().deleteOne({ _id: 'org-2/3' });
    expect(await faults()).toEqual(['org-2 3 ENTRY_MISSING']);
  });

  it('says where two entries changed places', async () => {
    const place = async (id: string, sequence: number) => entries().updateOne({ _id: id }, { $set: { sequence } });
    await place('org-1/2', 99);
    await place('org-1/3', 2);
    await place('org-1/2', 3);
    expect(await faults()).toEqual(expect.arrayContaining(['org-1 2 ENTRY_CHANGED', 'org-1 3 ENTRY_CHANGED']));
  });

  it('notices a trail whose end was cut, and one that is gone altogether', async () => {
    await entries().deleteOne({ _id: `org-1/${way.live.length}` });
    await entries().deleteMany({ organizationId: 'org-2' });
    expect(await faults()).toEqual([`org-1 ${way.live.length} HEAD_NOT_REACHED`, 'org-2 1 HEAD_NOT_REACHED']);
  });

  it('notices a cut end although the head was moved with it: the seal cannot be made without the key', async () => {
    const last = await entries().findOne({ _id: `org-1/${way.live.length - 1}` });
    await entries().deleteOne({ _id: `org-1/${way.live.length}` });
    const forged = { 'auditHead.sequence': last!.sequence, 'auditHead.hash': last!.hash, version: last!.sequence };
    await organizations().updateOne({ _id: 'org-1' }, { $set: forged });
    expect(await faults()).toEqual([`org-1 ${way.live.length - 1} HEAD_FORGED`]);
  });

  it('notices an organization that vanished with its trail, by the anchors of an earlier run', async () => {
    const anchors = join(directory, 'anchors.json');
    expect(await verified('--anchors', anchors)).toMatchObject({ code: 0 });
    await entries().deleteMany({ organizationId: 'org-2' });
    await organizations().deleteOne({ _id: 'org-2' });
    expect(await faults()).toEqual([]);
    const kept = await readFile(anchors, 'utf8');
    expect(await faults('--anchors', anchors)).toContain('org-2 1 HEAD_NOT_REACHED');
    expect(await readFile(anchors, 'utf8')).toBe(kept);
  });

  it('goes on after a gap, so that an organization does not stand still because of a damaged trail', async () => {
    const unlocked = await writeTrail('org-3', way.unlocked);
    await entries().deleteOne({ _id: 'org-3/2' });
    await writeTrail('org-3', way.checking.slice(-1), unlocked);
    expect(await faults('--organization', 'org-3')).toEqual(['org-3 2 ENTRY_MISSING']);
  });

  it('does not take a head for genuine that another key has sealed', async () => {
    await writeEnvironment(randomBytes(32));
    const length = way.live.length;
    expect(await faults()).toEqual([`org-1 ${length} HEAD_FORGED`, `org-2 ${length} HEAD_FORGED`]);
    await writeEnvironment(key);
  });

  it('tells apart what it cannot verify and how it cannot be called', async () => {
    expect(await verified('--colour')).toMatchObject({ code: 3, text: expect.stringContaining('Usage') });
    const missing = await auditVerify(['--env-file', join(directory, 'none')], { out: () => {}, err: () => {} });
    expect(missing).toBe(2);
  });
});
