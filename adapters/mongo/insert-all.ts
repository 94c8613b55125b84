import type { mongo } from 'mongoose';

import { commandWriteConcern, takenKeys } from './write-command';

/**
 * Inserts all documents in one statement and waits for the journal; the indexes of those whose unique key is taken are the
 * answer. The command is built here because the driver's bulk writer measures every document a second time.
 */
export async function insertAll(
  database: mongo.Db,
  collection: string,
  documents: readonly object[],
): Promise<ReadonlySet<number>> {
  const writeConcern = commandWriteConcern(database);
  const insert = { insert: collection, documents: [...documents], ordered: false, writeConcern };
  return takenKeys(await database.command(insert, { ignoreUndefined: true }));
}
