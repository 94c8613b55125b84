import { noticeBackoff } from '../../domain/retry-backoff';
import type { MailChanges } from './outbox-transitions';

/** Aggregation pipelines that change a mail together with its recipients, in one statement. */
type Expression = Record<string, unknown>;
export type UpdatePipeline = { $set: Expression }[];

const waiting = { $in: ['$$recipient.state', ['accepted', 'deferred']] };

/** Replaces the recipients that an attempt changed, and leaves the others as they are at this moment. */
export function followUpdate({ changed, noticeDueAt, state, ...fields }: MailChanges): UpdatePipeline {
  const isThis = { $eq: ['$$changed.recipient', '$$recipient.recipient'] };
  const matching = { $filter: { input: { $literal: changed }, as: 'changed', cond: isThis } };
  const replaced = { $ifNull: [{ $arrayElemAt: [matching, 0] }, '$$recipient'] };
  const recipients = { $map: { input: '$recipients', as: 'recipient', in: replaced } };
  const notices = noticeDueAt === null ? {} : { noticeDueAt, noticeAttempts: 0 };
  return [{ $set: { ...fields, state, ...notices, recipients } }, { $set: { noticeOwed: anyNoticeOwed } }];
}

/** A mail past its age: whoever still waits will not get it. Nobody is told about a notice. */
export function expireUpdate(now: Date): UpdatePipeline {
  const noticeOwed = { $ne: ['$category', 'notice'] };
  const recipients = recipientsWhere(waiting, { state: 'expired', changedAt: now, noticeOwed });
  const notices = { noticeDueAt: now, noticeAttempts: 0 };
  return [
    { $set: { phase: 'done', nextAttemptAt: null, ...notices, recipients } },
    { $set: { noticeOwed: anyNoticeOwed, state: worstState } },
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
      input: ['held', 'undeliverable', 'expired', 'cancelled', 'sent'],
      as: 'state',
      cond: { $in: ['$$state', '$recipients.state'] },
    },
  },
};

function recipientsWhere(condition: Expression, changes: Expression): Expression {
  const changed = { $mergeObjects: ['$$recipient', changes] };
  return { $map: { input: '$recipients', as: 'recipient', in: { $cond: [condition, changed, '$$recipient'] } } };
}
