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
  /** Whether it is marked that nothing of its mails can have left. */
  isUnbegun: boolean;
  /** When it last recorded what became of a mail that had been begun; by `performance.now()`. */
  busyAt: number;
}

/**
 * A lane that has been quiet for so long may need minutes to begin: it has to connect, and may have to wait for its turn. One
 * that has just sent goes on within milliseconds, and is not marked: that would cost a write for each mail.
 */
const quietAfterMs = 10_000;

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
    const known = this.#lanes.get(lane) ?? { route, attempts: [], isUnbegun: false, busyAt: -Infinity };
    this.#lanes.set(lane, known);
    if (known.attempts.length === 0) known.isUnbegun = performance.now() - known.busyAt >= quietAfterMs;
    known.attempts.push(...attempts);
    for (const { mailId } of attempts) this.#inHand.add(mailId);
  }

  remove(lane: number, mailIds: readonly string[]): void {
    const known = this.#lanes.get(lane);
    const gone = new Set(mailIds);
    if (known !== undefined) known.attempts = known.attempts.filter(({ mailId }) => !gone.has(mailId));
    for (const mailId of mailIds) this.#inHand.delete(mailId);
  }

  isUnbegun(lane: number): boolean {
    return this.#lanes.get(lane)?.isUnbegun === true;
  }

  mark(lane: number, isUnbegun: boolean): void {
    const known = this.#lanes.get(lane);
    if (known !== undefined) known.isUnbegun = isUnbegun;
  }

  recorded(lane: number): void {
    const known = this.#lanes.get(lane);
    if (known !== undefined) known.busyAt = performance.now();
  }

  documents(): LaneDocument[] {
    return [...this.#lanes.values()]
      .filter(({ attempts }) => attempts.length > 0)
      .map(({ route, attempts, isUnbegun }) => ({
        route,
        attempts: attempts.map(({ mailId, sequence }) => entryId(mailId, sequence)),
        ...(isUnbegun ? { unbegun: true } : {}),
      }));
  }
}
