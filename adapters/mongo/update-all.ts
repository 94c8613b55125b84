import type { mongo } from 'mongoose';

import { commandWriteConcern, takenKeys, type WriteReply } from './write-command';

/** One statement of an update command: its filter and what it changes. */
export interface UpdateStatement {
  readonly q: mongo.Document;
  readonly u: mongo.Document | readonly mongo.Document[];
  readonly upsert?: boolean;
}

interface UpdateReply extends WriteReply {
  readonly n?: number;
}

/**
 * Carries out all updates in one command and waits for the journal. Answers how many documents were matched, those inserted
 * included; an upsert that met the key of a document that its filter does not match counts as no match.
 */
export async function updateAll(
  database: mongo.Db,
  collection: string,
  updates: readonly UpdateStatement[],
): Promise<number> {
  const writeConcern = commandWriteConcern(database);
  const update = { update: collection, updates: [...updates], ordered: false, writeConcern };
  const reply: UpdateReply = await database.command(update, { ignoreUndefined: true });
  takenKeys(reply);
  return reply.n ?? 0;
}
