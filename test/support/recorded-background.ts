import type { ComparedPage } from '../../activities/reconciliation-activities';
import type { ReturnedRun } from '../../activities/returned-mail-activities';
import type { ReceivedMailResult } from '../../activities/route-received-mail';
import type { StatisticsPlace } from '../../activities/ports/statistics';
import type { AllActivities } from './workflow-worker';

type UnparseablePage = Awaited<ReturnType<AllActivities['listUnparseable']>>;

/** Activities of the workflows that run beside lifecycles and dispatchers; what a test has not planned finds nothing to do. */
export class RecordedBackground {
  /** Answers about received mails to come. */
  received: ReceivedMailResult[] = [];
  /** Pages of unparseable mails to come. */
  unparseable: UnparseablePage[] = [];
  /** Whether there is more news after each round of it. */
  news: boolean[] = [];
  /** In how many milliseconds the next webhook is due, after each round of them. */
  webhooksDueInMs: number[] = [];
  returned: ReturnedRun | null = null;
  stillChecking: boolean[] = [];
  /** Whether there is more old mail after each turn. */
  oldMail: boolean[] = [];
  /** Where counting goes on after each turn. */
  counted: (StatisticsPlace | null)[] = [];
  /** Pages of a comparison to come. */
  compared: ComparedPage[] = [];

  activities(): Partial<AllActivities> {
    return {
      routeReceivedMail: async () => this.received.shift() ?? { again: false, outcome: 'kept', patterns: [] },
      reopenReceivedMail: async () => {},
      listUnparseable: async () => this.unparseable.shift() ?? { inboundMailIds: [], nextBefore: null },
      announceNews: async () => ({
        hasMore: this.news.shift() ?? false,
        hasWebhooks: this.webhooksDueInMs.length > 0,
      }),
      deliverWebhooks: async () => ({ nextDueAt: inFuture(this.webhooksDueInMs.shift()) }),
      auditReturnedMail: async () => this.returned,
      isStillChecking: async () => this.stillChecking.shift() ?? false,
      wakeDispatchersWithWork: async () => {},
      routeLeftBehind: async () => {},
      announceLeftBehind: async () => {},
      dropOldMail: async () => this.oldMail.shift() ?? false,
      collectStatistics: async () => this.counted.shift() ?? null,
      comparePage: async () => this.compared.shift() ?? { next: null, compared: 0, suspects: [] },
      compareOne: async ({ organizationId }) => ({ compared: 1, suspects: [{ organizationId, version: 1 }] }),
      settleSuspects: async ({ suspects }) => ({ found: suspects.length, repaired: suspects.length }),
      endPass: async () => {},
    };
  }
}

function inFuture(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(Date.now() + ms).toISOString();
}
