import { retention } from './activity-proxies';

/** More than a day's work; what is left then is left to the next sweep. */
const mostTurns = 100;

/** Started by a Schedule: removes bodies, mails and attachments whose time is over. */
export async function sweepOldMail(): Promise<void> {
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const hasMore = await retention.dropOldMail();
    if (!hasMore) return;
  }
}
