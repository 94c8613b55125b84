import { trusted, type Model, type QueryFilter } from 'mongoose';

import type {
  NewWebhook,
  WebhookAttempt,
  WebhookDelivery,
  WebhookFilter,
  WebhookStore,
} from '../../activities/ports/webhooks';
import type { ListPage } from '../../domain/list-order';
import type { WebhookState } from '../../domain/webhooks/webhook-state';
import type { MongoConnection } from './mongo-connection';
import { given, sortedPage, within, type StoredFields } from './sorted-page';
import { insertedNow } from './store-schema';
import { organizationWebhookSchema, webhookSchema, type WebhookDocument } from './webhook-schema';

const storedFields: StoredFields<'webhookDeliveries'> = { sequence: { path: 'sequence', isUnique: true } };
const timeField = { path: 'createdAt', isDate: true } as const;

/** Keeps webhook deliveries, each in a document of its own. */
export class MongoWebhookStore implements WebhookStore {
  readonly #mongo: MongoConnection;
  readonly #deliveries: Model<WebhookDocument>;

  private constructor(mongo: MongoConnection, deliveries: Model<WebhookDocument>) {
    this.#mongo = mongo;
    this.#deliveries = deliveries;
  }

  /** What goes to the product's backend. */
  static forBackend(mongo: MongoConnection): MongoWebhookStore {
    return new MongoWebhookStore(mongo, mongo.model('WebhookDelivery', webhookSchema));
  }

  /** What goes to the organizations' own endpoints. */
  static forOrganizations(mongo: MongoConnection): MongoWebhookStore {
    return new MongoWebhookStore(mongo, mongo.model('OrganizationWebhookDelivery', organizationWebhookSchema));
  }

  async add({ id: _id, createdAt, expiresAt, ...webhook }: NewWebhook): Promise<void> {
    const times = {
      createdAt: new Date(createdAt),
      expiresAt: new Date(expiresAt),
      nextAttemptAt: new Date(createdAt),
    };
    const outcome = { state: 'pending', attempts: 0, deliveredAt: null, lastStatus: null, lastTrouble: null } as const;
    await this.#mongo.run(
      async () => void (await insertedNow(this.#deliveries, { _id, ...webhook, ...times, ...outcome })),
    );
  }

  async due(organizationId: string, now: string, limit: number): Promise<readonly WebhookDelivery[]> {
    const query = { organizationId, state: 'pending', nextAttemptAt: trusted({ $lte: new Date(now) }) } as const;
    return await this.#find(query, { nextAttemptAt: 1 }, limit);
  }

  async nextDueAt(organizationId: string): Promise<string | null> {
    const [next] = await this.#find({ organizationId, state: 'pending' }, { nextAttemptAt: 1 }, 1);
    return next?.nextAttemptAt ?? null;
  }

  async record({ id: _id, at, status, trouble, retryAt }: WebhookAttempt): Promise<void> {
    const isDelivered = trouble === null;
    const state: WebhookState = isDelivered ? 'delivered' : retryAt === null ? 'failed' : 'pending';
    const change = {
      $set: {
        state,
        nextAttemptAt: retryAt === null ? null : new Date(retryAt),
        deliveredAt: isDelivered ? new Date(at) : null,
        lastStatus: status,
        lastTrouble: trouble,
      },
      $inc: { attempts: 1 },
    };
    await this.#mongo.run(async () => await this.#deliveries.updateOne({ _id }, change));
  }

  async list(
    { organizationId, state, type, since, until }: WebhookFilter,
    page: ListPage<'webhookDeliveries'>,
  ): Promise<readonly WebhookDelivery[]> {
    const { behind, sort, limit } = sortedPage('webhookDeliveries', page, storedFields);
    const query = { organizationId, ...given({ state, type }), $and: [behind, within(timeField, { since, until })] };
    return await this.#find(query, sort, limit);
  }

  async replay(
    organizationId: string,
    sequence: number,
    now: string,
    expiresAt: string,
  ): Promise<WebhookDelivery | null> {
    const due = { state: 'pending', nextAttemptAt: new Date(now), expiresAt: new Date(expiresAt), deliveredAt: null };
    const options = { returnDocument: 'after' } as const;
    const found = await this.#mongo.run(
      async () =>
        await this.#deliveries
          .findOneAndUpdate({ organizationId, sequence }, { $set: due }, options)
          .lean<WebhookDocument>(),
    );
    return found && deliveryOf(found);
  }

  async organizationsWithDue(now: string, limit: number): Promise<readonly string[]> {
    const query = { state: 'pending', nextAttemptAt: trusted({ $lte: new Date(now) }) } as const;
    const due = await this.#find(query, { nextAttemptAt: 1 }, limit);
    return [...new Set(due.map(({ organizationId }) => organizationId))];
  }

  async #find(
    query: QueryFilter<WebhookDocument>,
    sort: Record<string, 1 | -1>,
    limit: number,
  ): Promise<readonly WebhookDelivery[]> {
    const found = await this.#mongo.run(
      async () => await this.#deliveries.find(query, null, { sort, limit }).lean<WebhookDocument[]>(),
    );
    return found.map(deliveryOf);
  }
}

function deliveryOf(document: WebhookDocument): WebhookDelivery {
  const { _id: id, createdAt, expiresAt, nextAttemptAt, deliveredAt, ...rest } = document;
  return {
    id,
    ...rest,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    nextAttemptAt: nextAttemptAt?.toISOString() ?? null,
    deliveredAt: deliveredAt?.toISOString() ?? null,
  };
}
