import { createHash, randomBytes, randomUUID } from 'node:crypto';

import type { AttachmentUpload } from '../../../activities/ports/attachment-store';
import { MongoAttachmentStore } from '../../../adapters/mongo/mongo-attachment-store';
import { openTestMongo, type TestMongo } from './test-mongo';

const hourMs = 3_600_000;
const now = new Date('2026-11-26T10:00:00.000Z');
const inHours = (hours: number): string => new Date(now.getTime() + hours * hourMs).toISOString();

let mongo: TestMongo;
let store: MongoAttachmentStore;
let organizationId: string;

beforeAll(async () => {
  mongo = await openTestMongo();
  store = new MongoAttachmentStore(mongo.connection);
  await mongo.connection.connect();
});

afterAll(() => mongo.close());

beforeEach(() => {
  organizationId = randomUUID();
});

async function* inChunks(bytes: Buffer, chunk = 50_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
}

function upload(content: AsyncIterable<Uint8Array>, changes: Partial<AttachmentUpload> = {}): AttachmentUpload {
  const times = { now: now.toISOString(), keptUntil: inHours(24) };
  const about = { organizationId, idempotencyKey: randomUUID(), contentType: 'application/pdf', mostBytes: 5_000_000 };
  return { ...about, ...times, ...changes, content };
}

async function readAll(id: string): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of store.read(id)) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function piecesLeft(): Promise<number> {
  const ids = await mongo.raw.collection('attachments').find({ organizationId }).toArray();
  const all = await mongo.raw.collection<{ _id: string }>('attachment_pieces').find({}).toArray();
  return all.filter(({ _id }) => ids.some(({ _id: id }) => _id.startsWith(String(id)))).length;
}

describe('an uploaded file', () => {
  it.each([0, 1, 57 * 4_096, 57 * 4_096 + 1, 1_000_000])('of %i bytes comes out as it went in', async (size) => {
    const bytes = randomBytes(size);
    const stored = await store.store(upload(inChunks(bytes)));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(stored).toMatchObject({ organizationId, size, sha256, keptUntil: inHours(24) });
    expect((await readAll(stored.id)).equals(bytes)).toBe(true);
  });

  it('is stored while it comes: never more than a piece of it is waited for', async () => {
    let asked = 0;
    async function* watched(): AsyncGenerator<Uint8Array> {
      for (let mb = 0; mb < 4; mb += 1) {
        const written = await mongo.raw.collection('attachment_pieces').countDocuments();
        asked = Math.max(asked, written);
        yield Buffer.alloc(1_000_000, mb);
      }
    }
    const before = await mongo.raw.collection('attachment_pieces').countDocuments();
    await store.store(upload(watched()));
    expect(asked - before).toBeGreaterThanOrEqual(3 * 4);
  });

  it('that is too large leaves nothing behind', async () => {
    const large = upload(inChunks(randomBytes(700_000)), { mostBytes: 500_000 });
    await expect(store.store(large)).rejects.toMatchObject({ code: 'BODY_TOO_LARGE' });
    expect(await mongo.raw.collection('attachments').countDocuments({ organizationId })).toBe(0);
    expect(await piecesLeft()).toBe(0);
  });

  it('whose upload breaks off leaves nothing behind', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield randomBytes(400_000);
      throw new Error('The connection is gone');
    }
    await expect(store.store(upload(broken()))).rejects.toThrow('The connection is gone');
    expect(await mongo.raw.collection('attachments').countDocuments({ organizationId })).toBe(0);
  });

  it('is stored once for a key; another file under the key is refused', async () => {
    const bytes = randomBytes(10_000);
    const key = { idempotencyKey: 'one' };
    const [first, second] = await Promise.all([
      store.store(upload(inChunks(bytes), key)),
      store.store(upload(inChunks(bytes), key)),
    ]);
    expect(second).toEqual(first);
    expect(await mongo.raw.collection('attachments').countDocuments({ organizationId })).toBe(1);
    const other = upload(inChunks(randomBytes(10_000)), key);
    await expect(store.store(other)).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect((await readAll(first.id)).equals(bytes)).toBe(true);
  });
});

describe('keeping a file', () => {
  it('prolongs its time, and never shortens it', async () => {
    const { id } = await store.store(upload(inChunks(randomBytes(10))));
    const far = await store.keep(organizationId, [id], { now: now.toISOString(), until: inHours(100) });
    expect(far.get(id)?.keptUntil).toBe(inHours(100));
    const near = await store.keep(organizationId, [id], { now: now.toISOString(), until: inHours(50) });
    expect(near.get(id)?.keptUntil).toBe(inHours(100));
  });

  it('is refused for another organization’s, for one whose time is over, and for one that is none', async () => {
    const { id } = await store.store(upload(inChunks(randomBytes(10))));
    const times = { now: now.toISOString(), until: inHours(100) };
    expect((await store.keep('another', [id], times)).size).toBe(0);
    expect((await store.keep(organizationId, [randomUUID()], times)).size).toBe(0);
    expect((await store.keep(organizationId, [id], { ...times, now: inHours(25) })).size).toBe(0);
  });
});
