import type { StatisticsPlace } from '../activities/ports/statistics';
import { statistics } from './activity-proxies';

/** More than a day's work; what is left then is left to the next collection. */
const mostTurns = 100;

/** Started by a Schedule: counts what has become of mails since the last time. */
export async function collectStatistics(): Promise<void> {
  let place: StatisticsPlace | null = null;
  for (let turn = 0; turn < mostTurns; turn += 1) {
    place = await statistics.collectStatistics(place);
    if (place === null) return;
  }
}
