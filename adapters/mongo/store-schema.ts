import { Schema, type IndexDefinition, type IndexOptions, type Model, type SchemaDefinition } from 'mongoose';

import { isDuplicateKey } from './store-failure';

export interface StoreIndex {
  readonly fields: IndexDefinition;
  readonly options?: IndexOptions;
}

/** A strict schema: a field that it does not name is an error, when writing as well as when asking. */
export function storeSchema<Document>(
  collection: string,
  definition: SchemaDefinition<Document>,
  indexes: readonly StoreIndex[] = [],
): Schema<Document> {
  const schema = new Schema<Document>(definition, {
    collection,
    strict: 'throw',
    strictQuery: 'throw',
    minimize: false,
    versionKey: false,
    id: false,
    autoIndex: false,
    autoCreate: false,
    bufferCommands: false,
  });
  for (const { fields, options } of indexes) schema.index(fields, options ?? {});
  return schema;
}

/** A strict schema of a part of a document. */
export function partSchema<Part>(definition: SchemaDefinition<Part>): Schema<Part> {
  return new Schema<Part>(definition, { strict: 'throw', _id: false, id: false, minimize: false });
}

/** Inserts a document; false when its unique key is taken. */
export async function insertedNow<Document>(model: Model<Document>, document: Document): Promise<boolean> {
  try {
    await new model(document).save();
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}
