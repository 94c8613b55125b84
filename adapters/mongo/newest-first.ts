import { trusted, type Model } from 'mongoose';

/**
 * What a list that shows the newest first asks for behind a document: everything older, and of the same moment everything
 * with a lower id. Null when the organization has no such document, so that a cursor of somebody else shows nothing.
 */
export async function olderThan<Document extends { readonly _id: string }>(
  model: Model<Document>,
  moment: string & keyof Document,
  organizationId: string | null,
  id: string | null,
): Promise<object | null> {
  if (id === null) return {};
  const query = organizationId === null ? { _id: id } : { _id: id, organizationId };
  const last = await model.collection.findOne<Record<string, unknown>>(query as object, {
    projection: { [moment]: 1 },
  });
  if (last === null) return null;
  const at = last[moment];
  return {
    [moment]: trusted({ $lte: at }),
    $or: [{ [moment]: trusted({ $lt: at }) }, { [moment]: at, _id: trusted({ $lt: id }) }],
  };
}
