import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { CredentialBinding } from '../../activities/ports/credential-vault';
import { KeyRing, type NamedKey } from '../../adapters/crypto/key-ring';
import { LocalKeys } from '../../adapters/crypto/local-keys';
import { SealedBox } from '../../adapters/crypto/sealed-box';
import { MongoCredentialVault } from '../../adapters/mongo/mongo-credential-vault';
import { Secret } from '../../domain/secret';
import { rotateKeys } from '../../tools/rotate-keys';
import { storedSecretKeys } from '../../adapters/vault/stored-secret-keys';
import { RealVault } from '../support/real-vault';
import { openTestMongo, type TestMongo } from '../adapters/mongo/test-mongo';

const [oldKey, newKey, strangeKey] = ['old', 'new', 'strange'].map((id): NamedKey => ({
  id,
  key: randomBytes(32),
})) as [NamedKey, NamedKey, NamedKey];

let mongo: TestMongo;
let directory: string;

beforeAll(async () => {
  mongo = await openTestMongo();
  directory = await mkdtemp(join(tmpdir(), 'rotate-keys-'));
});

afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
  await mongo.close();
});

beforeEach(async () => {
  await mongo.connection.connect();
  await mongo.raw.collection('credentials').deleteMany({});
});

const vaultWith = (...keys: NamedKey[]) =>
  new MongoCredentialVault(mongo.connection, new SealedBox(new LocalKeys(new KeyRing(keys))));
const binding = (number: number): CredentialBinding => ({
  organizationId: `org-${number}`,
  revision: 1,
  credentialId: `credential-${number}`,
});

async function deposited(vault: MongoCredentialVault, count: number): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    await vault.deposit(binding(number), new Secret(`password ${number}`));
    await vault.adopt(binding(number).organizationId, binding(number).credentialId);
  }
}

async function rotated(keys: readonly NamedKey[], ...args: string[]): Promise<{ code: number; text: string }> {
  const file = join(directory, 'env');
  const list = keys.map(({ id, key }) => `${id}:${Buffer.from(key).toString('base64')}`).join(',');
  const variables = args.filter((arg) => /^[A-Z_]+=/.test(arg));
  const lines = [
    ...variables,
    `MONGODB_URI="${process.env['TEST_MONGODB_URI'] ?? ''}"`,
    `MONGODB_DATABASE="${mongo.raw.databaseName}"`,
    `CREDENTIAL_KEYS="${list}"`,
  ];
  await writeFile(file, lines.join('\n'));
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  const options = args.filter((arg) => !variables.includes(arg));
  const code = await rotateKeys(['--env-file', file, ...options], { out: say, err: say });
  return { code, text: said.join('\n') };
}

