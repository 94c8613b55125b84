import { randomBytes, randomUUID } from 'node:crypto';

import { KeyRing, type NamedKey } from '../../adapters/crypto/key-ring';
import { LocalKeys } from '../../adapters/crypto/local-keys';
import { SealedBox } from '../../adapters/crypto/sealed-box';
import { MongoCredentialVault } from '../../adapters/mongo/mongo-credential-vault';
import { Secret } from '../../domain/secret';
import { openTestMongo, type TestMongo } from '../adapters/mongo/test-mongo';

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
