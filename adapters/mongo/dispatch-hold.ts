/**
 * A holder that has not said for so long that it still has an organization in hand is taken to be gone, in milliseconds. A
 * shared dispatcher says so every few seconds, a workflow's with each claim; it lingers for less than this after its last.
 */
export const goneAfterMs = { shared: 15_000, workflow: 30_000 } as const;

/** Expression: whether somebody has said within so many milliseconds, by the database's clock, that they hold it. */
function isHeldWithin(milliseconds: number) {
  return { $gte: [{ $ifNull: ['$heldAt', new Date(0)] }, { $subtract: ['$$NOW', milliseconds] }] };
}

export const isHeldByShared = { $and: [{ $eq: ['$holder', 'shared'] }, isHeldWithin(goneAfterMs.shared)] };
const isHeldByWorkflow = { $and: [{ $ne: ['$holder', 'shared'] }, isHeldWithin(goneAfterMs.workflow)] };

/** Expression: whether anybody has it in hand. */
export const isHeld = { $or: [isHeldByShared, isHeldByWorkflow] };

/** A workflow's dispatcher that waits for a shared one looks several times within this, in milliseconds. */
const stillAwaitedMs = 1_000;

/** Expression: whether a workflow's dispatcher waits for it: a shared one must not take it again before that. */
export const isAwaited = {
  $gte: [{ $ifNull: ['$awaitedAt', new Date(0)] }, { $subtract: ['$$NOW', stillAwaitedMs] }],
};

/** Pipeline: takes an organization in hand under a new epoch where the expression allows it, else leaves it as it is. */
export function holdWhere(isAllowed: object, hold: Readonly<Record<string, unknown>>) {
  const epoch = { $add: [{ $ifNull: ['$epoch', 0] }, 1] };
  const taken = Object.entries({ ...hold, epoch, heldAt: '$$NOW' }).map(
    ([field, value]) => [field, { $cond: [isAllowed, value, `$${field}`] }] as const,
  );
  const kept = { claimEpoch: { $ifNull: ['$claimEpoch', 0] }, lanes: { $ifNull: ['$lanes', []] } };
  return [{ $set: { ...kept, claimedAt: { $ifNull: ['$claimedAt', null] }, ...Object.fromEntries(taken) } }];
}
