import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

import { resolveVault } from '../../dev/resolvers/openbao';
import { freePort } from '../../dev/support/ports';
import { eventually } from './eventually';

const rootToken = 'root-of-the-test';

/** A Vault server of its own, in memory, with the transit engine, a key and an AppRole that may use that key alone. */
export class RealVault {
  readonly address: string;
  readonly #process: ChildProcess;

  private constructor(address: string, process: ChildProcess) {
    this.address = address;
    this.#process = process;
  }

  static async start(): Promise<RealVault> {
    const executable = await resolveVault(() => undefined);
    const listen = `127.0.0.1:${await freePort()}`;
    const options = ['server', '-dev', `-dev-root-token-id=${rootToken}`, `-dev-listen-address=${listen}`];
    const process = spawn(executable, [...options, '-dev-no-store-token'], { stdio: 'ignore' });
    const vault = new RealVault(`http://${listen}`, process);
    await eventually('Vault is up', async () => (await fetch(`${vault.address}/v1/sys/health`)).status === 200);
    await vault.#prepare();
    return vault;
  }

  /** What an administrator does. */
  async admin(method: string, path: string, body: object = {}): Promise<Record<string, unknown>> {
    const headers = { 'x-vault-token': rootToken, 'content-type': 'application/json' };
    const content = method === 'GET' ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`${this.address}/v1/${path}`, { method, headers, ...content });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`);
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  }

  /** The two parts of the AppRole's login. */
  async appRole(): Promise<{ roleId: string; secretId: string }> {
    const role = await this.admin('GET', 'auth/approle/role/service/role-id');
    const secret = await this.admin('POST', 'auth/approle/role/service/secret-id');
    const text = ({ data }: Record<string, unknown>, name: string) => String((data as Record<string, unknown>)[name]);
    return { roleId: text(role, 'role_id'), secretId: text(secret, 'secret_id') };
  }

  /** A token that may use the key and nothing else. */
  async token(options: object = {}): Promise<string> {
    const made = await this.admin('POST', 'auth/token/create', { policies: ['service'], ...options });
    return String((made['auth'] as Record<string, unknown>)['client_token']);
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const gone = once(this.#process, 'exit');
    this.#process.kill();
    await gone;
  }

  async #prepare(): Promise<void> {
    await this.admin('POST', 'sys/mounts/transit', { type: 'transit' });
    await this.admin('POST', 'transit/keys/mail-server-approval');
    await this.admin('POST', 'sys/policies/acl/service', { policy: leastPolicy });
    await this.admin('POST', 'sys/auth/approle', { type: 'approle' });
    await this.admin('POST', 'auth/approle/role/service', {
      token_policies: ['service'],
      token_ttl: '3s',
      token_max_ttl: '1h',
    });
  }
}

/** As docs/security.md gives it. */
const leastPolicy = `
path "transit/encrypt/mail-server-approval" { capabilities = ["update"] }
path "transit/decrypt/mail-server-approval" { capabilities = ["update"] }
path "transit/keys/mail-server-approval"    { capabilities = ["read"] }
`;
