import { inboundSweep } from './activity-proxies';

/** Started by a Schedule: starts the routing of stored mail where the listener could not, or died before it did. */
export async function sweepInboundMail(): Promise<void> {
  await inboundSweep.routeLeftBehind();
}
