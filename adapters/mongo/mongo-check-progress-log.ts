import type { Model } from 'mongoose';

import type { CheckProgressLog, CheckStep, ProgressingRun } from '../../activities/ports/check-progress-log';
import { checkReportId, type CheckResult, type CheckStage } from '../../domain/check-report';
import { checkProgressSchema, type CheckProgressDocument } from './check-progress-schema';
import type { MongoConnection } from './mongo-connection';

/** Keeps how far check runs have come, each in one document. */
export class MongoCheckProgressLog implements CheckProgressLog {
  readonly #mongo: MongoConnection;
  readonly #progress: Model<CheckProgressDocument>;

  constructor(mongo: MongoConnection) {
    this.#mongo = mongo;
    this.#progress = mongo.model('CheckProgress', checkProgressSchema);
  }

  async entered(run: ProgressingRun, stage: CheckStage): Promise<void> {
    await this.#move(run, { stage, finished: false });
  }

  async found(run: ProgressingRun, step: CheckStep, results: readonly CheckResult[]): Promise<void> {
    await this.#move(run, { stage: null, finished: false, [`steps.${step}`]: results });
  }

  async finished(run: ProgressingRun): Promise<void> {
    await this.#move(run, { stage: null, finished: true });
  }

  async #move({ organizationId, purpose, revision, run }: ProgressingRun, changes: object): Promise<void> {
    const id = `${organizationId}/${checkReportId(purpose, revision, run)}`;
    const update = {
      $set: changes,
      $setOnInsert: { organizationId, purpose, revision, run },
      $currentDate: { movedAt: true as const },
    };
    await this.#mongo.run(async () => await this.#progress.updateOne({ _id: id }, update, { upsert: true }));
  }
}
