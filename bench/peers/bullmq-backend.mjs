// BullMQ's two stores; everything else about it is its default.
import { createPostgresBackend } from 'bullmq';

export const queueName = 'mails';

/** The arguments that follow a queue's name: the options with the connection, and the backend where it is not Redis. */
export function storeArguments(store, options = {}) {
  if (store.kind === 'redis') return [{ connection: { path: store.socket, maxRetriesPerRequest: null }, ...options }];
  return [{ connection: { connectionString: store.url, migrate: true }, ...options }, createPostgresBackend];
}
