import { MongoSuppressionList } from '../../adapters/mongo/mongo-suppression-list';
import { MongoUndeliverableStore } from '../../adapters/mongo/mongo-undeliverable-store';
import type { LifecycleReader } from '../../activities/ports/lifecycle-store';
import type { FailureDeps } from '../../activities/record-failure';
import type { TestMongo } from '../adapters/mongo/test-mongo';

/** What recording failures needs, on a real database, with limits that a test can reach. */
export function failureDeps({ connection }: Pick<TestMongo, 'connection'>, lifecycles: LifecycleReader): FailureDeps {
  return {
    lifecycles,
    undeliverables: new MongoUndeliverableStore(connection),
    suppressions: new MongoSuppressionList(connection),
    suppressionLimits: { hardBounceDays: 90, complaintDays: 365 },
    patternLimits: { recipients: 3, windowHours: 24 },
  };
}
