import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { z } from 'zod';
import { searchAttributeKeys } from '../../workflows/search-attributes';
import { runComponent } from './run-component';

const LOOK_EVERY_MS = 5000;

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

void runComponent(optionsSchema, async (options) => {
  Runtime.install({ logger: new DefaultLogger('WARN') });
  if (options.databaseFile !== undefined) await mkdir(dirname(options.databaseFile), { recursive: true });
  const server = await startServer(options);
  const watch = endWithServer(server);
  return {
    details: {
      address: server.address,
      ...(options.uiPort === undefined ? {} : { uiUrl: `http://127.0.0.1:${options.uiPort}` }),
    },
    stop: async () => {
      clearInterval(watch);
      await server.teardown();
    },
  };
});

async function startServer(options: Options): Promise<TestWorkflowEnvironment> {
  const { executable, databaseFile, port, uiPort, extraArgs } = options;
  return await TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: 'existing-path', path: executable },
      ...(databaseFile === undefined ? {} : { dbFilename: databaseFile }),
      port,
      ...(uiPort === undefined ? {} : { ui: true, uiPort }),
      searchAttributes: [...searchAttributeKeys],
      extraArgs,
    },
  });
}

/** The SDK does not tell when its server ends, so we look: this process must not seem alive without it. */
function endWithServer(server: TestWorkflowEnvironment): NodeJS.Timeout {
  return setInterval(() => {
    server.connection.workflowService.getSystemInfo({}).catch((error: unknown) => {
      console.error('The Temporal server does not answer any more.', error);
      process.exit(1);
    });
  }, LOOK_EVERY_MS);
}
