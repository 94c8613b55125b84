import { trusted, type Model } from 'mongoose';

import type { CheckAllowance } from '../../activities/ports/check-allowance';
import type { MongoConnection } from './mongo-connection';
import { isDuplicateKey } from './store-failure';
import { partSchema, storeSchema } from './store-schema';

export interface CheckAllowanceOptions {
  /** Checks within an hour, at most. */
  readonly perHour: number;
  readonly clock?: () => Date;
}

interface StartedCheck {
  readonly commandId: string;
  readonly at: Date;
}

interface StartedChecks {
  readonly _id: string;
  /** Those of the last hour, the oldest first. */
  readonly started: readonly StartedCheck[];
}

const hourMs = 60 * 60 * 1000;

const schema = storeSchema<StartedChecks>('started_checks', {
  _id: { type: String, required: true },
  started: {
    type: [
      partSchema<StartedCheck>({ commandId: { type: String, required: true }, at: { type: Date, required: true } }),
    ],
    required: true,
  },
});

/** One document for each organization, changed by a compare-and-set: two processes cannot both take the last one. */
export class MongoCheckAllowance implements CheckAllowance {
  readonly #mongo: MongoConnection;
  readonly #checks: Model<StartedChecks>;
  readonly #options: CheckAllowanceOptions;

  constructor(mongo: MongoConnection, options: CheckAllowanceOptions) {
    this.#mongo = mongo;
    this.#checks = mongo.model('StartedChecks', schema);
    this.#options = options;
  }

  async take(organizationId: string, commandId: string): Promise<number | null> {
    return await this.#mongo.run(async () => {
      const now = this.#options.clock?.() ?? new Date();
      const past = new Date(now.getTime() - hourMs);
      await this.#checks.updateOne({ _id: organizationId }, { $pull: { started: { at: trusted({ $lte: past }) } } });
      if (await this.#add(organizationId, { commandId, at: now })) return null;
      return await this.#secondsLeft(organizationId, commandId, now);
    });
  }

  /** False when the list is full, or has the command already: then the upsert meets its key. */
  async #add(organizationId: string, check: StartedCheck): Promise<boolean> {
    const isFull = `started.${this.#options.perHour - 1}`;
    const open = {
      _id: organizationId,
      [isFull]: trusted({ $exists: false }),
      'started.commandId': trusted({ $ne: check.commandId }),
    };
    try {
      await this.#checks.updateOne(open, { $push: { started: check } }, { upsert: true });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  async #secondsLeft(organizationId: string, commandId: string, now: Date): Promise<number | null> {
    const found = await this.#checks.findOne({ _id: organizationId }).lean<StartedChecks>();
    const started = found?.started ?? [];
    if (started.some((check) => check.commandId === commandId)) return null;
    const oldest = started[0]?.at.getTime() ?? now.getTime();
    return Math.max(1, Math.ceil((oldest + hourMs - now.getTime()) / 1000));
  }
}
