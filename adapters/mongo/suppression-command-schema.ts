import { storeSchema } from './store-schema';

export interface SuppressionCommandDocument {
  /** Organization and key, as a digest: keys are chosen by callers, of any length. */
  readonly _id: string;
  readonly fingerprint: string;
  readonly at: Date;
}

/** Longer than anybody repeats a command; what it changed stands in the trail of its entry for good. */
const keptDays = 90;
const daySeconds = 24 * 60 * 60;

export const suppressionCommandSchema = storeSchema<SuppressionCommandDocument>(
  'suppression_commands',
  {
    _id: { type: String, required: true },
    fingerprint: { type: String, required: true },
    at: { type: Date, required: true },
  },
  [{ fields: { at: 1 }, options: { name: 'kept_for_a_while', expireAfterSeconds: keptDays * daySeconds } }],
);
