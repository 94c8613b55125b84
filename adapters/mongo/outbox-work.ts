import type { Model, PipelineStage } from 'mongoose';

import type { OutboxDocument } from './outbox-schema';

/** A claim of this age has been abandoned, most likely: a batch's dispatcher records an outcome within seconds. */
const abandonedAfterMs = 60_000;

/** Organizations whose dispatcher should be awake: mail is due or lies abandoned, or a notice is owed. */
export async function organizationsWithWork(
  mails: Model<OutboxDocument>,
  now: Date,
  limit: number,
): Promise<readonly string[]> {
  const abandonedBefore = new Date(now.getTime() - abandonedAfterMs);
  const work = [
    { hint: 'waiting', match: { phase: 'waiting', nextAttemptAt: { $lte: now } } },
    { hint: 'sending', match: { phase: 'sending', claimedAt: { $lt: abandonedBefore } } },
    { hint: 'notices_owed', match: { noticeOwed: true } },
  ];
  const found = new Set<string>();
  for (const { hint, match } of work) {
    const rows = await mails.aggregate<{ _id: string }>(organizationsOf(match, limit)).hint(hint);
    for (const { _id } of rows) found.add(_id);
  }
  return [...found].slice(0, limit);
}

function organizationsOf(match: Record<string, unknown>, limit: number): PipelineStage[] {
  return [{ $match: match }, { $group: { _id: '$organizationId' } }, { $limit: limit }];
}
