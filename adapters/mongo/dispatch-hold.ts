/** A shared dispatcher that has not said for so long that it has an organization in hand is taken to be gone, in milliseconds. */
export const usualTakeoverMs = 20_000;
/** A workflow's dispatcher says so with each claim only: it lingers for less than this after its last. */
const workflowGoneAfterMs = 30_000;

/** Expression: whether somebody has said within so many milliseconds, by the database's clock, that they hold it. */
function isHeldWithin(milliseconds: number) {
  return { $gte: [{ $ifNull: ['$heldAt', new Date(0)] }, { $subtract: ['$$NOW', milliseconds] }] };
}

/** Expression: whether a shared dispatcher has it in hand, and has said so within so many milliseconds. */
export function isHeldByShared(takeoverMs: number) {
  return { $and: [{ $eq: ['$holder', 'shared'] }, isHeldWithin(takeoverMs)] };
}

/** Expression: whether anybody has it in hand. */
export function isHeld(takeoverMs: number) {
  const isHeldByWorkflow = { $and: [{ $ne: ['$holder', 'shared'] }, isHeldWithin(workflowGoneAfterMs)] };
  return { $or: [isHeldByShared(takeoverMs), isHeldByWorkflow] };
}

/** A workflow's dispatcher that waits for a shared one looks several times within this, in milliseconds. */
const stillAwaitedMs = 3_000;

/** Expression: whether a workflow's dispatcher waits for it: a shared one must not take it again before that. */
export const isAwaited = {
  $gte: [{ $ifNull: ['$awaitedAt', new Date(0)] }, { $subtract: ['$$NOW', stillAwaitedMs] }],
};

/** Expression: the epoch of who takes it. */
export const nextEpoch = { $add: [{ $ifNull: ['$epoch', 0] }, 1] };

/** Pipeline: takes an organization in hand under a new epoch where the expression allows it, else leaves it as it is. */
export function holdWhere(isAllowed: object, hold: Readonly<Record<string, unknown>>) {
  const taken = Object.entries({ ...hold, epoch: nextEpoch, heldAt: '$$NOW' }).map(
    ([field, value]) => [field, { $cond: [isAllowed, value, `$${field}`] }] as const,
  );
  const kept = { claimEpoch: { $ifNull: ['$claimEpoch', 0] }, lanes: { $ifNull: ['$lanes', []] } };
  return [{ $set: { ...kept, claimedAt: { $ifNull: ['$claimedAt', null] }, ...Object.fromEntries(taken) } }];
}
