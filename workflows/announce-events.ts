import { condition, continueAsNew, setHandler, workflowInfo } from '@temporalio/workflow';

import { announcements } from './activity-proxies';
import { newsSignal, type AnnouncementInput } from './contract';

/**
 * Tells the world what has happened to one organization: mails go into the outbox, webhooks to the product's backend. Runs
 * beside the lifecycle, so that nobody who sends a command waits for a mail server or an endpoint. Ends when nothing is owed.
 */
export async function announceEvents(input: AnnouncementInput): Promise<void> {
  let isWoken = true;
  setHandler(newsSignal, () => {
    isWoken = true;
  });
  while (isWoken) {
    isWoken = false;
    const { hasMore, hasWebhooks = true } = await announcements.announceNews.executeWithOptions(
      { summary: 'Mails and events' },
      [input],
    );
    // Earlier versions did not say whether there are any, and looked.
    const { nextDueAt } = hasWebhooks
      ? await announcements.deliverWebhooks.executeWithOptions({ summary: 'Send webhooks' }, [input])
      : { nextDueAt: null };
    if (hasMore) isWoken = true;
    else if (nextDueAt !== null && !isWoken) {
      const waitMs = Math.max(Date.parse(nextDueAt) - Date.now(), 1);
      await condition(() => isWoken, waitMs, { summary: 'Until the next webhook is due' });
      isWoken = true;
    }
    if (isWoken && workflowInfo().continueAsNewSuggested) await continueAsNew<typeof announceEvents>(input);
  }
}
