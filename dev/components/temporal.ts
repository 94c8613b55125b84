import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import { z } from 'zod';
import { searchAttributeKeys } from '../../workflows/search-attributes';
import { runComponent } from './run-component';

const READY_LIMIT_MS = 60_000;
const LOOK_EVERY_MS = 100;
const ADDRESS = '127.0.0.1';
const NAMESPACE = 'default';
/** The server must not ask the vendor for newer versions. */
const SETTINGS = ['--dynamic-config-value', 'frontend.enableServerVersionCheck=false'];
/**
 * A write is in the operating system's hands when it is acknowledged, which outlives every death of the server; waiting for
 * the disk as well, several times for each step of a workflow, would make everything twice as slow.
 */
const DATABASE_SETTINGS = ['journal_mode=wal', 'synchronous=normal'].flatMap((pragma) => ['--sqlite-pragma', pragma]);

const optionsSchema = z.object({
  executable: z.string(),
  /** Without it the server forgets everything when it ends. */
  databaseFile: z.string().optional(),
  port: z.number(),
  /** Without it there is no UI. */
  uiPort: z.number().optional(),
  extraArgs: z.array(z.string()).default([]),
});

type Options = z.infer<typeof optionsSchema>;

/**
 * Temporal's development server with our search attributes. Started without the SDK's help, which gives up after five
 * seconds and does not tell when its server ends.
 */
void runComponent(optionsSchema, async (options) => {
  const { executable, databaseFile, port, uiPort } = options;
  if (databaseFile !== undefined) await mkdir(dirname(databaseFile), { recursive: true });
  const server = spawn(executable, serverArguments(options), { stdio: ['ignore', 'inherit', 'inherit'] });
  const ended = once(server, 'exit');
  const address = `${ADDRESS}:${port}`;
  await Promise.race([ready(address), ended.then(endedAtOnce)]);
  server.once('exit', exitWithServer);
  return {
    details: { address, ...(uiPort === undefined ? {} : { uiUrl: `http://${ADDRESS}:${uiPort}` }) },
    stop: async () => {
      server.off('exit', exitWithServer);
      server.kill('SIGTERM');
      await ended;
    },
  };
});

function serverArguments({ databaseFile, port, uiPort, extraArgs }: Options): string[] {
  const attributes = searchAttributeKeys.flatMap(({ name, type }) => [
    '--search-attribute',
    `${name}=${TypedSearchAttributes.toMetadataType(type)}`,
  ]);
  const listening = ['--ip', ADDRESS, '--port', String(port), '--namespace', NAMESPACE];
  const ui = uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort)];
  const database = databaseFile === undefined ? [] : ['--db-filename', databaseFile, ...DATABASE_SETTINGS];
  const level = extraArgs.includes('--log-level') ? [] : ['--log-level', 'warn'];
  return ['server', 'start-dev', ...listening, ...ui, ...database, ...level, ...SETTINGS, ...attributes, ...extraArgs];
}

/** Resolves when the server knows our search attributes. */
async function ready(address: string): Promise<void> {
  const deadline = Date.now() + READY_LIMIT_MS;
  while (!(await knowsOurAttributes(address))) {
    if (Date.now() > deadline) throw new Error(`Temporal does not answer at ${address}.`);
    await delay(LOOK_EVERY_MS);
  }
}

async function endedAtOnce(): Promise<never> {
  return await Promise.reject(new Error('The Temporal server ended at once.'));
}

async function knowsOurAttributes(address: string): Promise<boolean> {
  const connection = Connection.lazy({ address });
  try {
    const listed = connection.withDeadline(
      Date.now() + 1000,
      async () => await connection.operatorService.listSearchAttributes({ namespace: NAMESPACE }),
    );
    const { customAttributes } = await listed;
    return searchAttributeKeys.every(({ name }) => name in customAttributes);
  } catch {
    return false;
  } finally {
    await connection.close();
  }
}

function exitWithServer(): void {
  process.exit(1);
}
