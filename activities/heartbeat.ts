import { Context } from '@temporalio/activity';

const heartbeatEveryMs = 4_000;

/** Runs the work of an activity while telling the server that this worker lives, so that cancellation can reach it. */
export async function heartbeating<Result>(work: (context: Context) => Promise<Result>): Promise<Result> {
  const context = Context.current();
  const timer = setInterval(() => context.heartbeat(), heartbeatEveryMs);
  try {
    return await work(context);
  } finally {
    clearInterval(timer);
  }
}
