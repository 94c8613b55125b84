import { Schema } from 'mongoose';

import {
  checkPurposes,
  checkStages,
  type CheckPurpose,
  type CheckResult,
  type CheckStage,
} from '../../domain/check-report';
import type { CheckStep } from '../../activities/ports/check-progress-log';
import { storeSchema } from './store-schema';

/** One check run while it goes on, and for some days after. Its id is the report's, after the organization's. */
export interface CheckProgressDocument {
  readonly _id: string;
  readonly organizationId: string;
  readonly purpose: CheckPurpose;
  readonly revision: number;
  readonly run: number;
  readonly stage: CheckStage | null;
  readonly steps?: Partial<Record<CheckStep, readonly CheckResult[]>>;
  readonly finished: boolean;
  /** By the database's clock. */
  readonly movedAt: Date;
}

const keptSeconds = 7 * 24 * 60 * 60;

export const checkProgressSchema = storeSchema<CheckProgressDocument>(
  'check_progress',
  {
    _id: { type: String, required: true },
    organizationId: { type: String, required: true },
    purpose: { type: String, required: true, enum: checkPurposes },
    revision: { type: Number, required: true },
    run: { type: Number, required: true },
    stage: { type: String, default: null, enum: [...checkStages, null] },
    steps: { type: Schema.Types.Mixed },
    finished: { type: Boolean, required: true },
    movedAt: { type: Date, required: true },
  },
  [
    { fields: { organizationId: 1, movedAt: 1, _id: 1 }, options: { name: 'moved' } },
    { fields: { movedAt: 1 }, options: { name: 'kept_for_a_while', expireAfterSeconds: keptSeconds } },
  ],
);
