import type { MailRoute } from '../../domain/mail-message';
import type { LaneDocument } from './dispatch-document';
import { entryId } from './ledger-entry';

/** An attempt at a mail that is about to be made. */
export interface Attempt {
  readonly mailId: string;
  readonly sequence: number;
}

interface Lane {
  readonly route: MailRoute;
  attempts: Attempt[];
}

/** What each lane has in hand, in its order: attempts recorded but not followed yet, the running one, and those to come. */
export class LaneBook {
  readonly #lanes = new Map<number, Lane>();
  readonly #inHand = new Set<string>();

  mailIds(): string[] {
    return [...this.#inHand];
  }

  /** Those of the mails that no lane has in hand. */
  without(mailIds: readonly string[]): string[] {
    return [...new Set(mailIds)].filter((mailId) => !this.#inHand.has(mailId));
  }

  add(lane: number, route: MailRoute, attempts: readonly Attempt[]): void {
    const known = this.#lanes.get(lane);
    if (known === undefined) this.#lanes.set(lane, { route, attempts: [...attempts] });
    else known.attempts.push(...attempts);
    for (const { mailId } of attempts) this.#inHand.add(mailId);
  }

  remove(lane: number, mailIds: readonly string[]): void {
    const known = this.#lanes.get(lane);
    const gone = new Set(mailIds);
    if (known !== undefined) known.attempts = known.attempts.filter(({ mailId }) => !gone.has(mailId));
    for (const mailId of mailIds) this.#inHand.delete(mailId);
  }

  documents(): LaneDocument[] {
    return [...this.#lanes.values()]
      .filter(({ attempts }) => attempts.length > 0)
      .map(({ route, attempts }) => ({
        route,
        attempts: attempts.map(({ mailId, sequence }) => entryId(mailId, sequence)),
      }));
  }
}
