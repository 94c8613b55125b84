import type { Context } from '@temporalio/activity';

import type { InboundActivityDeps } from './inbound-activities';

const mailsPerSweep = 1_000;
/** The listener starts the routing of what it has just stored; what is younger than this is left to it. */
const leftBehindAfterMs = 30_000;

/** Starts the routing of stored mails that nobody routes. One that cannot be started keeps none of the others waiting. */
export async function routeLeftBehind(deps: InboundActivityDeps, context: Context): Promise<void> {
  const before = new Date(Date.now() - leftBehindAfterMs).toISOString();
  for (const mail of await deps.inboundMails.unsettled(before, mailsPerSweep)) {
    if (context.cancellationSignal.aborted) return;
    try {
      await deps.inboundRouter.route(mail);
    } catch (error) {
      context.log.warn('A stored mail could not be routed; the next sweep tries again', { mailId: mail.id, error });
    }
  }
}
