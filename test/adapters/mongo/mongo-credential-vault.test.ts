import { randomBytes, randomUUID } from 'node:crypto';
import { inspect } from 'node:util';

import { KeyRing } from '../../../adapters/crypto/key-ring';
import { LocalKeys } from '../../../adapters/crypto/local-keys';
import { SealedBox } from '../../../adapters/crypto/sealed-box';
import { MongoCredentialVault } from '../../../adapters/mongo/mongo-credential-vault';
import { Secret } from '../../../domain/secret';
import { openTestMongo, type TestMongo } from './test-mongo';

const password = 'correct horse battery staple';
const box = new SealedBox(new LocalKeys(new KeyRing([{ id: 'k1', key: randomBytes(32) }])));
const reused = expect.objectContaining({ code: 'IDEMPOTENCY_KEY_REUSED' });
const unreadable = expect.objectContaining({ code: 'CREDENTIAL_UNREADABLE' });

let mongo: TestMongo;
let vault: MongoCredentialVault;
const commands: unknown[] = [];

beforeAll(async () => {
  mongo = await openTestMongo((command) => commands.push(command));
  vault = new MongoCredentialVault(mongo.connection, box);
  await mongo.connection.connect();
});

afterAll(() => mongo.close());

const newBinding = () => ({ organizationId: randomUUID(), revision: 1, credentialId: randomUUID() });

async function stored(credentialId: string) {
  return await mongo.raw.collection('credentials').findOne({ credentialId });
}

