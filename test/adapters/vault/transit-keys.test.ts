import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';

import { SealedBox } from '../../../adapters/crypto/sealed-box';
import { storedSecretKeys, type StoredSecretKeys } from '../../../adapters/vault/stored-secret-keys';
import type { VaultLogin } from '../../../adapters/vault/vault-login';
import { Secret } from '../../../domain/secret';
import { eventually } from '../../support/eventually';
import { RealVault } from '../../support/real-vault';
import { tidyUp } from '../../support/tidy-up';

const later = tidyUp(30_000);
const local = [{ id: 'k1', key: Buffer.alloc(32, 7) }];
const binding = { organizationId: 'acme', revision: 3, credentialId: 'c-1' };
const unreadable = expect.objectContaining({ code: 'CREDENTIAL_UNREADABLE' });
const unavailable = expect.objectContaining({ code: 'KEYS_UNAVAILABLE' });

let vault: RealVault;

beforeAll(async () => {
  vault = await RealVault.start();
  later(async () => vault.stop());
});

const keysWith = (login: VaultLogin, options: { local?: typeof local; address?: string } = {}): StoredSecretKeys => {
  const place = { mount: 'transit', key: 'mail-server-approval', timeoutMs: 2_000 };
  const { address = vault.address, local: ring = [] } = options;
  const found = storedSecretKeys({ local: ring, vault: { address, login, ...place } });
  later(async () => found.close());
  return found;
};

const appRole = async (): Promise<VaultLogin> => {
  const { roleId, secretId } = await vault.appRole();
  return { kind: 'approle', roleId, secretId: new Secret(secretId) };
};

describe('keys in Vault', () => {
  it('wrap and unwrap what a sealed box asks for, with rights to the one key alone', async () => {
    const { keys } = keysWith(await appRole());
    const box = new SealedBox(keys);
    const sealed = await box.seal(new Secret('correct horse'), binding);
    expect(sealed.keyId).toBe('vault:mail-server-approval:1');
    expect((await box.open(sealed, binding)).reveal()).toBe('correct horse');
    expect(Buffer.from(sealed.wrappedKey.data).toString()).toMatch(/^vault:v1:/);
    await keys.ping();
  });

  it('open for what they were bound to alone, and for no changed byte', async () => {
    const box = new SealedBox(keysWith(await appRole()).keys);
    const sealed = await box.seal(new Secret('x'), binding);
    await expect(box.open(sealed, { ...binding, organizationId: 'other' })).rejects.toThrow(unreadable);
    await expect(box.open(sealed, { ...binding, revision: 4 })).rejects.toThrow(unreadable);
    const data = Buffer.from(sealed.wrappedKey.data);
    data[data.length - 4]! ^= 1;
    await expect(box.open({ ...sealed, wrappedKey: { ...sealed.wrappedKey, data } }, binding)).rejects.toThrow(
      unreadable,
    );
    await expect(box.open({ ...sealed, keyId: 'k1' }, binding)).rejects.toThrow(unreadable);
  });

  it('change with their versions: older ones open, the newest wraps, and a version that was retired opens nothing', async () => {
    const { keys } = keysWith(await appRole());
    const box = new SealedBox(keys);
    const sealed = await box.seal(new Secret('kept'), binding);
    await vault.admin('POST', 'transit/keys/mail-server-approval/rotate');
    const newest = await keys.activeKeyId();
    expect(newest).not.toBe(sealed.keyId);
    expect((await box.open(sealed, binding)).reveal()).toBe('kept');
    const rewrapped = await box.rewrap(sealed, binding);
    expect(rewrapped).toMatchObject({ keyId: newest, content: sealed.content });
    const version = Number(newest.split(':').at(-1));
    await vault.admin('POST', 'transit/keys/mail-server-approval/config', { min_decryption_version: version });
    expect((await box.open(rewrapped, binding)).reveal()).toBe('kept');
    await expect(box.open(sealed, binding)).rejects.toThrow(unreadable);
  });

  it('take over from keys of the environment, whose secrets still open beside them', async () => {
    const before = new SealedBox(storedSecretKeys({ local, vault: null }).keys);
    const sealed = await before.seal(new Secret('old'), binding);
    const both = new SealedBox(keysWith(await appRole(), { local }).keys);
    expect((await both.open(sealed, binding)).reveal()).toBe('old');
    const moved = await both.rewrap(sealed, binding);
    expect(moved.keyId).toMatch(/^vault:/);
    const vaultAlone = new SealedBox(keysWith(await appRole()).keys);
    expect((await vaultAlone.open(moved, binding)).reveal()).toBe('old');
    await expect(vaultAlone.open(sealed, binding)).rejects.toThrow(unreadable);
  });
});

