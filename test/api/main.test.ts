import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const projectDirectory = join(__dirname, '../..');
const mongoPassword = 'mongo-canary-password';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Well-formed, so that only the provider's keys could tell that it is worth nothing. */
const unverifiableToken = [{ alg: 'ES256' }, { sub: 'x' }]
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .concat('c2ln')
  .join('.');

const keys = () => `k1:${randomBytes(32).toString('base64')}`;

/** A configuration whose database, workflow service and identity provider are all away. */
async function environment(): Promise<Record<string, string>> {
  const [port, away] = [await freePort(), await freePort()];
  return {
    MONGODB_URI: `mongodb://user:${mongoPassword}@127.0.0.1:${away}/?serverSelectionTimeoutMS=300`,
    TEMPORAL_ADDRESS: `127.0.0.1:${away}`,
    CREDENTIAL_KEYS: keys(),
    PAYLOAD_KEYS: keys(),
    CONFIRMATION_CODE_KEY: randomBytes(32).toString('base64'),
    PLATFORM_FROM_ADDRESS: 'no-reply@platform.example',
    API_PORT: String(port),
    API_PUBLIC_URL: `http://127.0.0.1:${port}`,
    OIDC_ISSUER: `http://127.0.0.1:${away}`,
    OIDC_AUDIENCE: 'urn:test:api',
    OIDC_DASHBOARD_CLIENT_ID: 'dashboard',
    OIDC_DASHBOARD_CLIENT_SECRET: 'dashboard-secret',
  };
}

/** The API as its own process, and what it wrote. */
class ApiProcess {
  readonly #child: ChildProcess;
  output = '';

  constructor(variables: Record<string, string>) {
    const hook = join(projectDirectory, 'dev/typescript-hook.js');
    const { PATH = '' } = process.env;
    this.#child = spawn(process.execPath, ['--require', hook, join(projectDirectory, 'api/main.ts')], {
      env: { PATH, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.output += chunk.toString();
      });
    }
  }

  async untilOutput(text: string): Promise<void> {
    while (!this.output.includes(text)) {
      if (this.#child.exitCode !== null) throw new Error(`The API has ended: ${this.output}`);
      await sleep(50);
    }
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  async exitCode(): Promise<number | null> {
    if (this.#child.exitCode === null) await once(this.#child, 'exit');
    return this.#child.exitCode;
  }
}

describe('the API as a process', () => {
  let api: ApiProcess | undefined;

  afterEach(async () => {
    api?.signal('SIGKILL');
    await api?.exitCode();
  });

  it('serves while everything that it needs is away, says so, and stops when told', async () => {
    const variables = await environment();
    const url = variables['API_PUBLIC_URL'] ?? '';
    api = new ApiProcess(variables);
    await api.untilOutput('The API listens');
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const readiness = await fetch(`${url}/readyz`);
    expect(readiness.status).toBe(503);
    expect(await readiness.json()).toEqual({
      status: 'away',
      dependencies: { mongodb: 'away', temporal: 'away', oidc: 'away', keys: 'ready' },
      storedSecretKeys: [],
    });
    const refused = await fetch(`${url}/v1/me`, { headers: { authorization: `Bearer ${unverifiableToken}` } });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    api.signal('SIGTERM');
    expect(await api.exitCode()).toBe(0);
    expect(api.output).toContain('The API has stopped');
    expect(api.output).not.toContain(mongoPassword);
  });

  it('does not start with a faulty configuration, and names every fault', async () => {
    const { MONGODB_URI: _missing, ...variables } = await environment();
    api = new ApiProcess({ ...variables, API_PORT: 'many', API_PUBLIC_URL: 'nowhere' });
    expect(await api.exitCode()).toBe(1);
    expect(api.output).toContain('3 fault(s)');
    for (const name of ['MONGODB_URI', 'API_PORT', 'API_PUBLIC_URL']) expect(api.output).toContain(`- ${name}: `);
    expect(api.output).not.toMatch(/\n\s+at /);
  });

  it('says when its port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    api = new ApiProcess({ ...(await environment()), API_PORT: String(port) });
    expect(await api.exitCode()).toBe(1);
    expect(api.output).toContain('EADDRINUSE');
    taken.close();
  });
});
