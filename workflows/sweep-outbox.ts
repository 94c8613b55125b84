import { sweep } from './activity-proxies';

/** Started by a Schedule: wakes the dispatcher of every organization that has due mail which a crash left behind. */
export async function sweepOutbox(): Promise<void> {
  await sweep.wakeDispatchersWithWork();
}
