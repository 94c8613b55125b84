import { Context } from '@temporalio/activity';

const longestPauseMs = 4_000;
/** How many signs of life there are for each that is needed. */
const spare = 5;

/** Runs the work of an activity while telling the server that this worker lives, so that cancellation can reach it. */
export async function heartbeating<Result>(work: (context: Context) => Promise<Result>): Promise<Result> {
  const context = Context.current();
  const { heartbeatTimeoutMs = spare * longestPauseMs } = context.info;
  const timer = setInterval(() => context.heartbeat(), Math.min(heartbeatTimeoutMs / spare, longestPauseMs));
  try {
    return await work(context);
  } finally {
    clearInterval(timer);
  }
}
