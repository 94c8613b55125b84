import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import mongoose from 'mongoose';
import { InboxClient } from '../../dev/inbox/inbox-client';
import { resolveTemporal } from '../../dev/resolvers/temporal';
import { type ComponentName, type Stack, startStack } from '../../dev/stack';
import { chooseStackPorts } from '../../dev/stack/stack-ports';
import { isAlive } from '../../dev/support/file-lock';
import { freePort, waitForPort } from '../../dev/support/ports';
import { processesOf } from '../support/processes';

const TYPESCRIPT = ['--require', require.resolve('../../dev/typescript-hook.js')];
const quick: ComponentName[] = ['inbox', 'customer-server'];

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stack-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

/** Resolves when the line is reported. */
function lineLike(pattern: RegExp): { report: (line: string) => void; seen: Promise<string> } {
  let report: (line: string) => void = () => undefined;
  const seen = new Promise<string>((resolve) => {
    report = (line) => {
      if (pattern.test(line)) resolve(line);
    };
  });
  return { report, seen };
}

async function gone(pids: readonly number[]): Promise<void> {
  while (pids.some(isAlive)) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function startSupervisor(
  components: readonly ComponentName[],
): Promise<{ supervisor: ChildProcess; answer: unknown }> {
  const script = require.resolve('./fixtures/supervisor.ts');
  const supervisor = fork(script, [directory, ...components], { execArgv: TYPESCRIPT, stdio: 'inherit' });
  const [answer] = (await once(supervisor, 'message')) as unknown[];
  return { supervisor, answer };
}

describe('the whole stack without the services', () => {
  it('starts, answers at every address, and has its data again after a restart', async () => {
    const components: ComponentName[] = ['temporal', 'mongodb', 'oidc', 'inbox', 'customer-server'];
    const options = { dataDirectory: directory, ports: 'random' as const, components };
    let stack = await startStack(options);
    await mongoValue(stack, 'kept');
    await expectSearchAttributes(stack);
    expect((await fetch(`${stack.addresses.oidcIssuer}/.well-known/openid-configuration`)).status).toBe(200);
    expect((await fetch(stack.addresses.temporalUi ?? '')).status).toBe(200);
    const { credentials } = stack;
    await stack.stop();
    expect(await processesOf(directory)).toEqual([]);

    stack = await startStack(options);
    expect(await mongoValue(stack)).toBe('kept');
    await expectSearchAttributes(stack);
    expect(stack.credentials).toEqual(credentials);
    await stack.stop();
    expect(await processesOf(directory)).toEqual([]);
  });

  it('keeps its secrets in files that only their user may read', async () => {
    const stack = await startStack({ dataDirectory: directory, ports: 'random', components: ['inbox'] });
    expect((await stat(join(directory, 'secrets.json'))).mode & 0o077).toBe(0);
    expect(stack.environment).toMatchObject({
      CREDENTIAL_KEYS: expect.stringMatching(/^[\w.-]+:[A-Za-z0-9+/]{43}=$/),
      EGRESS_ALLOWED_PORTS: expect.stringContaining(String(stack.addresses.customerServer.startTlsPort)),
    });
    const log = await readFile(stack.logFile('inbox'), 'utf8');
    await stack.stop();
    expect(log).not.toContain(stack.credentials.platform.password);
  });
});

describe('a component that crashes', () => {
  it('is started again, at the same address', async () => {
    const { report, seen } = lineLike(/^inbox is ready again/);
    const stack = await startStack({ dataDirectory: directory, ports: 'random', components: quick, report });
    const before = stack.pid('inbox');
    process.kill(before ?? 0, 'SIGKILL');
    await seen;
    expect(stack.pid('inbox')).not.toBe(before);
    expect(await new InboxClient(stack.addresses.inbox).list()).toEqual([]);
    await stack.stop();
  });

  it('stays down when killed on purpose, until it is restarted', async () => {
    const stack = await startStack({ dataDirectory: directory, ports: 'random', components: quick });
    await stack.kill('inbox');
    expect(stack.pid('inbox')).toBeUndefined();
    await expect(new InboxClient(stack.addresses.inbox).list()).rejects.toThrow('fetch failed');
    await stack.restart('inbox');
    expect(await new InboxClient(stack.addresses.inbox).list()).toEqual([]);
    await stack.stop();
  });

  it('keeps every acknowledged write, and its address, when it is MongoDB', async () => {
    const stack = await startStack({ dataDirectory: directory, ports: 'random', components: ['mongodb'] });
    const connection = await mongoose.createConnection(stack.addresses.mongodbUri ?? '').asPromise();
    const values = connection.collection<{ value: number }>('values');
    const acknowledged: number[] = [];
    const write = async (value: number): Promise<void> => {
      await values.insertOne({ value }, { writeConcern: { w: 1, j: true } });
      acknowledged.push(value);
    };
    const writer = async (first: number): Promise<void> => {
      for (let value = first; acknowledged.length < 5000; value += 8) await write(value);
    };
    const writers = Promise.allSettled(Array.from({ length: 8 }, async (_, index) => await writer(index)));
    while (acknowledged.length < 200) await new Promise((resolve) => setImmediate(resolve));
    await stack.kill('mongodb');
    const [outcome] = await writers;
    expect(outcome?.status).toBe('rejected');
    await stack.restart('mongodb');
    // The same client finds the engine again by itself.
    const kept = new Set((await values.find().toArray()).map(({ value }) => value));
    expect(acknowledged.filter((value) => !kept.has(value))).toEqual([]);
    await connection.close();
    await stack.stop();
  });
});

describe('a Temporal server that the stack did not start', () => {
  afterEach(() => {
    delete process.env['TEMPORAL_ADDRESS'];
  });

  it('is used, and learns our search attributes', async () => {
    const executable = await resolveTemporal(() => undefined);
    const port = await freePort();
    const path = executable.kind === 'executable' ? executable.path : '';
    const server = spawn(path, ['server', 'start-dev', '--headless', '--port', String(port)], { stdio: 'ignore' });
    await waitForPort(port, 20_000);
    process.env['TEMPORAL_ADDRESS'] = `127.0.0.1:${port}`;
    const stack = await startStack({ dataDirectory: directory, ports: 'random', components: ['temporal'] });
    expect(stack.pid('temporal')).toBeUndefined();
    expect(stack.environment['TEMPORAL_ADDRESS']).toBe(`127.0.0.1:${port}`);
    await expectSearchAttributes(stack);
    await stack.stop();
    const exit = once(server, 'exit');
    server.kill();
    await exit;
  });
});

describe('the supervisor', () => {
  it('refuses a second start on the same data directory', async () => {
    const stack = await startStack({ dataDirectory: directory, ports: 'random', components: ['inbox'] });
    await expect(startStack({ dataDirectory: directory })).rejects.toThrow(
      /already running on .* Stop it, or set DATA_DIR/,
    );
    await stack.stop();
  });

  it('leaves no process when it is killed, and can start again at once', async () => {
    const components: ComponentName[] = ['temporal', 'mongodb', 'inbox'];
    const { supervisor, answer } = await startSupervisor(components);
    expect(answer).toEqual(components.map(() => expect.any(Number)));
    const exit = once(supervisor, 'exit');
    supervisor.kill('SIGKILL');
    await exit;
    const stack = await startStack({ dataDirectory: directory, ports: 'random', components });
    await gone(answer as number[]);
    await stack.stop();
    expect(await processesOf(directory)).toEqual([]);
  });

  it('ends a server that was left behind, and nobody else', async () => {
    const idle = ['-e', 'setInterval(() => undefined, 60_000)', join(directory, 'temporal', 'temporal.db')];
    const orphan = spawn(process.execPath, idle, { argv0: 'temporal', stdio: 'ignore' });
    const stranger = spawn(process.execPath, idle, { argv0: 'editor', stdio: 'ignore' });
    const exit = once(orphan, 'exit');
    const stack = await startStack({ dataDirectory: directory, ports: 'random', components: ['inbox'] });
    expect((await exit)[1]).toBe('SIGKILL');
    expect(stranger.exitCode).toBeNull();
    const strangerExit = once(stranger, 'exit');
    stranger.kill();
    await Promise.all([stack.stop(), strangerExit]);
  });

  it('chooses another port where one is taken, and says so', async () => {
    const port = await freePort();
    const holder = createServer().listen(port, '127.0.0.1');
    await once(holder, 'listening');
    const lines: string[] = [];
    const ports = await chooseStackPorts('default', (line) => lines.push(line), { API_PORT: String(port) });
    holder.close();
    expect(ports.api).not.toBe(port);
    expect(lines).toContain(`port ${port} is taken, using ${ports.api} instead (API_PORT sets it)`);
  });

  it('takes exactly the ports that it is told to take, or refuses', async () => {
    const port = await freePort();
    expect((await chooseStackPorts({ inboxMx: port }, () => undefined)).inboxMx).toBe(port);
    const holder = createServer().listen(port, '127.0.0.1');
    await once(holder, 'listening');
    await expect(chooseStackPorts({ inboxMx: port }, () => undefined)).rejects.toThrow(`Port ${port} is taken`);
    holder.close();
  });

  it('refuses a port that is none', async () => {
    await expect(chooseStackPorts('default', () => undefined, { OIDC_PORT: 'any' })).rejects.toThrow(
      'OIDC_PORT: "any" is not a port number.',
    );
  });

  it('names the log when a component does not come up', async () => {
    const options = { dataDirectory: directory, ports: 'random' as const, components: ['inbox'] as ComponentName[] };
    await (await startStack(options)).stop();
    await rm(join(directory, 'inbox'), { recursive: true });
    await writeFile(join(directory, 'inbox'), 'not a directory');
    await expect(startStack(options)).rejects.toThrow(/inbox ended before it was ready. Its log is .*inbox\.log:/);
    expect(await processesOf(directory)).toEqual([]);
  });

  it('ends what it has started when the start is interrupted', async () => {
    const abort = new AbortController();
    const report = (line: string): void => {
      if (/^(inbox|customer-server) is ready/.test(line)) abort.abort();
    };
    const options = {
      dataDirectory: directory,
      ports: 'random' as const,
      components: quick,
      report,
      signal: abort.signal,
    };
    await expect(startStack(options)).rejects.toThrow(/abort|ended before it was ready/);
    expect(await processesOf(directory)).toEqual([]);
  });
});

/** The only value in the database; writes it first where one is given. */
async function mongoValue(stack: Stack, value?: string): Promise<unknown> {
  const connection = await mongoose.createConnection(stack.addresses.mongodbUri ?? '').asPromise();
  try {
    const values = connection.collection('values');
    if (value !== undefined) await values.insertOne({ value }, { writeConcern: { w: 1, j: true } });
    return (await values.findOne())?.['value'];
  } finally {
    await connection.close();
  }
}

async function expectSearchAttributes(stack: Stack): Promise<void> {
  const connection = await Connection.connect({ address: stack.addresses.temporal });
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: 'default' });
  await connection.close();
  expect(Object.keys(customAttributes)).toEqual(
    expect.arrayContaining(['OrganizationId', 'DraftStatus', 'LiveStatus']),
  );
}
