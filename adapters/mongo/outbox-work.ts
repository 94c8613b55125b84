import type { Model, PipelineStage } from 'mongoose';

import type { OrganizationWork } from '../../activities/ports/outbox';
import type { OutboxCategory } from '../../domain/mail-message';
import type { OutboxDocument } from './outbox-schema';

/** A claim of this age has been abandoned, most likely: a batch's dispatcher records an outcome within seconds. */
const abandonedAfterMs = 60_000;

/** One kind of work: where it is found, since when it waits, and what it counts as. */
interface Work {
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
  mails: Model<OutboxDocument>,
  now: Date,
  limit: number,
): Promise<readonly OrganizationWork[]> {
  const found = new Map<string, Row>();
  for (const work of kindsOfWork(now)) {
    const rows = await mails.aggregate<Row>(organizationsOf(work, limit)).hint(work.hint);
    for (const row of rows) found.set(row.organizationId, merged(row, found.get(row.organizationId)));
  }
  const longestFirst = [...found.values()].toSorted((one, other) => one.since.getTime() - other.since.getTime());
  return longestFirst
    .slice(0, limit)
    .map(({ organizationId, categories, hasOther }) => ({ organizationId, dueCategories: categories, hasOther }));
}

function kindsOfWork(now: Date): readonly Work[] {
  const abandonedBefore = new Date(now.getTime() - abandonedAfterMs);
  const due = { phase: 'waiting', nextAttemptAt: { $lte: now } };
  const abandoned = { phase: 'sending', claimedAt: { $lt: abandonedBefore } };
  const owing = { noticeOwed: true, noticeDueAt: { $lte: now } };
  const toBeSent = { $cond: [{ $lte: ['$expiresAt', now] }, '$$REMOVE', '$category'] };
  return [
    { hint: 'waiting', match: due, since: '$nextAttemptAt', category: toBeSent },
    { hint: 'sending', match: abandoned, since: '$claimedAt', category: '$$REMOVE' },
    { hint: 'notices_due', match: owing, since: '$noticeDueAt', category: '$$REMOVE' },
  ];
}

function organizationsOf({ match, since, category }: Work, limit: number): PipelineStage[] {
  const isOther = { $eq: [{ $type: '$category' }, 'missing'] };
  return [
    { $match: match },
    { $project: { organizationId: 1, since, category } },
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
