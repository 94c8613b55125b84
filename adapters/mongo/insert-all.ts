import { mongo } from 'mongoose';

interface InsertReply {
  readonly writeErrors?: readonly { readonly index: number; readonly code: number; readonly errmsg?: string }[];
}

const duplicateKey = 11_000;

/**
 * Inserts all documents in one statement and waits for the journal; the indexes of those whose unique key is taken are the
 * answer. The command is built here because the driver's bulk writer measures every document a second time.
 */
export async function insertAll(
  database: mongo.Db,
  collection: string,
  documents: readonly object[],
): Promise<ReadonlySet<number>> {
  const { w, journal: j, wtimeoutMS: wtimeout } = database.writeConcern ?? {};
  const writeConcern = {
    ...(w === undefined ? {} : { w }),
    ...(wtimeout === undefined ? {} : { wtimeout }),
    j: j ?? true,
  };
  const insert = { insert: collection, documents: [...documents], ordered: false, writeConcern };
  const reply: InsertReply = await database.command(insert, { ignoreUndefined: true });
  const { writeErrors = [] } = reply;
  const other = writeErrors.find(({ code }) => code !== duplicateKey);
  if (other) throw new mongo.MongoServerError({ message: other.errmsg ?? 'An insert failed', code: other.code });
  return new Set(writeErrors.map(({ index }) => index));
}
