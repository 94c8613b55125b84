import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { startStack, type Stack } from '../stack';
import { dataDirectory } from '../support/directories';
import { readOptions, usage, UsageError, type DemoOptions } from './options';
import { playScenario } from './scenario';
import { failureSummary, messageOf, type DemoSummary } from './summary';
import { Timeline } from './timeline';

/** `npm run demo`: an own stack with fresh data, beside whatever else is running, and the whole way through it. */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());
  const timeline = new Timeline((line) => console.log(line));
  const summary = await run(options, timeline, interrupted.signal);
  if (options.json) console.log(JSON.stringify(summary));
  return summary.ok ? 0 : 1;
}

async function run(options: DemoOptions, timeline: Timeline, signal: AbortSignal): Promise<DemoSummary> {
  let stack: Stack | undefined;
  try {
    stack = await startDemoStack(options, signal);
    const summary = await playScenario(stack, options, timeline);
    console.log(`\nEvery step was seen at the receiving end, in ${(timeline.tookMs / 1000).toFixed(1)} s.`);
    if (options.keep) await lookAround(stack, summary, signal);
    return summary;
  } catch (error) {
    console.error(`\nThe demo failed: ${messageOf(error)}`);
    return failureSummary(timeline, error);
  } finally {
    await stack?.stop();
  }
}

async function startDemoStack(options: DemoOptions, signal: AbortSignal): Promise<Stack> {
  const directory = join(dataDirectory(), 'demo');
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true, mode: 0o700 });
  return await startStack({
    dataDirectory: directory,
    ports: options.relayPort === null ? 'random' : { inboxMx: options.relayPort },
    report: (line) => console.log(`· ${line}`),
    environment: environmentFor(options),
    ...(options.authority === null ? {} : { trustedAuthority: options.authority }),
    signal,
  });
}

/** A given server's port must be reachable. */
function environmentFor({ server }: DemoOptions): Record<string, string> {
  return server ? { EGRESS_ALLOWED_PORTS: [465, 587, 25, 2525, server.port].join(',') } : {};
}

async function lookAround({ addresses }: Stack, { temporalUi }: DemoSummary, signal: AbortSignal): Promise<void> {
  console.log(
    `\n  Lifecycle in the Temporal UI  ${temporalUi ?? '-'}\n  Inbox  ${addresses.inbox}\n\nCtrl-C stops everything.`,
  );
  if (signal.aborted) return;
  const keepAlive = setInterval(() => undefined, 60_000);
  await new Promise((resolve) => {
    signal.addEventListener('abort', resolve, { once: true });
  });
  clearInterval(keepAlive);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof UsageError ? `${error.message}\n\n${usage}` : messageOf(error));
    process.exit(error instanceof UsageError ? 2 : 1);
  },
);
