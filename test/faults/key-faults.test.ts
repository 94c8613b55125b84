import { randomBytes, randomUUID } from 'node:crypto';

import { KeyRing, type NamedKey } from '../../adapters/crypto/key-ring';
import { LocalKeys } from '../../adapters/crypto/local-keys';
import { SealedBox } from '../../adapters/crypto/sealed-box';
import { MongoCredentialVault } from '../../adapters/mongo/mongo-credential-vault';
import { Secret } from '../../domain/secret';
import { openTestMongo, type TestMongo } from '../adapters/mongo/test-mongo';
import { keyUse, watchedKeys } from '../support/watched-keys';

/** Keys that are exchanged or lost, and a database that somebody has written to: fault 45. */
const [oldKey, newKey, strangeKey] = ['old', 'new', 'strange'].map((id): NamedKey => ({
  id,
  key: randomBytes(32),
})) as [NamedKey, NamedKey, NamedKey];
const refused = { code: 'CREDENTIAL_UNREADABLE' };
const parts = ['content', 'wrappedKey'] as const;
const fields = ['iv', 'tag', 'data'] as const;

let mongo: TestMongo;

beforeAll(async () => {
  mongo = await openTestMongo();
  await mongo.connection.connect();
});

afterAll(() => mongo.close());

const vaultWith = (...keys: NamedKey[]) =>
  new MongoCredentialVault(mongo.connection, new SealedBox(new LocalKeys(new KeyRing(keys))));

async function deposited(text: string, keys = [oldKey]) {
  const binding = { organizationId: randomUUID(), revision: 1, credentialId: randomUUID() };
  await vaultWith(...keys).deposit(binding, new Secret(text));
  await vaultWith(...keys).adopt(binding.organizationId, binding.credentialId);
  return binding;
}

const credentials = () => mongo.raw.collection('credentials');
const change = async (credentialId: string, fieldsToSet: object) => {
  const { matchedCount } = await credentials().updateOne({ credentialId }, { $set: fieldsToSet });
  expect(matchedCount).toBe(1);
};
const sealedOf = async (credentialId: string) => {
  const document = await credentials().findOne({ credentialId });
  return document?.['sealed'] as Record<(typeof parts)[number], Record<(typeof fields)[number], Buffer>>;
};

describe('a key-encryption key', () => {
  it('that was exchanged opens what it has wrapped for as long as it is configured, and nothing after that', async () => {
    const [before, after] = [await deposited('before'), await deposited('after', [newKey, oldKey])];
    const both = vaultWith(newKey, oldKey);
    expect((await both.open(before)).reveal()).toBe('before');
    expect((await both.open(after)).reveal()).toBe('after');
    await expect(vaultWith(newKey).open(before)).rejects.toMatchObject(refused);
    await expect(vaultWith(oldKey).open(after)).rejects.toMatchObject(refused);
  });

  it('that is missing closes what it has wrapped, and leaves the rest alone', async () => {
    const [lost, fine] = [await deposited('lost', [strangeKey]), await deposited('fine')];
    await expect(vaultWith(oldKey).open(lost)).rejects.toMatchObject(refused);
    expect((await vaultWith(oldKey).open(fine)).reveal()).toBe('fine');
    expect((await vaultWith(strangeKey).open(lost)).reveal()).toBe('lost');
  });

  it('cannot be passed off as another by its id', async () => {
    const binding = await deposited('x');
    await change(binding.credentialId, { 'sealed.keyId': 'new' });
    await expect(vaultWith(newKey, oldKey).open(binding)).rejects.toMatchObject(refused);
  });
});

const watching = async (...keys: NamedKey[]) => watchedKeys(mongo.connection, new LocalKeys(new KeyRing(keys)));

