import type { MailRoute } from '../../domain/mail-message';
import { storeSchema } from './store-schema';

export const dispatchCollection = 'dispatches';

/** One connection's worth of order: the attempts that it makes, one after the other, by the ids of their ledger entries. */
export interface LaneDocument {
  readonly route: MailRoute;
  readonly attempts: readonly string[];
  /** True while not a byte of any mail without an outcome can have left: whoever takes over gives them all back. */
  readonly unbegun?: boolean;
}

/** Who has an organization's mail in hand: the dispatcher of its own workflow, or one that a worker's organizations share. */
export const holders = ['workflow', 'shared'] as const;

/**
 * What an organization's dispatcher has in hand. A mail stands here before it is started, and until its outcome stands in
 * the outbox as well: whoever takes over finds everything that can have left.
 */
export interface DispatchDocument {
  readonly _id: string;
  /** Raised by everyone who takes over; a claim with an older one changes nothing. */
  readonly epoch: number;
  /** The epoch under which the lanes were claimed. */
  readonly claimEpoch: number;
  readonly lanes: readonly LaneDocument[];
  /** Null while nothing is in hand. */
  readonly claimedAt: Date | null;
  readonly holder?: (typeof holders)[number];
  /** When the holder last said so, by the database's clock; null once it has let go. */
  readonly heldAt?: Date | null;
  /** When a workflow's dispatcher last looked whether a shared one has let go, by the database's clock. */
  readonly awaitedAt?: Date | null;
  /** What a shared dispatcher took it under, so that it knows which of many it has got. */
  readonly takenUnder?: string;
}

const lane = { route: String, attempts: [String], unbegun: Boolean };

export const dispatchSchema = storeSchema<DispatchDocument>(
  dispatchCollection,
  {
    _id: { type: String, required: true },
    epoch: { type: Number, required: true },
    claimEpoch: { type: Number, default: 0 },
    lanes: { type: [lane], default: [] },
    claimedAt: { type: Date, default: null },
    holder: { type: String, enum: holders },
    heldAt: { type: Date },
    awaitedAt: { type: Date },
    takenUnder: { type: String },
  },
  [
    {
      fields: { claimedAt: 1 },
      options: { name: 'in_hand', partialFilterExpression: { claimedAt: { $type: 'date' } } },
    },
  ],
);
