import type { mongo } from 'mongoose';

import type { OrganizationWork } from '../../activities/ports/outbox';
import type { OutboxCategory } from '../../domain/mail-message';
import { dispatchCollection } from './dispatch-document';
import { dispatchesOf } from './mongo-dispatch-run';
import { outboxCollection } from './outbox-schema';

/** A claim of this age has been abandoned, most likely: a batch's dispatcher records an outcome within seconds. */
const abandonedAfterMs = 60_000;

/** One kind of work: where it is found, since when it waits, and what it counts as. */
interface Work {
  readonly collection: string;
  /** Field or expression: the organization. */
  readonly organization: string;
  readonly hint: string;
  readonly match: Record<string, unknown>;
  readonly since: string;
  /** Expression: the category of a mail that is to be sent, `$$REMOVE` for all other work. */
  readonly category: unknown;
}

interface Row {
  readonly organizationId: string;
  readonly since: Date;
  readonly categories: OutboxCategory[];
  readonly hasOther: boolean;
}

/** Organizations whose dispatcher should be awake, the longest waiting first. */
export async function organizationsWithWork(
  database: mongo.Db,
  now: Date,
  limit: number,
): Promise<readonly OrganizationWork[]> {
  const found = new Map<string, Row>();
  for (const work of kindsOfWork(now)) {
    const query = database
      .collection(work.collection)
      .aggregate<Row>(organizationsOf(work, limit), { hint: work.hint });
    const rows = await query.toArray();
    for (const row of rows) found.set(row.organizationId, merged(row, found.get(row.organizationId)));
  }
  for (const organizationId of await inGoodHands(database, [...found.keys()], now)) found.delete(organizationId);
  const longestFirst = [...found.values()].toSorted((one, other) => one.since.getTime() - other.since.getTime());
  return longestFirst
    .slice(0, limit)
    .map(({ organizationId, categories, hasOther }) => ({ organizationId, dueCategories: categories, hasOther }));
}

/** Organizations whose dispatcher claimed mail a moment ago: it goes on by itself. */
async function inGoodHands(database: mongo.Db, organizationIds: readonly string[], now: Date): Promise<string[]> {
  const claimedAt = { $gte: new Date(now.getTime() - abandonedAfterMs) };
  const query = { _id: { $in: [...organizationIds] }, claimedAt };
  const found = await dispatchesOf(database)
    .find(query, { projection: { _id: 1 } })
    .toArray();
  return found.map(({ _id }) => _id);
}

const mails = { collection: outboxCollection, organization: '$organizationId' };
const dispatches = { collection: dispatchCollection, organization: '$_id' };

function kindsOfWork(now: Date): readonly Work[] {
  const abandonedBefore = new Date(now.getTime() - abandonedAfterMs);
  const due = { phase: 'waiting', nextAttemptAt: { $lte: now } };
  const abandoned = { claimedAt: { $type: 'date', $lt: abandonedBefore } };
  const owing = { noticeOwed: true, noticeDueAt: { $lte: now } };
  const toBeSent = { $cond: [{ $lte: ['$expiresAt', now] }, '$$REMOVE', '$category'] };
  return [
    { ...mails, hint: 'waiting', match: due, since: '$nextAttemptAt', category: toBeSent },
    { ...dispatches, hint: 'in_hand', match: abandoned, since: '$claimedAt', category: '$$REMOVE' },
    { ...mails, hint: 'notices_due', match: owing, since: '$noticeDueAt', category: '$$REMOVE' },
  ];
}

function organizationsOf({ organization, match, since, category }: Work, limit: number): mongo.Document[] {
  const isOther = { $eq: [{ $type: '$category' }, 'missing'] };
  return [
    { $match: match },
    { $project: { organizationId: organization, since, category } },
    {
      $group: {
        _id: '$organizationId',
        since: { $min: '$since' },
        categories: { $addToSet: '$category' },
        hasOther: { $max: isOther },
      },
    },
    { $sort: { since: 1 } },
    { $limit: limit },
    { $project: { _id: 0, organizationId: '$_id', since: 1, categories: 1, hasOther: 1 } },
  ];
}

function merged(row: Row, known: Row | undefined): Row {
  if (!known) return row;
  const since = known.since < row.since ? known.since : row.since;
  const categories = [...new Set([...known.categories, ...row.categories])];
  return { organizationId: row.organizationId, since, categories, hasOther: known.hasOther || row.hasOther };
}
