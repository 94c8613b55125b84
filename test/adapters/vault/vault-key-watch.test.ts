import { randomBytes, randomUUID } from 'node:crypto';

import { SealedBox } from '../../../adapters/crypto/sealed-box';
import { MongoCredentialVault } from '../../../adapters/mongo/mongo-credential-vault';
import { storedSecretKeys } from '../../../adapters/vault/stored-secret-keys';
import type { KeyEncryption } from '../../../activities/ports/key-encryption';
import { Secret } from '../../../domain/secret';
import { FaultProxy } from '../../support/fault-proxy';
import { RealVault } from '../../support/real-vault';
import { tidyUp } from '../../support/tidy-up';
import { keyUse, watchedKeys } from '../../support/watched-keys';
import { openTestMongo, type TestMongo } from '../mongo/test-mongo';

const later = tidyUp(30_000);
const local = [{ id: 'k1', key: randomBytes(32) }];
const key = 'mail-server-approval';

let vault: RealVault;
let mongo: TestMongo;

beforeAll(async () => {
  vault = await RealVault.start();
  later(async () => vault.stop());
  mongo = await openTestMongo();
  later(async () => mongo.close());
  await mongo.connection.connect();
});

beforeEach(() => mongo.raw.collection('credentials').deleteMany({}));

interface KeysOptions {
  readonly ring?: typeof local;
  readonly name?: string;
  readonly address?: string;
}

/** The keys of a process that may use the one key, and nothing else in Vault. */
async function keysOf({ ring = [], name = key, address = vault.address }: KeysOptions = {}): Promise<KeyEncryption> {
  const login = { kind: 'token', token: new Secret(await vault.token()) } as const;
  const options = { address, login, mount: 'transit', key: name, timeoutMs: 2_000 };
  const found = storedSecretKeys({ local: ring, vault: options });
  later(async () => found.close());
  return found.keys;
}

async function deposit(keys: KeyEncryption, text = 'correct horse'): Promise<void> {
  const binding = { organizationId: randomUUID(), revision: 1, credentialId: randomUUID() };
  const credentials = new MongoCredentialVault(mongo.connection, new SealedBox(keys));
  await credentials.deposit(binding, new Secret(text));
  await credentials.adopt(binding.organizationId, binding.credentialId);
}

const rotate = async () => vault.admin('POST', `transit/keys/${key}/rotate`);
const newest = async (keys: KeyEncryption) => Number((await keys.activeKeyId()).split(':').at(-1));
const watching = async (keys: KeyEncryption) => watchedKeys(mongo.connection, keys);
const errorsOf = (lines: readonly string[]) => lines.filter((line) => line.includes('"level":50'));

describe('a process with keys in Vault', () => {
  it('tells versions of its key apart: what each wraps, which one wraps now, and that all of them open', async () => {
    const keys = await keysOf({ ring: local });
    await deposit(keys);
    await deposit(storedSecretKeys({ local, vault: null }).keys);
    const version = await newest(keys);
    await rotate();
    await deposit(keys);
    const { watch, lines, metrics } = await watching(keys);
    expect(watch.seen).toEqual([
      keyUse('k1', 'opens', 1),
      keyUse(`vault:${key}:${version}`, 'opens', 1),
      keyUse(`vault:${key}:${version + 1}`, 'opens', 1, true),
    ]);
    expect(await metrics()).toContain(`stored_secret_active_key{key_id="vault:${key}:${version + 1}"} 1`);
    expect(errorsOf(lines)).toEqual([]);
  });

  it('names the key of the environment that it lacks, and whoever lacks Vault is told where to look for it', async () => {
    const keys = await keysOf();
    await deposit(keys);
    await deposit(storedSecretKeys({ local, vault: null }).keys);
    const active = await keys.activeKeyId();
    const withVault = await watching(keys);
    expect(withVault.watch.seen).toEqual([keyUse('k1', 'missing', 1), keyUse(active, 'opens', 1, true)]);
    expect(errorsOf(withVault.lines).join('')).toContain('CREDENTIAL_KEYS');
    const withoutVault = await watching(storedSecretKeys({ local, vault: null }).keys);
    expect(withoutVault.watch.seen).toEqual([keyUse('k1', 'opens', 1, true), keyUse(active, 'missing', 1)]);
    const [said = ''] = errorsOf(withoutVault.lines);
    expect(said).toContain(active);
    expect(said).toContain('VAULT_ADDRESS');
    expect(said).not.toContain('CREDENTIAL_KEYS');
  });

  it('says which version was retired while it still wraps something', async () => {
    const keys = await keysOf();
    await deposit(keys);
    const retired = await keys.activeKeyId();
    await rotate();
    await vault.admin('POST', `transit/keys/${key}/config`, { min_decryption_version: await newest(keys) });
    const { watch, lines } = await watching(keys);
    expect(watch.seen).toEqual([keyUse(retired, 'refused', 1), keyUse(await keys.activeKeyId(), 'unused', 0, true)]);
    const [said = ''] = errorsOf(lines);
    expect(said).toContain(retired);
    expect(said).toContain('Vault holds its version no longer');
  });

  it('says that its policy does not let it use a key, and holds nothing secret', async () => {
    await vault.admin('POST', 'transit/keys/elsewhere');
    const login = { kind: 'token', token: new Secret(await vault.token({ policies: ['root'] })) } as const;
    const place = { address: vault.address, login, mount: 'transit', key: 'elsewhere' };
    await deposit(storedSecretKeys({ local: [], vault: place }).keys, 'canary-password');
    const keys = await keysOf();
    const { watch, lines } = await watching(keys);
    expect(watch.seen).toEqual([
      keyUse('vault:elsewhere:1', 'away', 1),
      keyUse(await keys.activeKeyId(), 'unused', 0, true),
    ]);
    const said = lines.filter((line) => line.includes('vault:elsewhere:1')).join('');
    expect(said).toContain('"level":40');
    expect(said).toContain('policy');
    expect(lines.join('')).not.toContain('canary-password');
  });

  it('notices that Vault has gone and that it is back', async () => {
    const network = await FaultProxy.start(Number(new URL(vault.address).port));
    later(async () => network.close());
    const keys = await keysOf({ address: `http://127.0.0.1:${network.port}` });
    await deposit(keys);
    const active = await keys.activeKeyId();
    const { watch, lines } = await watching(keys);
    network.cut();
    await watch.look();
    expect(watch.seen).toEqual([keyUse(active, 'away', 1)]);
    expect(lines.filter((line) => line.includes('"level":40')).join('')).toContain(active);
    network.mend();
    await watch.look();
    expect(watch.seen).toEqual([keyUse(active, 'opens', 1, true)]);
  });
});
