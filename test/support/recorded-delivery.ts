import type { DeliveryRound } from '../../activities/delivery-activities';
import type { AllActivities } from './workflow-worker';

export const emptyRound: DeliveryRound = {
  handled: 0,
  hasMore: false,
  nextDueAt: null,
  owedNotices: [],
  customerTrouble: null,
};

/** Delivery activities that answer rounds as a test wants them, and remember what the workflows asked for. */
export class RecordedDelivery {
  readonly rounds: string[] = [];
  readonly notices: string[] = [];
  readonly digests: number[] = [];
  /** Rounds to come; when they run out, there is nothing to send. */
  planned: Partial<DeliveryRound>[] = [];
  readonly #waiting: { count: number; resolve: () => void }[] = [];

  /** Resolves when so many rounds have been asked for. */
  roundsReached(count: number): Promise<void> {
    if (this.rounds.length >= count) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ count, resolve }));
  }

  activities(): Partial<AllActivities> {
    return {
      deliverDueMail: async ({ organizationId }) => {
        this.rounds.push(organizationId);
        for (const { count, resolve } of this.#waiting) if (this.rounds.length >= count) resolve();
        return { ...emptyRound, ...this.planned.shift() };
      },
      writeNotice: async ({ mailId, recipient }) => {
        this.notices.push(`${mailId} ${recipient}`);
        return { pattern: null };
      },
      writeDigest: async ({ owed }) => {
        this.digests.push(owed.length);
        return { pattern: null };
      },
    };
  }
}