describe('a process whose keys differ from those of the others', () => {
  beforeEach(() => credentials().deleteMany({}));

  it('names the key that it lacks, how much is wrapped by it, and what to do', async () => {
    await deposited('a', [newKey, oldKey]);
    await deposited('b', [newKey, oldKey]);
    await deposited('c', [oldKey]);
    const { watch, lines, metrics } = await watching(oldKey);
    expect(watch.seen).toEqual([keyUse('new', 'missing', 2), keyUse('old', 'opens', 1, true)]);
    expect(await metrics()).toEqual([
      'stored_secret_keys{key_id="new",state="missing"} 2',
      'stored_secret_keys{key_id="old",state="opens"} 1',
      'stored_secret_active_key{key_id="old"} 1',
    ]);
    const errors = lines.filter((line) => line.includes('"level":50'));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain('"keyId":"new"');
    expect(errors[0]).toContain('add it to CREDENTIAL_KEYS');
    const said = lines.join('') + (await metrics()).join('');
    for (const { key } of [oldKey, newKey]) expect(said).not.toContain(Buffer.from(key).toString('base64'));
  });

  it('finds another key of the same id out, before anybody needs what it wraps', async () => {
    await deposited('a', [oldKey]);
    const { watch, lines } = await watching({ id: 'old', key: strangeKey.key });
    expect(watch.seen).toEqual([keyUse('old', 'refused', 1, true)]);
    expect(lines.join('')).toContain('another process has another key of the same id');
  });

  it('is not alarmed by one secret that is damaged by itself', async () => {
    const [damaged] = [await deposited('a'), await deposited('b')];
    await change(damaged.credentialId, { 'sealed.wrappedKey.tag': randomBytes(16) });
    expect((await watching(oldKey)).watch.seen).toEqual([keyUse('old', 'opens', 2, true)]);
  });

  it('says so once, and again when it is mended', async () => {
    await deposited('a', [newKey]);
    const { watch, lines } = await watching(oldKey);
    const before = lines.length;
    await watch.look();
    expect(lines).toHaveLength(before);
    await credentials().deleteMany({});
    await deposited('b', [oldKey]);
    await watch.look();
    expect(watch.seen).toEqual([keyUse('old', 'opens', 1, true)]);
    expect(lines.slice(before).join('')).toContain('"state":"opens"');
  });

  it('keeps what it saw last while the database is away', async () => {
    await deposited('a', [oldKey]);
    const { watch } = await watching(oldKey);
    const away = jest.spyOn(mongo.connection, 'run').mockRejectedValue(new Error('away'));
    await watch.look();
    away.mockRestore();
    expect(watch.seen).toEqual([keyUse('old', 'opens', 1, true)]);
  });

  it('tells a key that wraps nothing from one that does, so that it can be dropped', async () => {
    await deposited('a', [newKey, oldKey]);
    expect((await watching(newKey, oldKey)).watch.seen).toEqual([
      keyUse('new', 'opens', 1, true),
      keyUse('old', 'unused', 0),
    ]);
  });
});

describe('a stored password', () => {
  it('that was put in the place of another opens in neither', async () => {
    const [mine, theirs] = [await deposited('mine'), await deposited('theirs')];
    const [mySeal, theirSeal] = [await sealedOf(mine.credentialId), await sealedOf(theirs.credentialId)];
    await change(mine.credentialId, { sealed: theirSeal });
    await change(theirs.credentialId, { sealed: mySeal });
    for (const binding of [mine, theirs]) {
      await expect(vaultWith(oldKey).open(binding)).rejects.toMatchObject(refused);
    }
    for (const part of parts) {
      await change(mine.credentialId, { sealed: { ...mySeal, [part]: theirSeal[part] } });
      await expect(vaultWith(oldKey).open(mine)).rejects.toMatchObject(refused);
    }
    await change(mine.credentialId, { sealed: mySeal });
    expect((await vaultWith(oldKey).open(mine)).reveal()).toBe('mine');
  });

  it('opens for no other revision than the one that it was entered for', async () => {
    const binding = await deposited('x');
    await expect(vaultWith(oldKey).open({ ...binding, revision: 2 })).rejects.toMatchObject(refused);
  });

  it.each(parts.flatMap((part) => fields.map((field) => [part, field] as const)))(
    'with a flipped bit in %s.%s does not open, and says nothing of itself',
    async (part, field) => {
      const binding = await deposited('correct horse');
      const sealed = await sealedOf(binding.credentialId);
      const bytes = Buffer.from(sealed[part][field]);
      bytes[0]! ^= 1;
      await change(binding.credentialId, { [`sealed.${part}.${field}`]: bytes });
      const error: unknown = await vaultWith(oldKey)
        .open(binding)
        .catch((thrown: unknown) => thrown);
      expect(error).toMatchObject(refused);
      expect(String(error)).not.toContain('correct horse');
    },
  );

  it('that was destroyed is gone for good: no key opens what a copy of its document holds', async () => {
    const binding = await deposited('over');
    await vaultWith(oldKey).shred(binding.organizationId, [binding.credentialId]);
    const document = await credentials().findOne({ credentialId: binding.credentialId });
    expect(document).not.toHaveProperty('sealed');
    expect(document).toMatchObject({ shreddedAt: expect.any(Date) });
    await expect(vaultWith(oldKey, newKey, strangeKey).open(binding)).rejects.toMatchObject(refused);
  });
});
