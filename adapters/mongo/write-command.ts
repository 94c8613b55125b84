import { mongo } from 'mongoose';

/** The part of the answer to a write of many that tells what did not go. */
export interface WriteReply {
  readonly writeErrors?: readonly { readonly index: number; readonly code: number; readonly errmsg?: string }[];
}

const duplicateKey = 11_000;

/** The connection's write concern as a command carries it, journalled. */
export function commandWriteConcern(database: mongo.Db): mongo.Document {
  const { w, journal: j, wtimeoutMS: wtimeout } = database.writeConcern ?? {};
  return { ...(w === undefined ? {} : { w }), ...(wtimeout === undefined ? {} : { wtimeout }), j: j ?? true };
}

/** Which statements met a unique key that is taken. Throws what else went wrong with any of them. */
export function takenKeys({ writeErrors = [] }: WriteReply): ReadonlySet<number> {
  const other = writeErrors.find(({ code }) => code !== duplicateKey);
  if (other) throw new mongo.MongoServerError({ message: other.errmsg ?? 'A write failed', code: other.code });
  return new Set(writeErrors.map(({ index }) => index));
}