describe('exchanging the key of stored secrets', () => {
  it('makes the old key dispensable, and leaves every secret as it was', async () => {
    await deposited(vaultWith(oldKey), 25);
    const { code, text } = await rotated([newKey, oldKey], '--json');
    expect(code).toBe(0);
    expect(JSON.parse(text)).toEqual({
      activeKey: 'new',
      rewrapped: 25,
      unreadable: [],
      remaining: { new: 25 },
      unused: ['old'],
    });
    expect((await vaultWith(newKey).open(binding(7))).reveal()).toBe('password 7');
    await expect(vaultWith(oldKey).open(binding(7))).rejects.toMatchObject({ code: 'CREDENTIAL_UNREADABLE' });
  });

  it('never has a secret that cannot be opened while it runs', async () => {
    await deposited(vaultWith(oldKey), 60);
    const vault = vaultWith(newKey, oldKey);
    const rotation = new AbortController();
    const reading = (async () => {
      let opened = 0;
      for (let number = 0; !rotation.signal.aborted || opened < 60; number = (number + 1) % 60) {
        expect((await vault.open(binding(number))).reveal()).toBe(`password ${number}`);
        opened += 1;
      }
      return opened;
    })();
    expect(await rotated([newKey, oldKey])).toMatchObject({ code: 0 });
    rotation.abort();
    expect(await reading).toBeGreaterThanOrEqual(60);
  });

  it('does not bring back what is destroyed meanwhile', async () => {
    const vault = vaultWith(newKey, oldKey);
    await deposited(vaultWith(oldKey), 40);
    const shredding = Promise.all(
      Array.from({ length: 40 }, async (_, number) =>
        vault.shred(binding(number).organizationId, [binding(number).credentialId]),
      ),
    );
    expect(await rotated([newKey, oldKey])).toMatchObject({ code: 0 });
    await shredding;
    expect(await mongo.raw.collection('credentials').countDocuments({ sealed: { $exists: true } })).toBe(0);
  });

  it('changes nothing when it is repeated', async () => {
    await deposited(vaultWith(oldKey), 3);
    await rotated([newKey, oldKey]);
    const before = await mongo.raw.collection('credentials').find().toArray();
    expect(JSON.parse((await rotated([newKey, oldKey], '--json')).text)).toMatchObject({ rewrapped: 0 });
    expect(await mongo.raw.collection('credentials').find().toArray()).toEqual(before);
  });

  it('names what no configured key opens, leaves it, and goes on with the rest', async () => {
    await deposited(vaultWith(oldKey), 2);
    const lost = { organizationId: 'org-9', revision: 1, credentialId: 'lost' };
    await vaultWith(strangeKey).deposit(lost, new Secret('lost'));
    const { code, text } = await rotated([newKey, oldKey], '--json');
    expect(code).toBe(1);
    expect(JSON.parse(text)).toMatchObject({
      rewrapped: 2,
      unreadable: [{ organizationId: 'org-9', credentialId: 'lost' }],
      remaining: { new: 2, strange: 1 },
    });
    expect((await vaultWith(strangeKey).open(lost)).reveal()).toBe('lost');
  });

  it('says in words what it did, and shows no secret', async () => {
    await deposited(vaultWith(oldKey), 2);
    const { text } = await rotated([newKey, oldKey]);
    expect(text).toContain('2 secrets are now wrapped by key new');
    expect(text).toContain('Can be removed from CREDENTIAL_KEYS: old');
    expect(text).not.toContain('password');
  });

  it('says what is wrong with its call or its configuration', async () => {
    expect(await rotated([newKey], '--nonsense')).toMatchObject({ code: 3 });
    const said: string[] = [];
    const file = join(directory, 'empty');
    await writeFile(file, 'CREDENTIAL_KEYS="broken"');
    const code = await rotateKeys(['--env-file', file], { out: () => undefined, err: (text) => void said.push(text) });
    expect(code).toBe(2);
    expect(said.join('\n')).toContain('CREDENTIAL_KEYS');
  });
});

describe('moving stored secrets into Vault', () => {
  let vault: RealVault;

  beforeAll(async () => {
    vault = await RealVault.start();
  });

  afterAll(() => vault.stop());

  it('wraps them anew while they are opened all the time, and makes the keys of the environment dispensable', async () => {
    await deposited(vaultWith(oldKey), 20);
    const token = await vault.token();
    const login = { kind: 'token', token: new Secret(token) } as const;
    const place = { address: vault.address, mount: 'transit', key: 'mail-server-approval', login };
    const secretKeys = storedSecretKeys({ local: [oldKey], vault: place });
    const service = new MongoCredentialVault(mongo.connection, new SealedBox(secretKeys.keys));
    const rotation = new AbortController();
    const sending = (async () => {
      let opened = 0;
      for (let number = 0; !rotation.signal.aborted || opened < 40; number = (number + 1) % 20) {
        expect((await service.open(binding(number))).reveal()).toBe(`password ${number}`);
        opened += 1;
      }
      return opened;
    })();
    const { code, text } = await rotated([oldKey], '--json', `VAULT_ADDRESS=${vault.address}`, `VAULT_TOKEN=${token}`);
    rotation.abort();
    expect(await sending).toBeGreaterThanOrEqual(40);
    secretKeys.close();
    expect(code).toBe(0);
    expect(JSON.parse(text)).toEqual({
      activeKey: 'vault:mail-server-approval:1',
      rewrapped: 20,
      unreadable: [],
      remaining: { 'vault:mail-server-approval:1': 20 },
      unused: ['old'],
    });
    expect(text).not.toContain(token);
  });

  it('says that it could not be done where Vault does not let us, and changes nothing', async () => {
    await deposited(vaultWith(oldKey), 2);
    const { code, text } = await rotated([oldKey], `VAULT_ADDRESS=${vault.address}`, 'VAULT_TOKEN=made-up');
    expect(code).toBe(2);
    expect(text).toContain('The key service does not answer');
    expect((await vaultWith(oldKey).open(binding(1))).reveal()).toBe('password 1');
  });
});