describe('the credential vault', () => {
  it('opens what was deposited, and stores nothing that shows it', async () => {
    const binding = newBinding();
    await vault.deposit(binding, new Secret(password));
    expect((await vault.open(binding)).reveal()).toBe(password);
    const document = await stored(binding.credentialId);
    expect(inspect(document, { depth: 10 })).not.toContain(password);
    expect(JSON.stringify(document)).not.toContain(Buffer.from(password).toString('base64'));
  });

  it('carries a password over to another binding, so that each opens and is destroyed by itself', async () => {
    const [from, to] = [newBinding(), { ...newBinding(), revision: 2 }];
    to.organizationId = from.organizationId;
    await vault.deposit(from, new Secret(password));
    await vault.carryOver(from, to);
    await vault.carryOver(from, to);
    await vault.shred(from.organizationId, [from.credentialId]);
    expect((await vault.open(to)).reveal()).toBe(password);
    await expect(vault.carryOver(from, { ...newBinding(), organizationId: from.organizationId })).rejects.toThrow(
      unreadable,
    );
    await expect(vault.carryOver({ ...to, revision: 3 }, newBinding())).rejects.toThrow(unreadable);
  });

  it('keeps the first deposit under an id, and refuses every other password', async () => {
    const binding = newBinding();
    const passwords = Array.from({ length: 50 }, (_v, index) => `p-${index}`);
    const outcomes = await Promise.allSettled(passwords.map((text) => vault.deposit(binding, new Secret(text))));
    const refusals = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason as unknown);
    expect(refusals).toEqual(Array.from({ length: 49 }, () => reused));
    const first = (await vault.open(binding)).reveal();
    expect(first).toBe(passwords[outcomes.findIndex(({ status }) => status === 'fulfilled')]);
    for (const other of ['later', `${first} `, '']) {
      await expect(vault.deposit(binding, new Secret(other))).rejects.toThrow(reused);
    }
    await expect(vault.deposit({ ...binding, revision: 2 }, new Secret(first))).rejects.toThrow(reused);
    expect((await vault.open(binding)).reveal()).toBe(first);
    expect(await mongo.raw.collection('credentials').countDocuments({ credentialId: binding.credentialId })).toBe(1);
  });

  it('takes a repetition, whether adopted or not, and refuses another password for both', async () => {
    for (const isAdopted of [false, true]) {
      const binding = newBinding();
      await vault.deposit(binding, new Secret(password));
      if (isAdopted) await vault.adopt(binding.organizationId, binding.credentialId);
      await vault.deposit(binding, new Secret(password));
      await vault.refuseOther(binding, new Secret(password));
      await expect(vault.deposit(binding, new Secret('other'))).rejects.toThrow(reused);
      await expect(vault.refuseOther(binding, new Secret('other'))).rejects.toThrow(reused);
      expect('expiresAt' in (await stored(binding.credentialId))!).toBe(!isAdopted);
    }
  });

  it('stores nothing when it only compares', async () => {
    const binding = newBinding();
    await vault.refuseOther(binding, new Secret(password));
    expect(await stored(binding.credentialId)).toBeNull();
  });

  it('starts the hour of a deposit anew when it is repeated', async () => {
    const binding = newBinding();
    await vault.deposit(binding, new Secret(password));
    const almostOver = new Date(Date.now() + 5_000);
    const { credentialId } = binding;
    await mongo.raw.collection('credentials').updateOne({ credentialId }, { $set: { expiresAt: almostOver } });
    await vault.deposit(binding, new Secret(password));
    expect(Number((await stored(credentialId))!['expiresAt'])).toBeGreaterThan(Date.now() + 59 * 60_000);
  });

  it('says so when a repetition cannot be compared, because the key is gone', async () => {
    const binding = newBinding();
    await vault.deposit(binding, new Secret(password));
    const keyless = new SealedBox(new LocalKeys(new KeyRing([{ id: 'k2', key: randomBytes(32) }])));
    const stranger = new MongoCredentialVault(mongo.connection, keyless);
    await expect(stranger.deposit(binding, new Secret(password))).rejects.toThrow(unreadable);
  });

  it('does not open for another organization, revision or credential', async () => {
    const [mine, theirs] = [newBinding(), newBinding()];
    await vault.deposit(mine, new Secret('mine'));
    await vault.deposit(theirs, new Secret('theirs'));
    await expect(vault.open({ ...mine, revision: 2 })).rejects.toThrow(unreadable);
    await expect(vault.open({ ...mine, organizationId: theirs.organizationId })).rejects.toThrow(unreadable);
    await expect(vault.open({ ...mine, credentialId: theirs.credentialId })).rejects.toThrow(unreadable);
  });

  it('opens those that are asked for together with one command, each for its own; one that is gone spoils no other', async () => {
    const bindings = Array.from({ length: 10 }, newBinding);
    for (const binding of bindings) await vault.deposit(binding, new Secret(`of ${binding.organizationId}`));
    const before = commands.length;
    const revealed = async (binding: (typeof bindings)[number]) => (await vault.open(binding)).reveal();
    const [gone, ...opened] = await Promise.allSettled([newBinding(), ...bindings].map(revealed));
    expect(gone).toMatchObject({ status: 'rejected', reason: { code: 'CREDENTIAL_UNREADABLE' } });
    const own = bindings.map(({ organizationId }) => ({ status: 'fulfilled', value: `of ${organizationId}` }));
    expect(opened).toEqual(own);
    expect(commands.length - before).toBe(1);
  });

  it('does not open a ciphertext that was put in the place of another', async () => {
    const [mine, theirs] = [newBinding(), newBinding()];
    await vault.deposit(mine, new Secret('mine'));
    await vault.deposit(theirs, new Secret('theirs'));
    const { sealed } = (await stored(theirs.credentialId))!;
    await mongo.raw.collection('credentials').updateOne({ credentialId: mine.credentialId }, { $set: { sealed } });
    await expect(vault.open(mine)).rejects.toThrow(unreadable);
  });

  it('lets a deposit expire after an hour by an index, unless it is adopted', async () => {
    const binding = newBinding();
    await vault.deposit(binding, new Secret(password));
    const { depositedAt, expiresAt } = (await stored(binding.credentialId))!;
    expect(expiresAt.getTime() - depositedAt.getTime()).toBe(3_600_000);
    const indexes = await mongo.raw.collection('credentials').indexes();
    expect(indexes).toContainEqual(expect.objectContaining({ key: { expiresAt: 1 }, expireAfterSeconds: 0 }));
    await vault.adopt(binding.organizationId, binding.credentialId);
    expect(await stored(binding.credentialId)).not.toHaveProperty('expiresAt');
    await vault.adopt(binding.organizationId, binding.credentialId);
    expect((await vault.open(binding)).reveal()).toBe(password);
  });

  it('drops expired deposits with the next one, also where the database does not do so by itself', async () => {
    const [expired, adopted] = [newBinding(), newBinding()];
    for (const binding of [expired, adopted]) await vault.deposit(binding, new Secret(password));
    await vault.adopt(adopted.organizationId, adopted.credentialId);
    const past = { expiresAt: new Date(Date.now() - 1) };
    await mongo.raw.collection('credentials').updateOne({ credentialId: expired.credentialId }, { $set: past });
    await vault.deposit(newBinding(), new Secret(password));
    expect(await stored(expired.credentialId)).toBeNull();
    expect(await stored(adopted.credentialId)).toHaveProperty('sealed');
  });

  it('cannot adopt what is gone, was shredded or belongs to another organization', async () => {
    const binding = newBinding();
    await expect(vault.adopt(binding.organizationId, binding.credentialId)).rejects.toThrow(unreadable);
    await vault.deposit(binding, new Secret(password));
    await expect(vault.adopt('another', binding.credentialId)).rejects.toThrow(unreadable);
    await vault.shred(binding.organizationId, [binding.credentialId]);
    await expect(vault.adopt(binding.organizationId, binding.credentialId)).rejects.toThrow(unreadable);
  });

  it('shreds key and ciphertext, keeps the date, and never revives the id', async () => {
    const [binding, other] = [newBinding(), newBinding()];
    await vault.deposit(binding, new Secret(password));
    await vault.deposit(other, new Secret(password));
    await vault.adopt(binding.organizationId, binding.credentialId);
    await vault.shred(binding.organizationId, [binding.credentialId, other.credentialId, 'unknown']);
    const tombstone = await stored(binding.credentialId);
    expect(tombstone).toMatchObject({ revision: 1, shreddedAt: expect.any(Date) });
    expect(tombstone).not.toHaveProperty('sealed');
    await vault.deposit(binding, new Secret(password));
    await vault.deposit(binding, new Secret('nothing is left to compare with'));
    expect(await stored(binding.credentialId)).toEqual(tombstone);
    await expect(vault.open(binding)).rejects.toThrow(unreadable);
    await vault.shred(binding.organizationId, [binding.credentialId]);
    expect((await stored(binding.credentialId))!['shreddedAt']).toEqual(tombstone!['shreddedAt']);
    expect((await vault.open(other)).reveal()).toBe(password);
  });
});