describe('the login at Vault', () => {
  it('outlives the lease of its token, and a token that was revoked', async () => {
    const { keys } = keysWith(await appRole());
    await keys.ping();
    await vault.admin('POST', 'sys/leases/revoke-prefix/auth/approle');
    expect(await keys.activeKeyId()).toMatch(/^vault:mail-server-approval:/);
  });

  it('renews its token before the lease is over, without being used', async () => {
    const token = await vault.token({ ttl: '3s', explicit_max_ttl: '0' });
    const { keys } = keysWith({ kind: 'token', token: new Secret(token) });
    await keys.ping();
    const { data } = await vault.admin('POST', 'auth/token/lookup', { token });
    const issued = Date.parse(String((data as Record<string, unknown>)['issue_time']));
    const isRenewed = await eventually('a renewal', async () => {
      const { data: now } = await vault.admin('POST', 'auth/token/lookup', { token });
      const { last_renewal_time: renewed } = now as { last_renewal_time?: number };
      return (renewed ?? 0) > issued / 1000;
    });
    expect(isRenewed).toBe(true);
  });

  it('that is refused says so at once, and holds nothing secret', async () => {
    const wrong = 'canary-secret-id';
    const { roleId } = await vault.appRole();
    const { keys } = keysWith({ kind: 'approle', roleId, secretId: new Secret(wrong) });
    const error: unknown = await keys.ping().catch((thrown: unknown) => thrown);
    expect(error).toEqual(unavailable);
    expect(inspect(error, { depth: 10 })).not.toContain(wrong);
    const { keys: stranger } = keysWith({ kind: 'token', token: new Secret('made-up') });
    await expect(stranger.wrap(Buffer.alloc(32), () => Buffer.alloc(1))).rejects.toThrow(unavailable);
  });

  it('without the right to a key cannot use it', async () => {
    const token = await vault.token({ policies: ['default'] });
    const { keys } = keysWith({ kind: 'token', token: new Secret(token) });
    await expect(keys.ping()).rejects.toThrow(unavailable);
    await expect(new SealedBox(keys).seal(new Secret('x'), binding)).rejects.toThrow(unavailable);
  });
});

describe('a Vault in trouble', () => {
  const login: VaultLogin = { kind: 'token', token: new Secret('t') };
  const closed: Server[] = [];

  afterAll(async () => {
    for (const server of closed) {
      server.closeAllConnections();
      server.close();
    }
  });

  async function answering(status: number | null, body = ''): Promise<string> {
    const server = createServer((_request, response) => {
      if (status !== null) response.writeHead(status, { location: 'https://evil.example/' }).end(body);
    });
    closed.push(server);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it.each([
    ['is sealed', 503, '{"errors":["Vault is sealed"]}'],
    ['is overloaded', 429, ''],
    ['sends us elsewhere', 307, ''],
    ['answers something else', 200, '<html>'],
    ['answers without what was asked for', 200, '{"data":{}}'],
    ['does not answer in time', null, ''],
  ])('%s: the keys are away', async (_name, status, body) => {
    const { keys } = keysWith(login, { address: await answering(status, body) });
    await expect(keys.ping()).rejects.toThrow(unavailable);
    await expect(keys.unwrap({ keyId: 'vault:k:1', wrappedKey: nothing }, () => Buffer.alloc(1))).rejects.toThrow(
      unavailable,
    );
  });

  it('is not there: the keys are away', async () => {
    const { keys } = keysWith(login, { address: 'http://127.0.0.1:1' });
    await expect(keys.ping()).rejects.toThrow(unavailable);
  });

  const nothing = { iv: new Uint8Array(), tag: new Uint8Array(), data: Buffer.from('vault:v1:x') };
});
