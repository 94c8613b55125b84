import type { z } from 'zod';

/** The variable that carries a component's options, as JSON: unlike an argument it does not show in `ps`. */
export const OPTIONS_VARIABLE = 'COMPONENT_OPTIONS';

const STOP_LIMIT_MS = 10_000;

/** What a component tells the process that started it. */
export type ComponentMessage =
  | { readonly type: 'ready'; readonly details: Readonly<Record<string, string | number>> }
  | { readonly type: 'failed'; readonly message: string };

/** A component at work: the addresses to publish, and how to end it. */
export interface RunningComponent {
  readonly details: Readonly<Record<string, string | number>>;
  stop(): Promise<void>;
}

/**
 * The frame of every component's process: reads the options, starts, reports `ready` and ends on SIGTERM, SIGINT
 * or when the process that started it is gone.
 */
export async function runComponent<T>(
  schema: z.ZodType<T>,
  start: (options: T) => Promise<RunningComponent>,
): Promise<void> {
  try {
    const component = await start(schema.parse(JSON.parse(process.env[OPTIONS_VARIABLE] ?? '{}')));
    stopWhenAsked(component);
    tell({ type: 'ready', details: component.details });
  } catch (error) {
    console.error(error);
    tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    process.exitCode = 1;
    if (process.connected) process.disconnect();
    setTimeout(() => process.exit(1), 1000).unref();
  }
}

function stopWhenAsked(component: RunningComponent): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(endHard, STOP_LIMIT_MS).unref();
    component.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        endHard();
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('disconnect', stop);
  // The starter may have died while we were starting.
  if (process.send !== undefined && !process.connected) stop();
}

/** Ends this process together with what it started: a supervisor that would do it may be gone. */
function endHard(): void {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    // Started by hand, this process leads no group.
    process.exit(1);
  }
}

function tell(message: ComponentMessage): void {
  if (process.connected) process.send?.(message);
}
