import type { mongo } from 'mongoose';

/** A find command without its collection: filter, projection, sort, limit, hint as the server knows them. */
export interface FindCommand {
  readonly filter: mongo.Document;
  readonly projection: mongo.Document;
  readonly sort?: mongo.Document;
  readonly hint?: string;
  /** More documents than this are not wanted. */
  readonly limit: number;
}

interface FindReply<Found> {
  readonly cursor?: { readonly firstBatch: readonly Found[] };
}

/**
 * All that a find gives, in one answer: for small documents on paths where a cursor of the driver would cost as much as
 * the question. An answer ends at 16 MB.
 */
export async function findAll<Found>(
  database: mongo.Db,
  collection: string,
  { limit, ...find }: FindCommand,
): Promise<readonly Found[]> {
  const batch = { limit, batchSize: limit, singleBatch: true };
  const { cursor }: FindReply<Found> = await database.command({ find: collection, ...find, ...batch });
  return cursor?.firstBatch ?? [];
}

interface FirstReply<Found> {
  readonly cursor?: { readonly firstBatch: readonly Found[]; readonly id: unknown };
}

export interface OneAnswer<Found> {
  readonly found: readonly Found[];
  readonly isWhole: boolean;
}

/** What fits into one answer of a find, 16 MB, and whether that was all of it. Leaves no cursor behind. */
export async function findInOneAnswer<Found>(
  database: mongo.Db,
  collection: string,
  { limit, ...find }: FindCommand,
): Promise<OneAnswer<Found>> {
  const asked = { find: collection, ...find, limit, batchSize: limit };
  // A command does not take over what the connection was told about buffers.
  const { cursor }: FirstReply<Found> = await database.command(asked, { promoteBuffers: true });
  if (cursor === undefined) return { found: [], isWhole: true };
  const isWhole = String(cursor.id) === '0';
  if (!isWhole) await database.command({ killCursors: collection, cursors: [cursor.id] });
  return { found: cursor.firstBatch, isWhole };
}

/**
 * All of it, where documents may be large: what does not fit into one answer, which is rare, is asked for anew by a cursor
 * of the driver.
 */
export async function findLarge<Found extends mongo.Document>(
  database: mongo.Db,
  collection: string,
  asked: FindCommand,
): Promise<readonly Found[]> {
  const { found, isWhole } = await findInOneAnswer<Found>(database, collection, asked);
  if (isWhole) return found;
  const { filter, projection, sort = {}, hint, limit } = asked;
  const options = { projection, sort, limit, ...(hint === undefined ? {} : { hint }) };
  return await database.collection(collection).find<Found>(filter, options).toArray();
}
