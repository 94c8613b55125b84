import { announcements } from './activity-proxies';

/** Started by a Schedule: starts the announcements that a crash left behind. */
export async function sweepAnnouncements(): Promise<void> {
  await announcements.announceLeftBehind();
}
