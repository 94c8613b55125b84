import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ComponentProcess, type ComponentSpec } from '../../dev/stack/component-process';
import { freePort } from '../../dev/support/ports';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'component-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

async function service(overrides: Partial<ComponentSpec> = {}): Promise<ComponentSpec> {
  const port = await freePort();
  return {
    name: 'service',
    module: '../test/dev/fixtures/service',
    readyUrl: `http://127.0.0.1:${port}/`,
    environment: { SERVICE_PORT: String(port) },
    logFile: join(directory, 'logs', 'service.log'),
    dataDirectory: directory,
    ...overrides,
  };
}

describe('the process of a service', () => {
  it('is ready when its address answers 200, and ends when asked', async () => {
    const spec = await service();
    const running = new ComponentProcess(spec);
    await running.ready();
    expect((await fetch(spec.readyUrl ?? '')).status).toBe(200);
    await running.stop();
    await expect(running.ended).resolves.toBe('exit code 7');
  });

  it('is killed when it does not become ready in time', async () => {
    const running = new ComponentProcess(await service({ readyUrl: 'http://127.0.0.1:1/', readyWithinMs: 300 }));
    await expect(running.ready()).rejects.toThrow(/^service was not ready after 0.3 s. Its log is .*service\.log/);
    await expect(running.ended).resolves.toBe('SIGKILL');
  });

  it('is reported with the end of its log when it fails at once', async () => {
    const running = new ComponentProcess(await service({ environment: { SERVICE_PORT: '-1' } }));
    await expect(running.ready()).rejects.toThrow(/ended before it was ready.*\n[\s\S]*ERR_SOCKET_BAD_PORT/);
  });

  it('ends when its supervisor is gone', async () => {
    const modules = ['../../dev/typescript-hook.js', '../../dev/support/exit-with-parent.ts'].map((module) =>
      require.resolve(module),
    );
    const args = [...modules.flatMap((module) => ['--require', module]), require.resolve('./fixtures/service.ts')];
    const port = await freePort();
    const child = spawn(process.execPath, args, {
      env: { ...process.env, SERVICE_PORT: String(port) },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const exit = once(child, 'exit');
    while ((await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined)) === undefined);
    child.disconnect();
    expect(await exit).toEqual([7, null]);
  });

  it('names the build when its module is missing', () => {
    const spec = { name: 'none', module: 'components/none', logFile: join(directory, 'log'), dataDirectory: directory };
    expect(() => new ComponentProcess(spec)).toThrow(/components\/none\.ts is missing: run `npm run build` first/);
  });
});
