import { trusted } from 'mongoose';

import type { ResolveCommand } from '../../activities/ports/mail-desk';
import { noticeBackoff } from '../../domain/retry-backoff';
import type { MailChanges } from './outbox-transitions';

/** Aggregation pipelines that change a mail together with its recipients, in one statement. */
type Expression = Record<string, unknown>;
export type UpdatePipeline = { $set: Expression }[];

/** How long a mail that is sent once more may wait, at least. */
const resendAgeMs = 24 * 60 * 60 * 1000;

/** Marks the change with the database's own clock, which orders what streams of events tell. */
const moved = { movedAt: '$$NOW' };

const held = { $eq: ['$$recipient.state', 'held'] };
const waiting = { $in: ['$$recipient.state', ['accepted', 'deferred']] };

/** Replaces the recipients that an attempt changed, and leaves the others as they are at this moment. */
export function followUpdate({ changed, noticeDueAt, state, ...fields }: MailChanges): UpdatePipeline {
  const isThis = { $eq: ['$$changed.recipient', '$$recipient.recipient'] };
  const matching = { $filter: { input: { $literal: changed }, as: 'changed', cond: isThis } };
  const replaced = { $ifNull: [{ $arrayElemAt: [matching, 0] }, '$$recipient'] };
  const recipients = { $map: { input: '$recipients', as: 'recipient', in: replaced } };
  const notices = noticeDueAt === null ? {} : { noticeDueAt, noticeAttempts: 0 };
  return [{ $set: { ...fields, ...moved, state, ...notices, recipients } }, { $set: { noticeOwed: anyNoticeOwed } }];
}

/** A worker's clock that is ahead must not end a mail early: the database has to find it past its age as well. */
export function isOverdue() {
  return { $expr: trusted({ $lte: ['$expiresAt', '$$NOW'] }) };
}

/** A mail past its age: whoever still waits will not get it. Nobody is told about a notice. */
export function expireUpdate(now: Date): UpdatePipeline {
  return endUpdate(now, { state: 'expired' });
}

/** Whoever still waits will not get the mail, for a reason of our own. */
export function giveUpUpdate(now: Date, code: string): UpdatePipeline {
  return endUpdate(now, { state: 'undeliverable', answer: ownAnswer(code) });
}

/** A mail that waits for another attempt is due now. */
export function hastenUpdate(now: Date): UpdatePipeline {
  return [{ $set: { nextAttemptAt: now } }];
}

function endUpdate(now: Date, end: Expression): UpdatePipeline {
  const noticeOwed = { $ne: ['$category', 'notice'] };
  const recipients = recipientsWhere(waiting, { ...end, changedAt: now, noticeOwed });
  const notices = { noticeDueAt: now, noticeAttempts: 0 };
  return [
    { $set: { phase: 'done', nextAttemptAt: null, ...moved, ...notices, recipients } },
    { $set: { noticeOwed: anyNoticeOwed, state: worstState } },
  ];
}

function ownAnswer(code: string): Expression {
  return { replyCode: null, enhancedStatus: null, text: { $literal: code } };
}

/** Whoever still waits will not get the mail, because somebody wished so, or for a reason of our own. */
export function cancelUpdate(now: Date, code: string | null = null): UpdatePipeline {
  const reason = code === null ? {} : { answer: ownAnswer(code) };
  const recipients = recipientsWhere(waiting, { state: 'cancelled', changedAt: now, ...reason });
  return [{ $set: { phase: 'done', nextAttemptAt: null, ...moved, recipients } }, { $set: { state: worstState } }];
}

/** Somebody knows what became of held recipients, or has the mail sent to them once more. */
export function resolveUpdate(resolved: ResolveCommand): UpdatePipeline {
  const { resolution, reason, by, at, commandId } = resolved;
  const now = new Date(at);
  const kept = { resolution, reason, by, at: now, ...(commandId === undefined ? {} : { commandId }) };
  const resolutions = {
    $concatArrays: [{ $ifNull: ['$resolutions', []] }, [{ $literal: kept }]],
  };
  const noticeOwed = resolution === 'undeliverable' ? { noticeOwed: { $ne: ['$category', 'notice'] } } : {};
  const changes = { state: resolution === 'resend' ? 'deferred' : resolution, changedAt: now, ...noticeOwed };
  const recipients = recipientsWhere(held, changes);
  const settled = { $set: { resolutions, ...moved, recipients } };
  if (resolution !== 'resend') {
    const notices = resolution === 'undeliverable' ? { noticeDueAt: now, noticeAttempts: 0 } : {};
    return [settled, { $set: { ...notices, noticeOwed: anyNoticeOwed, state: worstState } }];
  }
  const expiresAt = { $max: ['$expiresAt', new Date(now.getTime() + resendAgeMs)] };
  return [
    settled,
    { $set: { phase: 'waiting', state: 'deferred', nextAttemptAt: now, expiresAt, cancelRequestedAt: null } },
  ];
}

/** The notice about one recipient is on its way. */
export function settleUpdate(recipient: string): UpdatePipeline {
  const isRecipient = { $eq: ['$$recipient.recipient', { $literal: recipient }] };
  return [
    { $set: { recipients: recipientsWhere(isRecipient, { noticeOwed: false }) } },
    { $set: { noticeOwed: anyNoticeOwed } },
  ];
}

/** Notices that are being routed once more: if they stay owed, they wait twice as long each time. */
export function postponeUpdate(now: Date): UpdatePipeline {
  const doubled = { $multiply: [noticeBackoff.firstMs, { $pow: [2, { $min: ['$noticeAttempts', 10] }] }] };
  const noticeDueAt = { $add: [now, { $min: [doubled, noticeBackoff.longestMs] }] };
  return [{ $set: { noticeDueAt, noticeAttempts: { $add: ['$noticeAttempts', 1] } } }];
}

const anyNoticeOwed = { $in: [true, '$recipients.noticeOwed'] };

/** The state of a mail whose recipients have all come to an end: `mailState`, as an expression. */
const worstState = {
  $first: {
    $filter: {
      input: ['held', 'undeliverable', 'expired', 'cancelled', 'suppressed', 'sent'],
      as: 'state',
      cond: { $in: ['$$state', '$recipients.state'] },
    },
  },
};

function recipientsWhere(condition: Expression, changes: Expression): Expression {
  const changed = { $mergeObjects: ['$$recipient', changes] };
  return { $map: { input: '$recipients', as: 'recipient', in: { $cond: [condition, changed, '$$recipient'] } } };
}
